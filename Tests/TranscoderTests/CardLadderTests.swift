import Control
import Dossiers
import Foundation
import Harness
import Library
import Pipeline
import Playout
import TestSupport
import Testing

@testable import Transcoder

@Suite("A card that fails on air", .serialized, .timeLimit(.minutes(2)))
struct CardLadderTests {
  /// A program in the place of ffmpeg, whose NVENC is x264, but for files whose names wish
  /// otherwise: `absent` has no card, `lost` loses it after some pictures, and it does not decode
  /// `blind`, nor `dim` to its end.
  private func fake(in folder: ScratchFolder) throws -> String {
    let path = folder.file("ffmpeg-fake")
    let script = """
      #!/bin/bash
      case "$*" in *h264_nvenc*) ;; *) exec ffmpeg "$@" ;; esac
      case "$*" in
        *-absent.mp4*)
          echo "[h264_nvenc @ 0x1] OpenEncodeSessionEx failed: no encode device (1)" >&2
          echo "Error initializing output stream 0:0" >&2
          exit 1 ;;
      esac
      case "$*" in
        *-hwaccel*-blind.mp4*)
          echo "[h264 @ 0x1] Failed setup for format cuda: hwaccel initialisation returned error." >&2
          echo "Error reinitializing filters!" >&2
          exit 1 ;;
        *-hwaccel*-dim.mp4*) dims=1 ;;
      esac
      words=()
      while [ $# -gt 0 ]; do
        case "$1" in
          h264_nvenc) words+=(libx264) ;;
          -init_hw_device|-filter_hw_device|-hwaccel|-hwaccel_device|-hwaccel_output_format|-rc|-forced-idr|-no-scenecut|-strict_gop) shift ;;
          -b_ref_mode|-preset) shift ;;
          *hwupload_cuda*)
            filters="${1%,format=nv12,hwupload_cuda}"
            words+=("${filters#hwdownload,format=nv12,}" -preset ultrafast) ;;
          *) words+=("$1") ;;
        esac
        shift
      done
      case "$*${words[*]}" in
        *-lost.mp4*)
          ffmpeg "${words[@]}" | head -c 60000
          echo "[h264_nvenc @ 0x1] CUDA_ERROR_LAUNCH_FAILED: unspecified launch failure" >&2
          exit 1 ;;
      esac
      if [ -n "$dims" ]; then
        ffmpeg "${words[@]}" | head -c 60000
        echo "[h264 @ 0x1] hardware accelerator failed to decode picture" >&2
        exit 1
      fi
      exec ffmpeg "${words[@]}"
      """
    try script.write(toFile: path, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    return path
  }

  private static let machine = Capabilities(
    version: "fake", nodes: [], at: Moment(milliseconds: 0),
    proofs: [.encode, .decodeH264].map {
      Proof(kind: .nvenc, ability: $0, isPassed: true, detail: "yes")
    })

  private func channel(
    _ names: [String], memory: String? = nil, sessions: Int = 0, in folder: ScratchFolder,
    _ change: (inout PlanItem) -> Void = { _ in }, _ body: (Studio) throws -> Void
  ) throws {
    try Studio.run(
      ffmpeg: try fake(in: folder), sessions: sessions, memory: memory, hardware: .nvenc,
      facilities: { $0.machine = { Self.machine } }
    ) { studio in
      studio.plan(names.map { folder.file($0) }, seconds: 4)
      studio.alter(change)
      #expect(try studio.tune() == .done)
      try body(studio)
    }
  }

  @Test("gives way to the processor, file by file, and the picture goes on")
  func fallback() throws {
    let folder = try ScratchFolder()
    let names = ["b-fine.mp4", "b-absent.mp4", "b-lost.mp4", "b-fine.mp4"]
    for (name, colour) in zip(names, ["red", "green", "blue"]) {
      try Clips.make(colour, seconds: 4, at: URL(filePath: folder.file(name)))
    }
    let memory = folder.file("ladder.json")
    try channel(names, memory: memory, in: folder) { studio in
      let end = try #require(studio.items.last).end
      let bytes = try studio.made(until: end - .milliseconds(500))
      #expect(TransportStreamChecker(bytes).complaints == [])
      let pictures = try Decoder.colours(of: bytes)
      let seen = [1.5, 5.5, 9.5, 13.5].map { time in
        pictures.last { $0.time <= time }.flatMap { Decoder.name(of: $0.rgb) }
      }
      #expect(seen == ["red", "green", "blue", "red"])
      let failures = studio.failures
      #expect(failures.map(\.cause) == ["hardware", "hardware"])
      #expect(failures.allSatisfy { $0.method.contains("by NVIDIA NVENC") } == true)
      #expect(failures[0].why.contains("OpenEncodeSessionEx failed: no encode device"))
      #expect(failures[1].frames > 0)
      #expect(
        failures.flatMap(\.next).allSatisfy { $0.contains("by the processor instead") } == true)
      studio.memory.settle()
      #expect(studio.memory.rung(of: folder.file("b-absent.mp4")) == .software)
      #expect(studio.memory.rung(of: folder.file("b-lost.mp4")) == .software)
      #expect(studio.memory.rung(of: folder.file("b-fine.mp4")) == nil)
    }
    try channel(["b-absent.mp4"], memory: memory, in: folder) { studio in
      let status = try #require(studio.transcoder.status.first)
      #expect(status.method == "encode 320x180, without the card, as remembered")
      _ = try studio.made(until: try #require(studio.items.last).end - .milliseconds(500))
      #expect(studio.failures.isEmpty)
    }
  }

  @Test("that can't decode a file still encodes it, and that is remembered and told")
  func decoding() throws {
    let folder = try ScratchFolder()
    let names = ["b-blind.mp4", "b-dim.mp4", "b-fine.mp4"]
    for (name, colour) in zip(names, ["red", "green", "blue"]) {
      try Clips.make(colour, seconds: 4, at: URL(filePath: folder.file(name)))
    }
    let memory = folder.file("ladder.json")
    func decoded(_ item: inout PlanItem) {
      item.probe.video?.codec = "h264"
      item.probe.video?.width = 640
      item.probe.video?.height = 360
    }
    try channel(names, memory: memory, in: folder, decoded) { studio in
      #expect(
        studio.transcoder.status.first?.method
          == "encode 320x180, by NVIDIA NVENC, decoded by the processor")
      let bytes = try studio.made(until: try #require(studio.items.last).end - .milliseconds(500))
      #expect(TransportStreamChecker(bytes).complaints == [])
      let pictures = try Decoder.colours(of: bytes)
      let seen = [1.5, 5.5, 9.5].map { time in
        pictures.last { $0.time <= time }.flatMap { Decoder.name(of: $0.rgb) }
      }
      #expect(seen == ["red", "green", "blue"])
      let failures = studio.failures
      #expect(failures.map(\.cause) == ["hardware", "hardware"])
      #expect(failures.map(\.rung) == ["planned", "planned"])
      #expect(
        failures.flatMap(\.next).allSatisfy {
          $0.contains("decoded by the processor and encoded by the card")
        })
      #expect(failures.last.map { $0.frames > 0 } == true)
      studio.memory.settle()
      #expect(names.map { studio.memory.rung(of: folder.file($0)) } == [.uploaded, .uploaded, nil])
    }
    try channel(["b-blind.mp4"], memory: memory, in: folder, decoded) { studio in
      #expect(
        studio.transcoder.status.first?.method
          == "encode 320x180, by NVIDIA NVENC, decoded by the processor, as remembered")
    }
  }

  @Test("whose driver lets no further encoder be open gives way to the processor, by name")
  func sessions() throws {
    let folder = try ScratchFolder()
    for name in ["b-one.mp4", "b-two.mp4"] {
      try Clips.make("red", seconds: 4, at: URL(filePath: folder.file(name)))
    }
    try channel(["b-one.mp4", "b-two.mp4"], sessions: 1, in: folder) { studio in
      // The second is started while the first one still holds the only session.
      var methods = Set<String>()
      try studio.eventually {
        methods.formUnion(studio.transcoder.status.compactMap(\.method))
        return methods.count > 1
      }
      let bytes = try studio.made(until: try #require(studio.items.last).end - .milliseconds(500))
      #expect(TransportStreamChecker(bytes).complaints == [])
      #expect(methods.contains("encode 320x180, by NVIDIA NVENC"))
      #expect(
        methods.contains {
          $0.contains("all 1 NVENC sessions are in use (EXSTREAMTV_NVENC_SESSIONS)")
        })
      #expect(studio.failures.isEmpty)
    }
  }

  @Test("is asked for what is encoded only, and says so in the status")
  func status() throws {
    let folder = try ScratchFolder()
    try Clips.make("red", seconds: 4, at: URL(filePath: folder.file("b-fine.mp4")))
    try channel(["b-fine.mp4"], in: folder) { studio in
      #expect(
        studio.transcoder.status.first?.method == "encode 320x180, by NVIDIA NVENC")
    }
  }
}
