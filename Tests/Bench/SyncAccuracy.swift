import Foundation
import Harness
import Library
import Pipeline
import Playout

/// How far beeps move against flashes between a file and what a viewer gets of it: by the arguments
/// of a run on air, and behind the splicer as two items one after the other.
enum SyncAccuracy {
  private static let most = 20.0
  private static let mostGrowth = 10.0

  static func run(_ tell: ([Row]) -> Void) throws {
    let (found, missed) = Specimens.measure(SyncSource.all, by: measure)
    let offs = found.flatMap(\.ways).map { max(abs($0.first), abs($0.last)) }
    tell([
      Row(
        what: "beep against flash of \(SyncSource.all.count) kinds of file in \(offs.count) ways: "
          + "most that one moved", ours: offs.max() ?? 0, bare: nil, unit: "ms",
        aim: "\(Int(most)) ms at most"),
      Row(what: "the same: median", ours: offs.median, bare: nil, unit: "ms", aim: ""),
      Row(
        what: "the same: from the first half to the last",
        ours: found.flatMap(\.ways).map { abs($0.last - $0.first) }.max() ?? 0, bare: nil,
        unit: "ms", aim: "\(Int(mostGrowth)) ms at most"),
      Row(
        what: "the same: kinds that missed", ours: Double(missed), bare: nil, unit: "", aim: "0"),
    ])
  }

  /// One way from a file to a viewer.
  private struct Way {
    var name: String
    /// Milliseconds by which beeps are later than in the file, in the first half and the last.
    var first = 0.0
    var last = 0.0
    /// Flashes and beeps that did not come.
    var lost = 0
    /// What was seen and heard, where something is the matter.
    var detail = ""
  }

  private struct Found: Finding {
    var ways: [Way]

    var words: String {
      ways.map { way in
        "\(way.name) " + String(format: "%+.0f to %+.0f ms", way.first, way.last)
          + (way.lost > 0 ? ", \(way.lost) lost" : "") + way.detail
      }.joined(separator: "; ")
    }

    var isMet: Bool {
      !ways.isEmpty
        && ways.allSatisfy {
          $0.lost == 0 && max(abs($0.first), abs($0.last)) <= most
            && abs($0.last - $0.first) <= mostGrowth
        }
    }
  }

  private static func measure(
    _ source: SyncSource, _ file: URL, _ probe: MediaProbe
  ) throws -> Found {
    let events = try SyncEvents(of: file)
    let inPoint = Span(seconds: source.inPoint)
    let length = Span(seconds: source.seconds) - inPoint
    var profile = Played.profile(rate: source.profileRate)
    var found = Found(ways: [])
    for copies in [false, true] {
      profile.allowsCopy = copies
      var run = Played.request(file, probe, profile, offset: inPoint, length: length)
      if copies {
        profile.width = max(320, probe.video?.width ?? 0)
        profile.height = max(180, probe.video?.height ?? 0)
        profile.frameRate = 60
        profile.videoBitrate = 20_000_000
        run = Played.request(file, probe, profile, offset: inPoint, length: length)
        guard run.decision.video == .copy else { continue }
      }
      let name = copies ? "copied" : "encoded"
      let out = file.deletingPathExtension().appendingPathExtension("\(name).out.ts")
      let items = (1...2).map { out.appendingPathExtension("\($0).ts") }
      try Played.run(run, to: out)
      try Played.spliced(out, length: length, to: items)
      for (way, file) in zip([name, "spliced", "behind itself"], [out] + items) {
        found.ways.append(compare(way, events, try SyncEvents(of: file), source, copies: copies))
      }
    }
    return found
  }

