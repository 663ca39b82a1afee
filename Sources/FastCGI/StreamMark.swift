/// How far a stream has come, in words of whoever writes it.
public struct StreamMark: Hashable, Sendable {
  /// The last unit that was written as a whole, such as the number of a segment.
  public var unit: Int64
  /// How many bytes of the next one were.
  public var bytes: Int64

  /// A place in a stream.
  public init(unit: Int64, bytes: Int64 = 0) {
    self.unit = unit
    self.bytes = bytes
  }

  /// Before anything was written.
  public static let beginning = StreamMark(unit: -1)
}
