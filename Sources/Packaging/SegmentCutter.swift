/// Decides before which pictures a segment is cut.
struct SegmentCutter {
  /// A segment shorter than this is not made where it can be avoided.
  static let shortest: Int64 = StreamTime.ticksPerSecond / 2
  private static let tolerance: Int64 = StreamTime.ticksPerSecond / 10
  private static let mostBytes = 64 << 20

  /// The lengths that are wished for.
  let shape: SegmentShape
  /// Segments made so far.
  var made = 0

  /// What is known before a group of pictures.
  struct Place {
    /// Ticks of the open segment before the group.
    var length: Int64
    /// Ticks of the open segment with the group and two pictures more.
    var lengthAfter: Int64
    /// Bytes of the open segment.
    var bytes: Int
    /// Whether the group begins with a key frame.
    var isKey: Bool
    /// Whether the item begins with the group.
    var startsItem: Bool
    /// Ticks to the item's out point, if that is known.
    var toOut: Int64?
    /// The most ticks seen between two key frames of the item.
    var keyInterval: Int64
  }

  /// Whether the open segment ends before the group.
  func cuts(_ place: Place) -> Bool {
    guard place.length > 0 else { return false }
    // Without a cut here the length would round to more than the target.
    if place.lengthAfter > shape.longest || place.bytes > Self.mostBytes { return true }
    guard place.isKey else { return false }
    if place.startsItem {
      return place.length >= Self.shortest || place.length + shape.regular > shape.longest
    }
    if let toOut = place.toOut, toOut > 0, toOut < Self.shortest,
      place.lengthAfter + toOut <= shape.longest
    {
      return false
    }
    // The key frame after this one would come too late.
    if place.lengthAfter + place.keyInterval > shape.longest { return true }
    return place.length >= shape.wanted(after: made) - Self.tolerance
  }
}
