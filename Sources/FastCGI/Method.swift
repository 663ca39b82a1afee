/// What a request asks to be done with its path.
public struct Method: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  /// The word on the wire, in capitals.
  public let rawValue: String

  /// Wraps the word on the wire.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// Read.
  public static let get = Method(rawValue: "GET")
  /// Read the header fields only.
  public static let head = Method(rawValue: "HEAD")
  /// Add or start something.
  public static let post = Method(rawValue: "POST")
  /// Replace.
  public static let put = Method(rawValue: "PUT")
  /// Change in part.
  public static let patch = Method(rawValue: "PATCH")
  /// Remove.
  public static let delete = Method(rawValue: "DELETE")
  /// Ask what may be asked.
  public static let options = Method(rawValue: "OPTIONS")

  /// The word on the wire.
  public var description: String { rawValue }

  /// Whether the method only reads.
  public var isSafe: Bool { self == .get || self == .head || self == .options }
}
