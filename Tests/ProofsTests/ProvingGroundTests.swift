import Foundation
import Library
import Pipeline
import Playout
import TestSupport
import Testing

@testable import Proofs

@Suite("The proving ground", .timeLimit(.minutes(3)))
struct ProvingGroundTests {
  private let folder: ScratchFolder
  private let now = Moment(seconds: 1_790_000_000)

  init() throws { folder = try ScratchFolder() }

  private func ground(_ ffmpeg: String = "ffmpeg", nodes: String = "/nowhere") -> ProvingGround {
    ProvingGround(ffmpeg: ffmpeg, folder: folder.path, nodeFolder: nodes)
  }

  /// A program in the place of ffmpeg: it knows NVENC, and lets x264 do the work of those trials
  /// that a shell condition on `$*` names.
  private func fake(passing condition: String) throws -> String {
    let path = folder.file("ffmpeg-fake")
    let script = """
      #!/bin/sh
      case "$*" in
        *-version*) echo "ffmpeg version fake"; exit 0;;
        *encoder=h264_nvenc*) echo "  -preset <int> E..V"; echo "  -forced-idr <boolean> E"; exit 0;;
        *encoder=libx264*) echo "  -preset <string> E..V"; exit 0;;
        *encoder=*) echo "Codec is not recognized" >&2; exit 0;;
        *h264_nvenc*)
          case "$*" in
            \(condition)) exec ffmpeg -v error -f lavfi -i testsrc2=s=320x180:r=25 -frames:v 12 \
              -c:v libx264 -f mpegts pipe:1;;
            *) echo "[h264_nvenc @ 0x1] OpenEncodeSessionEx failed: out of memory (10)" >&2; exit 1;;
          esac;;
        *) exec ffmpeg "$@";;
      esac
      """
    try script.write(toFile: path, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    return path
  }

  @Test("this machine's ffmpeg proves the processor, and each card has a result with a reason")
  func real() throws {
    let found = try ground().prove(now: now)
    #expect(found.version.hasPrefix("ffmpeg version"))
    #expect(found.at == now)
    let processor = found.proofs.filter { $0.kind == .software }
    #expect(processor.first { $0.ability == .encode }?.isPassed == true)
    #expect(processor.first { $0.ability == .deinterlace }?.isPassed == true)
    let sound = try #require(processor.first { $0.ability == .encodePCM })
    #expect(sound.isPassed, "\(sound.detail)")
    let tones = try #require(processor.first { $0.ability == .mapTones })
    #expect(tones.isPassed, "\(tones.detail)")
    for kind in HardwareKind.allCases {
      let encode = found.proofs.first { $0.kind == kind && $0.ability == .encode }
      #expect(encode?.detail.isEmpty == false, "\(kind)")
    }
    for ability in Ability.allCases where ability.encoded != nil {
      let proof = processor.first { $0.ability == ability }
      #expect(proof?.isPassed == true, "\(ability): \(proof?.detail ?? "")")
    }
    let vaapi = found.proofs.first { $0.kind == .vaapi }
    #expect(vaapi?.isPassed == false)
    #expect(vaapi?.detail.contains("/nowhere") == true)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
  }

  @Test("a card that only encodes is used for that alone")
  func encodeOnly() throws {
    let ffmpeg = try fake(passing: "*-hwaccel*) exit 1;; *")
    let found = try ground(ffmpeg).prove(now: now)
    let card = try #require(found.card(.nvenc, for: TranscodeProfile.builtIn[0]))
    #expect(card.abilities == [.encode])
    #expect(card.options == ["preset", "forced-idr"])
    #expect(found.card(.vaapi, for: TranscodeProfile.builtIn[0]) == nil)
    var profile = TranscodeProfile.builtIn[0]
    profile.hardware = .automatic
    let decision = hardware(for: profile, on: found)
    #expect(decision.card == card)
    #expect(decision.reason == .firstProven)
  }

  @Test("a card that fails is refused with ffmpeg's own words")
  func refused() throws {
    let found = try ground(try fake(passing: "never")).prove(now: now)
    #expect(found.card(.nvenc, for: TranscodeProfile.builtIn[0]) == nil)
    var profile = TranscodeProfile.builtIn[0]
    profile.hardware = .nvenc
    let decision = hardware(for: profile, on: found)
    #expect(decision.card == nil)
    #expect(decision.reason == .failed(.nvenc, "OpenEncodeSessionEx failed: out of memory (10)"))
    profile.hardware = .automatic
    #expect(hardware(for: profile, on: found).reason == .noneProven)
    #expect(hardware(for: profile, on: nil).reason == .untested)
  }

  @Test("what was proven is kept, and counts until ffmpeg or a card is another one")
  func book() throws {
    let book = ProofBook(path: folder.file("hardware.json"))
    #expect(book.read() == nil)
    let ffmpeg = try fake(passing: "*")
    let found = try ground(ffmpeg).prove(now: now)
    try book.write(found)
    #expect(book.read() == found)
    #expect(ProofBook(path: folder.file("hardware.json")).read() == found)
    #expect(ground(ffmpeg).isCurrent(found))
    #expect(!ground().isCurrent(found), "another ffmpeg")
    let nodes = folder.file("dri")
    try FileManager.default.createDirectory(atPath: nodes, withIntermediateDirectories: true)
    try Data().write(to: URL(filePath: nodes + "/renderD128"))
    #expect(!ground(ffmpeg, nodes: nodes).isCurrent(found), "another card")
    try Data("rubbish".utf8).write(to: URL(filePath: folder.file("hardware.json")))
    #expect(book.read() == nil)
  }

  @Test("the end can be asked for, and an ffmpeg that is not there is named")
  func endings() throws {
    #expect(throws: (any Error).self) { try ground().prove(now: now, isCancelled: { true }) }
    #expect(throws: (any Error).self) { try ground("/nowhere/ffmpeg").prove(now: now) }
  }
}

@Suite("Trying a profile", .timeLimit(.minutes(2)))
struct TryOutTests {
  private let folder: ScratchFolder
  private var ground: ProvingGround { ProvingGround(ffmpeg: "ffmpeg", folder: folder.path) }

