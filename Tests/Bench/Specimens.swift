import Foundation
import Harness
import Library
import Packaging
import Pipeline
import Playout

/// One kind of file of a table.
protocol Specimen {
  var name: String { get }
  var ending: String { get }
  /// Makes the file, with whatever else it takes beside it.
  func make(at file: URL) throws
}

/// What a table found of one kind of file.
protocol Finding {
  /// The figures in words.
  var words: String { get }
  /// Whether they are what is aimed at.
  var isMet: Bool { get }
}

/// Measures kinds of files one by one, with a line for each.
enum Specimens {
  /// Makes each file, has it scanned and measured.
  ///
  /// - Returns: What was found, and how many kinds missed the aim or could not be measured.
  static func measure<Kind: Specimen, Found: Finding>(
    _ all: [Kind], by measure: (Kind, URL, MediaProbe) throws -> Found
  ) -> (found: [Found], missed: Int) {
    var found: [Found] = []
    for one in all where isWanted(one.name) {
      do {
        let result = try withFile(of: one) { try measure(one, $0, $1) }
        found.append(result)
        say("    \(one.name): \(result.words): \(result.isMet ? "met" : "MISSED")")
      } catch {
        say("    \(one.name): \("\(error)".suffix(300)): MISSED")
      }
    }
    return (found, all.count { isWanted($0.name) } - found.count { $0.isMet })
  }

  /// Whether a kind is among those that `ONLY` names by a part of their names.
  private static func isWanted(_ name: String) -> Bool {
    ProcessInfo.processInfo.environment["ONLY"].map(name.contains) ?? true
  }

  private static func withFile<Result>(
    of one: some Specimen, _ body: (URL, MediaProbe) throws -> Result
  ) throws -> Result {
    let folder = TemporaryFolder.make("specimen")
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "\(one.name.replacing("/", with: " by ")).\(one.ending)")
    try one.make(at: file)
    let probe = try Scanned.probe(of: file)
    return try body(file, probe)
  }
}

/// Plays files as a channel on air would.
enum Played {
  /// A profile for small pictures that are quickly made.
  static func profile(
    _ width: Int = 320, _ height: Int = 180, rate: Int = 25, bitrate: Int = 1_000_000
  ) -> TranscodeProfile {
    TranscodeProfile(
      name: "specimen", width: width, height: height, frameRate: rate, videoBitrate: bitrate,
      preset: "ultrafast", audioBitrate: 192_000, allowsCopy: false)
  }

  /// A run of a file from a place in it, as planned.
  static func request(
    _ file: URL, _ probe: MediaProbe, _ profile: TranscodeProfile, offset: Span = .zero,
    length: Span
  ) -> RunRequest {
    RunRequest(
      path: file.path, probe: probe, offset: offset, length: length,
      decision: copyDecision(for: probe, profile: profile, targetDuration: 11), profile: profile)
  }

  /// Plays a run into a file.
  static func run(_ run: RunRequest, to out: URL) throws {
    try Clips.ffmpeg(Array(arguments(for: run).dropLast()) + ["-y", out.path])
  }

  /// Splices what a run made behind itself, as two items of a channel, into a file for each.
  static func spliced(_ file: URL, length: Span, to outs: [URL]) throws {
    var stream = ChannelStream(
      resuming: StreamState(), shape: SegmentShape(first: [], regular: 180_000, target: 11))
    let bytes = [UInt8](try Data(contentsOf: file))
    var next = StreamTime(milliseconds: 1_790_000_000_000)
    var starts: [StreamTime] = []
    for _ in outs {
      let end = StreamTime(ticks: next.ticks + length.milliseconds * 90)
      starts.append(next)
      stream.begin(.at(next), until: end)
      bytes.withUnsafeBytes { stream.push($0) }
      next = stream.endItem(complete: true).next
    }
    stream.flush()
    let segments = stream.takeSegments()
    for (place, out) in outs.enumerated() {
      let end = place + 1 < starts.count ? starts[place + 1].ticks : .max
      let own = segments.filter { $0.start.ticks >= starts[place].ticks && $0.start.ticks < end }
      try Data(own.flatMap(\.bytes)).write(to: out)
    }
  }
}
