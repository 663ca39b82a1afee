public import Library

/// The words of one item as they run on a channel's clock.
public struct SubtitleRun: Sendable {
  /// The words, with the medium's own times.
  public var cues: SubtitleCues
  /// Ticks of 90 kHz since 1970 at which ``offset`` of the medium is shown.
  public var base: Int64
  /// The place in the medium that is shown at ``base``.
  public var offset: Span
  /// From where on the item is shown, in ticks.
  public var from: Int64
  /// Where another item takes its place, in ticks.
  public var until: Int64

  /// The words of one item.
  public init(cues: SubtitleCues, base: Int64, offset: Span, from: Int64, until: Int64) {
    self.cues = cues
    self.base = base
    self.offset = offset
    self.from = from
    self.until = until
  }
}

/// The subtitles of one segment as WebVTT.
///
/// Times count from the segment's beginning, and the header says which time stamp that is. A cue
/// that goes on over the border of segments is cut there, and goes on in the next: players that
/// show the segments one after another show each word exactly for its time, and never twice.
public enum SubtitleSegment {
  /// How many cues one segment has at most.
  static let most = 200
  private static let ticks: Int64 = 90

  /// Writes a segment.
  ///
  /// - Parameters:
  ///   - start: Its beginning in ticks of 90 kHz since 1970.
  ///   - end: Its end in ticks.
  ///   - runs: What is shown in it, in order.
  /// - Returns: WebVTT in UTF-8; just the header where there are no words.
  public static func text(from start: Int64, to end: Int64, of runs: [SubtitleRun]) -> String {
    let stamp = start & (1 << 33 - 1)
    var text = "WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:\(stamp)\n"
    let cues = runs.flatMap { seen(from: start, to: end, of: $0) }.prefix(most)
    for cue in cues {
      text += "\n\(cue.start.clock(".")) --> \(cue.end.clock("."))\n\(cue.text)\n"
    }
    return text
  }

  /// The cues of one item in a segment, with times that count from its beginning.
  private static func seen(
    from start: Int64, to end: Int64, of run: SubtitleRun
  ) -> [SubtitleCue] {
    let (first, last) = (max(start, run.from), min(end, run.until))
    guard first < last else { return [] }
    let shift = run.base - run.offset.milliseconds * ticks
    let found = run.cues.cues(
      from: .milliseconds((first - shift).flooredQuotient(ticks)),
      to: .milliseconds((last - shift).flooredQuotient(ticks) + 1))
    return found.compactMap { cue in
      let from = max(first, cue.start.milliseconds * ticks + shift) - start
      let to = min(last, cue.end.milliseconds * ticks + shift) - start
      // A part that is shorter than a thousandth is in the segment beside.
      let (begin, stop) = ((from + ticks / 2) / ticks, (to + ticks / 2) / ticks)
      guard from < to, begin < stop else { return nil }
      return SubtitleCue(start: .milliseconds(begin), end: .milliseconds(stop), text: cue.text)
    }
  }
}

extension Int64 {
  /// The quotient, rounded down.
  fileprivate func flooredQuotient(_ divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