  /// Finds each of the file's flashes again, and how far its beep has moved.
  private static func compare(
    _ name: String, _ file: SyncEvents, _ played: SyncEvents, _ source: SyncSource, copies: Bool
  ) -> Way {
    var way = Way(name: name)
    var moves: [Double] = []
    let shift = played.shift(from: file)
    // A copy begins and ends at key frames, and a short segment may have parts of both items.
    let (start, end) =
      copies ? (source.inPoint + 2.1, source.seconds - 2) : (source.inPoint, source.seconds)
    for flash in file.flashes {
      // What is at the very border may belong to either side; sound that begins late was not there.
      guard let before = file.beep(at: flash) else { continue }
      guard let shown = played.flash(at: flash + shift), let after = played.beep(at: shown) else {
        if flash > start + 0.15, flash < end - 0.35 { way.lost += 1 }
        continue
      }
      moves.append(((after - shown) - (before - flash)) * 1000)
    }
    let half = moves.count / 2
    guard half > 0 else {
      way.lost += 1
      return way
    }
    way.first = moves[..<half].reduce(0, +) / Double(half)
    way.last = moves[half...].reduce(0, +) / Double(moves.count - half)
    if way.lost > 0 || max(abs(way.first), abs(way.last)) > most {
      way.detail = played.words + ", in the file " + file.words
    }
    return way
  }
}

/// When a file flashes and beeps, in seconds, as a player tells it.
struct SyncEvents {
  var flashes: [Double] = []
  var beeps: [Double] = []

  init(of file: URL) throws {
    let pictures = file.appendingPathExtension("pictures.txt")
    let sounds = file.appendingPathExtension("sounds.txt")
    defer { for one in [pictures, sounds] { try? FileManager.default.removeItem(at: one) } }
    _ = try Scanned.words([
      "-v", "error", "-i", file.path, "-filter_complex",
      "[0:v:0]scale=32:32,format=gray,signalstats,"
        + "metadata=print:key=lavfi.signalstats.YAVG:file='\(pictures.path)'[v];"
        + "[0:a:0]aresample=48000,aformat=channel_layouts=mono,asetnsamples=n=48:p=0,"
        + "astats=metadata=1:reset=1:measure_perchannel=none:measure_overall=RMS_level,"
        + "ametadata=print:key=lavfi.astats.Overall.RMS_level:file='\(sounds.path)'[a]",
      "-map", "[v]", "-map", "[a]", "-fps_mode", "passthrough", "-enc_time_base", "-1", "-f",
      "null", "-",
    ])
    flashes = try Self.rises(in: pictures, over: 110)
    beeps = try Self.rises(in: sounds, over: -22)
  }

  /// When a figure goes over a bound, having been below it for a while.
  private static func rises(in file: URL, over bound: Double) throws -> [Double] {
    var rises: [Double] = []
    var time = 0.0
    var lastHigh = -1.0
    for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
      if let place = line.range(of: "pts_time:") {
        time = Double(line[place.upperBound...].prefix { !$0.isWhitespace }) ?? time
      } else if let value = line.split(separator: "=").last.flatMap({ Double($0) }), value > bound {
        if time - lastHigh > 0.2 { rises.append(time) }
        lastHigh = time
      }
    }
    return rises
  }

  /// All moments in words.
  var words: String {
    func list(_ times: [Double]) -> String {
      times.map { String(format: "%.3f", $0) }.joined(separator: " ")
    }
    return " (flashes \(list(flashes)), beeps \(list(beeps)))"
  }

  /// What is added to a time of another's flashes to have most of these.
  func shift(from other: SyncEvents) -> Double {
    let shifts = flashes.flatMap { flash in other.flashes.map { flash - $0 } }
    func likeness(_ shift: Double) -> Double {
      other.flashes.reduce(0) { sum, time in
        sum + (flash(at: time + shift).map { 0.2 - abs($0 - time - shift) } ?? 0)
      }
    }
    return shifts.max { likeness($0) < likeness($1) } ?? 0
  }

  func flash(at time: Double) -> Double? { Self.nearest(flashes, time, within: 0.15) }
  func beep(at time: Double) -> Double? { Self.nearest(beeps, time, within: 0.4) }

  private static func nearest(_ all: [Double], _ time: Double, within most: Double) -> Double? {
    all.filter { abs($0 - time) <= most }.min { abs($0 - time) < abs($1 - time) }
  }
}
