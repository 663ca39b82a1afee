/// The playlist of a channel's segments.
///
/// It lists whole segments only and never promises what may not come: the
/// target duration is the channel's own, whatever the segments are like.
public struct MediaPlaylist: Hashable, Sendable {
  /// The most whole seconds of any segment of the channel: EXT-X-TARGETDURATION.
  public var target: Int
  /// The segments, oldest first, their numbers rising by one.
  public var segments: [ListedSegment]
  /// Whether no segment will follow.
  public var isEnded: Bool

  /// A playlist with all its parts.
  public init(target: Int, segments: [ListedSegment], isEnded: Bool = false) {
    self.target = target
    self.segments = segments
    self.isEnded = isEnded
  }

  /// The playlist as RFC 8216 has it, version 3.
  public var text: String {
    var lines = ["#EXTM3U", "#EXT-X-VERSION:3", "#EXT-X-TARGETDURATION:\(target)"]
    lines.append("#EXT-X-MEDIA-SEQUENCE:\(segments.first?.sequence ?? 0)")
    lines.append("#EXT-X-DISCONTINUITY-SEQUENCE:\(discontinuitySequence)")
    for (index, segment) in segments.enumerated() {
      if segment.isDiscontinuous { lines.append("#EXT-X-DISCONTINUITY") }
      if index == 0 || segment.isDiscontinuous {
        lines.append("#EXT-X-PROGRAM-DATE-TIME:\(segment.start.calendarText)")
      }
      lines.append("#EXTINF:\(Self.seconds(segment.duration)),")
      lines.append(segment.name)
    }
    if isEnded { lines.append("#EXT-X-ENDLIST") }
    return lines.joined(separator: "\n") + "\n"
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