  init() throws { folder = try ScratchFolder() }

  private var probe: MediaProbe {
    MediaProbe(
      container: "matroska,webm", duration: .seconds(14),
      video: VideoStream(
        index: 0, codec: "h264", profile: "High", width: 320, height: 180,
        pixelFormat: "yuv420p", frameRate: Ratio(25), fieldOrder: "progressive",
        longestKeyFrameGap: .seconds(1)))
  }

  private func film() throws -> String {
    let path = folder.file("film.mkv")
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25", "-t",
      "14", "-c:v", "libx264", "-preset", "ultrafast", "-g", "25", path,
    ]
    try process.run()
    process.waitUntilExit()
    return path
  }

  @Test("ten seconds are really made, with a picture to look at", arguments: [false, true])
  func tried(copies: Bool) throws {
    var profile = Trial.profile
    profile.allowsCopy = copies
    let picture = folder.file("1.jpg")
    let made = try ground.tryOut(
      try film(), probe: probe, profile: profile, on: nil, picture: picture)
    #expect(made.seconds == 10 && made.took > 0 && made.bytes > 10_000)
    #expect(made.sentence.contains("10.0 s were made in"))
    #expect(made.sentence.contains(copies ? "passed on as it is" : "The processor encodes"))
    let bytes = try Data(contentsOf: URL(filePath: picture))
    #expect(bytes.prefix(2) == Data([0xFF, 0xD8]))
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(Set(left) == ["film.mkv", "1.jpg"])
  }

  @Test("what a channel draws is in the picture of what is tried, and leaves no file behind")
  func drawn() throws {
    var profile = Trial.profile
    profile.allowsCopy = false
    let words = folder.file("9.srt")
    try Data("1\n00:00:00,000 --> 00:00:14,000\nWWWWWW\n".utf8).write(to: URL(filePath: words))
    var look = TextLook()
    look.size = 20
    let overlay = Overlay(
      graphics: [Graphic(.text([.words("MMMM")], look))], burn: .text(path: words),
      moment: Moment(milliseconds: 0), scripts: "")
    var pictures: [Data] = []
    let film = try film()
    for (name, overlay) in [("1.jpg", nil), ("2.jpg", overlay)] {
      _ = try ground.tryOut(
        film, probe: probe, profile: profile, on: nil, picture: folder.file(name),
        overlay: overlay)
      pictures.append(try Data(contentsOf: URL(filePath: folder.file(name))))
    }
    #expect(pictures[0] != pictures[1])
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(Set(left) == ["film.mkv", "9.srt", "1.jpg", "2.jpg"])
  }

  @Test("a file that is gone is told in words")
  func gone() throws {
    #expect {
      try ground.tryOut(
        "/nowhere/film.mkv", probe: probe, profile: Trial.profile, on: nil,
        picture: folder.file("1.jpg"))
    } throws: { "\($0)" == "The file is not there any more." }
  }
}
