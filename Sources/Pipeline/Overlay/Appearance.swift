import Library
import Playout

/// When a graphic is seen in a run, by the time of the run's pictures in milliseconds.
///
/// The channel's clock decides, so that what comes and goes does so at the same times in one item
/// as in the next, whenever each of them begins.
struct Appearance: Hashable, Sendable {
  /// What comes again and again.
  struct Rhythm: Hashable, Sendable {
    /// From one beginning to the next.
    var period: Int64
    /// How much of it the graphic is seen.
    var length: Int64
    /// How much of it is over at the run's first picture.
    var phase: Int64
  }

  /// When it comes and goes; nil: it is seen all the time.
  var rhythm: Rhythm?
  /// How long it takes to come and to go.
  var fade: Int64
  /// When it is gone for good; nil for never.
  var end: Int64?

  init(of graphic: Graphic, from moment: Moment) {
    var shortest = Int64.max
    if let wanted = graphic.rhythm, wanted.period > .zero, wanted.length < wanted.period {
      let period = wanted.period.milliseconds
      let past = moment.milliseconds % period
      shortest = max(0, wanted.length.milliseconds)
      rhythm = Rhythm(period: period, length: shortest, phase: past < 0 ? past + period : past)
    }
    end = graphic.until.map { ($0 - moment).milliseconds }
    let ends = rhythm != nil || end != nil
    fade = ends ? min(max(0, graphic.fade.milliseconds), shortest / 2) : 0
  }

  /// Whether it is seen at all within a run of a length.
  func isSeen(within length: Int64) -> Bool { !windows(within: length, most: 1).isEmpty }

  /// The times at which it is seen, in order; the first may have begun before the run.
  ///
  /// - Parameters:
  ///   - length: The run's length in milliseconds.
  ///   - most: How many are told at most.
  /// - Returns: Milliseconds from the run's first picture on.
  func windows(within length: Int64, most: Int) -> [Range<Int64>] {
    let last = min(length, end ?? length)
    guard last > 0 else { return [] }
    guard let rhythm else { return [0..<last] }
    var windows: [Range<Int64>] = []
    var start = -rhythm.phase
    while start < last, windows.count < most {
      // What ends it for good cuts it; the end of the run only hides the rest.
      let stop = min(start + rhythm.length, end ?? .max)
      if stop > 0, stop > start { windows.append(start..<stop) }
      start += rhythm.period
    }
    return windows
  }
}

extension Appearance {
  /// Whether it is seen at a time in seconds, as an expression of ffmpeg's; nil where it always is.
  func visibility(at time: String) -> String? {
    let conditions = [
      rhythm.map { "lt(\(place(at: time, in: $0)),\(seconds($0.length)))" },
      end.map { "lt(\(time),\(seconds($0)))" },
    ].compactMap(\.self)
    return conditions.isEmpty ? nil : conditions.joined(separator: "*")
  }

  /// How much of it is seen at a time in seconds, from 0 to 1, as an expression of ffmpeg's.
  func strength(at time: String) -> String {
    var strengths: [String] = []
    if let rhythm {
      let place = place(at: time, in: rhythm)
      strengths += ["(\(place))", "(\(seconds(rhythm.length))-\(place))"]
    }
    if let end { strengths.append("(\(seconds(end))-\(time))") }
    let least = strengths.dropFirst().reduce(strengths.first ?? "1") { "min(\($0),\($1))" }
    return fade > 0 ? "clip(\(least)/\(seconds(fade)),0,1)" : "1"
  }

  /// How much of a period is over; half a millisecond more, since pictures of most rates come at
  /// times that can't be told exactly.
  private func place(at time: String, in rhythm: Rhythm) -> String {
    "mod(\(time)+\(microsecondsText(rhythm.phase * 1000 + 500)),\(seconds(rhythm.period)))"
  }

  private func seconds(_ milliseconds: Int64) -> String { microsecondsText(milliseconds * 1000) }
}
