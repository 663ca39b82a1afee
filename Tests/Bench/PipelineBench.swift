import Foundation
import Glibc
import Harness
import Library
import Packaging
import Pipeline
import Playout

/// The run arguments and the splicer beside bare ffmpeg doing the same work.
enum PipelineBench {
  /// How much of the clip is made in one measurement.
  private static let length = Span.seconds(20)
  private static let turns = 3

  static func run() throws -> [Row] {
    let folder = TemporaryFolder.make("pipeline")
    defer { try? FileManager.default.removeItem(at: folder) }
    var rows: [Row] = []
    for (name, height) in [("720p", 720), ("1080p", 1080)] {
      let clip = folder.appending(path: "\(name).mp4")
      try make(height: height, at: clip)
      guard let probe = try Scanned.probes(in: folder)[clip.lastPathComponent] else {
        throw Failure("\(name) could not be scanned")
      }
      rows += try encode(clip, probe, height: height, name)
      if height == 720 { rows += try copy(clip, probe) }
    }
    return rows
  }

  /// Twenty seconds that cost an encoder something: moving patterns with noise.
  private static func make(height: Int, at file: URL) throws {
    let width = height * 16 / 9
    try Clips.ffmpeg([
      "-f", "lavfi", "-i", "testsrc2=s=\(width)x\(height):r=25,noise=c0s=8:allf=t", "-f", "lavfi",
      "-i", "sine=440:r=48000", "-t", "\(length.milliseconds / 1000)", "-c:v", "libx264",
      "-preset", "ultrafast", "-profile:v", "main", "-bf", "0", "-b:v", "5M", "-g", "50",
      "-pix_fmt", "yuv420p", "-c:a", "aac", "-ac", "2", "-y", file.path,
    ])
  }

  private static func encode(
    _ clip: URL, _ probe: MediaProbe, height: Int, _ name: String
  ) throws -> [Row] {
    let profile = TranscodeProfile(
      name: name, width: height * 16 / 9, height: height, frameRate: 25,
      videoBitrate: height == 720 ? 3_000_000 : 6_000_000, preset: "veryfast",
      audioBitrate: 128_000,
      allowsCopy: false)
    let words = arguments(for: request(clip, probe, profile))
    let filters = "scale=\(profile.width):\(profile.height),fps=\(profile.frameRate)"
    let bare =
      ["-nostdin", "-v", "error", "-i", clip.path, "-map", "0:v", "-vf", filters]
      + coding("-c:v", in: words) + ["-map", "0:a"] + coding("-c:a", in: words)
      + ["-t", "\(length.milliseconds / 1000)", "-f", "mpegts", "pipe:1"]
    return rows("\(name) encode", words, bare)
  }

  private static func copy(_ clip: URL, _ probe: MediaProbe) throws -> [Row] {
    let profile = TranscodeProfile(
      name: "copy", width: 1280, height: 720, frameRate: 25, videoBitrate: 8_000_000,
      preset: "veryfast", audioBitrate: 128_000, allowsCopy: true)
    let run = request(clip, probe, profile)
    guard run.decision.video == .copy else { throw Failure("the clip would not be copied") }
    return rows(
      "copy", arguments(for: run),
      ["-nostdin", "-v", "error", "-i", clip.path, "-c", "copy", "-f", "mpegts", "pipe:1"])
  }

  static func request(
    _ clip: URL, _ probe: MediaProbe, _ profile: TranscodeProfile, length: Span = length
  ) -> RunRequest {
    RunRequest(
      path: clip.path, probe: probe, length: length,
      decision: copyDecision(for: probe, profile: profile, targetDuration: 4), profile: profile)
  }

  /// An encoder's own words: from its name to what is mapped next, or to the output's length.
  private static func coding(_ option: String, in words: [String]) -> [String] {
    guard let start = words.firstIndex(of: option) else { return [] }
    return Array(words[start...].prefix { $0 != "-map" && $0 != "-t" })
  }

  private static func rows(_ what: String, _ ours: [String], _ bare: [String]) -> [Row] {
    var takes: [(ours: PipeTake, bare: PipeTake)] = []
    for _ in 0..<turns {
      takes.append((PipeTake(ours, splices: true), PipeTake(bare, splices: false)))
    }
    func row(_ name: String, _ unit: String, _ aim: String, _ part: (PipeTake) -> Double) -> Row {
      Row(
        what: "\(what) by a run's arguments and the splicer: \(name)",
        ours: takes.map { part($0.ours) }.median, bare: takes.map { part($0.bare) }.median,
        unit: unit, aim: aim)
    }
    let seconds = Double(length.milliseconds) / 1000
    return [
      row("time for 20 s", "s", "within 1.1") { $0.seconds },
      row("processor time for each second of television", "ms", "within 1.1") {
        $0.processor * 1000 / seconds
      },
      row("until the first picture", "s", "") { $0.firstPicture },
      row("peak memory of ffmpeg", "MB", "") { $0.megabytes },
    ]
  }
}

/// One ffmpeg read to its end through a pipe, as a channel on air reads it.
struct PipeTake {
  var seconds = 0.0
  var processor = 0.0
  var firstPicture = 0.0
  var megabytes = 0.0

  init(_ arguments: [String], splices: Bool) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/ffmpeg")
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardInput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    var stream = ChannelStream(
      resuming: StreamState(), shape: SegmentShape(first: [], regular: 180_000, target: 4))
    stream.begin(.at(StreamTime(milliseconds: 1_790_000_000_000)), until: nil)
    let before = Self.processorSeconds
    let began = ContinuousClock.now
    guard (try? process.run()) != nil else { return }
    while case let bytes = pipe.fileHandleForReading.availableData, !bytes.isEmpty {
      if splices {
        bytes.withUnsafeBytes { stream.push($0) }
        _ = stream.takeSegments()
      }
      let hasPicture = splices ? stream.hasPicture : true
      if firstPicture == 0, hasPicture { firstPicture = (ContinuousClock.now - began).inSeconds }
      megabytes = max(megabytes, Self.peak(of: process.processIdentifier))
    }
    process.waitUntilExit()
    if splices { _ = stream.endItem(complete: true) }
    seconds = (ContinuousClock.now - began).inSeconds
    processor = Self.processorSeconds - before
  }

  /// Of this process and of all its children that have ended.
  private static var processorSeconds: Double {
    var own = rusage()
    getrusage(RUSAGE_SELF.rawValue, &own)
    let times = [own.ru_utime, own.ru_stime]
    return ProcessTree.reapedProcessorSeconds
      + times.reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 }
  }

  private static func peak(of process: Int32) -> Double {
    let text = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return (line?.split(separator: " ").dropFirst().first.flatMap { Double($0) } ?? 0) / 1024
  }
}
