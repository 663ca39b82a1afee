/// The playlist of one rendition of a channel's segments.
///
/// All renditions have the same segments, lengths and discontinuities; only the files differ. It lists whole segments only and never promises what may not come: the
/// target duration is the channel's own, whatever the segments are like.
public struct MediaPlaylist: Hashable, Sendable {
  /// The most whole seconds of any segment of the channel: EXT-X-TARGETDURATION.
  public var target: Int
  /// The segments, oldest first, their numbers rising by one.
  public var segments: [ListedSegment]
  /// What follows the sequence number in the files' names: `ts`, `v1.m4s`, `s1.vtt`, ...
  ///
  /// A smaller picture that a segment lacks gives way to the main one.
  public var suffix: String
  /// Whether no segment will follow.
  public var isEnded: Bool

  /// A playlist with all its parts.
  public init(
    target: Int, segments: [ListedSegment], suffix: String = "ts", isEnded: Bool = false
  ) {
    self.target = target
    self.segments = segments
    self.suffix = suffix
    self.isEnded = isEnded
  }

  /// The playlist as RFC 8216 has it: version 7 with fragments of MP4, which have heads, else 3.
  public var text: String {
    var head: String?
    var lines = ["#EXTM3U", "#EXT-X-VERSION:\(Self.rendition(of: suffix) == nil ? 3 : 7)"]
    lines.append("#EXT-X-TARGETDURATION:\(target)")
    lines.append("#EXT-X-MEDIA-SEQUENCE:\(segments.first?.sequence ?? 0)")
    lines.append("#EXT-X-DISCONTINUITY-SEQUENCE:\(discontinuitySequence)")
    for (index, segment) in segments.enumerated() {
      if segment.isDiscontinuous { lines.append("#EXT-X-DISCONTINUITY") }
      let suffix = self.suffix(in: segment)
      if let rendition = Self.rendition(of: suffix), let wanted = segment.heads[rendition],
        wanted != head
      {
        lines.append("#EXT-X-MAP:URI=\"\(wanted)\"")
        head = wanted
      }
      if index == 0 || segment.isDiscontinuous {
        lines.append("#EXT-X-PROGRAM-DATE-TIME:\(segment.start.calendarText)")
      }
      if !segment.has(suffix) { lines.append("#EXT-X-GAP") }
      lines.append("#EXTINF:\(Self.seconds(segment.duration)),")
      lines.append(segment.name(of: suffix))
    }
    if isEnded { lines.append("#EXT-X-ENDLIST") }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Which of a segment's files is listed.
  private func suffix(in segment: ListedSegment) -> String {
    guard suffix.hasPrefix("v"), !segment.has(suffix), let point = suffix.firstIndex(of: ".")
    else { return suffix }
    let main = String(suffix[suffix.index(after: point)...])
    return segment.has(main) ? main : suffix
  }

  /// The rendition whose heads go before its fragments; nil where the files are no fragments.
  private static func rendition(of suffix: String) -> String? {
    if suffix == "m4s" { return SegmentUnits.main }
    return suffix.hasSuffix(".m4s") ? String(suffix.dropLast(4)) : nil
  }

  /// The jumps of the clock before the first segment; its own jump is counted once it has left.
  private var discontinuitySequence: Int64 {
    guard let first = segments.first else { return 0 }
    return first.discontinuities - (first.isDiscontinuous ? 1 : 0)
  }

  /// Ticks as seconds with five decimals, rounded down so that no sum runs ahead.
  private static func seconds(_ ticks: Int64) -> String {
    let parts = ticks * 100_000 / StreamTime.ticksPerSecond
    return "\(parts / 100_000).\(StreamTime.padded(parts % 100_000, 5))"
  }
}
