/// Why the station can't start, as sentences that name the thing and its cure.
public struct StationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The sentences.
  public var description: String

  /// An error of these sentences.
  public init(_ description: String) {
    self.description = description
  }
}
