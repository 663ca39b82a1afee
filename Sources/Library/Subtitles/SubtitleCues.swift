/// Words that are shown for some time.
public struct SubtitleCue: Hashable, Sendable {
  /// When they come, in the medium's own time.
  public var start: Span
  /// When they go; later than ``start``.
  public var end: Span
  /// The words as WebVTT has them.
  ///
  /// `&`, `<` and `>` are written out, and of tags there are only `i`, `b` and `u`, each closed.
  /// Lines are never empty.
  public var text: String

  /// Words for some time.
  public init(start: Span, end: Span, text: String) {
    self.start = start
    self.end = end
    self.text = text
  }
}

/// All cues of one track in order, within bounds, whatever a file held.
///
/// Cues without a length and those before the file's beginning are left out. Words that are told
/// again at once, as animated signs are frame by frame, become one cue.
public struct SubtitleCues: Hashable, Sendable {
  /// How many cues are kept.
  public static let most = 100_000
  /// How many bytes of words are kept.
  public static let mostBytes = 2 << 20
  /// How much later words may be told again to be the same cue.
  private static let breath = Span.milliseconds(60)
  /// No file is longer.
  private static let latest = Span.hours(100)

  /// The cues by their beginning.
  public let cues: [SubtitleCue]
  /// The latest end of each cue and all before it: where to stop looking back.
  private let ends: [Span]

  /// Orders cues; what can't be shown is left out.
  public init(_ found: [SubtitleCue]) {
    let usable = found.enumerated().compactMap { index, cue -> (Int, SubtitleCue)? in
      let start = max(.zero, cue.start)
      guard start < cue.end, cue.end <= Self.latest, !cue.text.isEmpty else { return nil }
      return (index, SubtitleCue(start: start, end: cue.end, text: cue.text))
    }
    let ordered = usable.sorted { ($0.1.start, $0.0) < ($1.1.start, $1.0) }
    var kept: [SubtitleCue] = []
    var last: [String: Int] = [:]
    var bytes = 0
    for (_, cue) in ordered {
      if let index = last[cue.text], cue.start <= kept[index].end + Self.breath {
        kept[index].end = max(kept[index].end, cue.end)
        continue
      }
      bytes += cue.text.utf8.count
      guard kept.count < Self.most, bytes <= Self.mostBytes else { break }
      last[cue.text] = kept.count
      kept.append(cue)
    }
    cues = kept
    var latest = Span.zero
    ends = kept.map { cue in
      latest = max(latest, cue.end)
      return latest
    }
  }

  /// The cues that are seen at some time between two, in order.
  public func cues(from start: Span, to end: Span) -> [SubtitleCue] {
    guard start < end else { return [] }
    // The first cue that begins too late.
    var (low, high) = (0, cues.count)
    while low < high {
      let middle = (low + high) / 2
      if cues[middle].start < end { low = middle + 1 } else { high = middle }
    }
    var found: [SubtitleCue] = []
    for index in (0..<low).reversed() {
      if ends[index] <= start { break }
      if cues[index].end > start { found.append(cues[index]) }
    }
    return found.reversed()
  }
}
