/// How long the segments of a channel shall be.
public struct SegmentShape: Hashable, Codable, Sendable {
  /// Ticks of the first segments after a cold start, so that a viewer soon has a picture.
  public var first: [Int64]
  /// Ticks of all later segments.
  public var regular: Int64
  /// Whole seconds that no segment exceeds when rounded: EXT-X-TARGETDURATION, fixed for the
  /// channel.
  public var target: Int

  /// A shape with all its parts.
  public init(first: [Int64], regular: Int64, target: Int) {
    self.first = first
    self.regular = regular
    self.target = target
  }

  /// The ticks of the longest segment that still rounds to ``target``.
  public var longest: Int64 {
    Int64(max(1, min(target, 3600))) * StreamTime.ticksPerSecond
      + StreamTime.ticksPerSecond / 2 - 1
  }

  /// The ticks wished for the segment that follows so many others.
  func wanted(after made: Int) -> Int64 {
    made < first.count ? first[made] : regular
  }
}
