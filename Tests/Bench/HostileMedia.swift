import Foundation
import Harness
import Library
import Pipeline
import Playout

/// Files that nobody should have, each through every way that a channel would try: whatever they
/// hold, a run ends in time, and brings pictures or says in words what is the matter.
enum HostileMedia {
  private static let deadline = 30.0

  static func run(_ tell: ([Row]) -> Void) throws {
    let folder = TemporaryFolder.make("hostile")
    defer { try? FileManager.default.removeItem(at: folder) }
    for one in HostileFile.all {
      do { try one.make(folder.appending(path: one.name)) } catch {
        print("    \(one.name): not made: \("\(error)".prefix(150))")
      }
    }
    let before = try Set(FileManager.default.contentsOfDirectory(atPath: folder.path))
    let found = try Scanned.probes(in: folder)
    var silent = 0
    var longest = 0.0
    var runs = 0
    for one in HostileFile.all {
      let probe = found[one.name]
      var told: [String] = [probe == nil ? "no medium by its scan" : "scanned"]
      for rung in [Rung.planned, .encode, .afresh, .silent] {
        let take = try take(folder.appending(path: one.name), probe ?? Self.assumed, rung)
        runs += 1
        longest = max(longest, take.seconds)
        if take.pictures == 0, take.words.isEmpty { silent += 1 }
        told.append("\(rung.rawValue) \(take.pictures > 0 ? "\(take.pictures)" : take.words)")
      }
      print("    \(one.name.prefix(40)): \(told.joined(separator: " | "))")
    }
    let after = try Set(FileManager.default.contentsOfDirectory(atPath: folder.path))
    tell([
      Row(
        what:
          "\(runs) runs over \(HostileFile.all.count) hostile files: without picture and words",
        ours: Double(silent), bare: nil, unit: "", aim: "0"),
      Row(what: "the same: longest run", ours: longest, bare: nil, unit: "s", aim: "under 30 s"),
      Row(
        what: "the same: files that a run wrote", ours: Double(after.subtracting(before).count),
        bare: nil, unit: "", aim: "0"),
    ])
  }

  /// What a library would have known before a file was exchanged.
  private static let assumed = MediaProbe(
    container: "mov,mp4", duration: .seconds(3),
    video: VideoStream(
      index: 0, codec: "h264", profile: "High", width: 320, height: 180, pixelFormat: "yuv420p",
      frameRate: Ratio(25), sampleAspectRatio: Ratio(1), fieldOrder: "progressive"),
    audio: [AudioStream(index: 1, codec: "aac", profile: "LC", channels: 2, sampleRate: 48_000)])

  private static func take(
    _ file: URL, _ probe: MediaProbe, _ rung: Rung
  ) throws -> (pictures: Int, words: String, seconds: Double) {
    var profile = Played.profile()
    profile.allowsCopy = true
    var run = RunRequest(
      path: file.path, probe: probe, length: .seconds(2),
      decision: rung.decision(for: probe, profile: profile, targetDuration: 4), profile: profile)
    run.forgetsScan = rung.forgetsScan
    let out = TemporaryFolder.make("out")
    defer { try? FileManager.default.removeItem(at: out) }
    let stream = out.appending(path: "out.ts").path
    let began = ContinuousClock.now
    let child = try Child.start("ffmpeg", Array(arguments(for: run).dropLast()) + ["-y", stream])
    defer { child.end() }
    let status = child.wait(.seconds(deadline))
    let seconds = (ContinuousClock.now - began).inSeconds
    guard status != nil else { return (0, "", seconds) }
    let lines = child.transcript.split(whereSeparator: \.isNewline).suffix(50).map(String.init)
    let told = StderrClassification(stderrTail: lines)
    let (_, packets) = try Child.output(
      of: "ffprobe",
      [
        "-v", "error", "-select_streams", "v:0", "-count_packets", "-show_entries",
        "stream=nb_read_packets", "-of", "default=nw=1:nk=1", stream,
      ])
    let count = packets.split(separator: "\n").lazy.compactMap { Int($0) }.first ?? 0
    return (count, count > 0 ? "" : told.sentence, seconds)
  }
}
