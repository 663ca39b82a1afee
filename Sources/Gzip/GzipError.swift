/// Why bytes could not be compressed or expanded.
public struct GzipError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kinds of trouble.
  public enum Code: Hashable, Sendable {
    /// The bytes are no gzip, or are damaged.
    case damaged
    /// The bytes end before the gzip does.
    case truncated
    /// More would come out than the caller allows.
    case overLimit
    /// There is no such level of compression.
    case badLevel
    /// zlib had no memory.
    case outOfMemory
    /// More was appended to a finished compressor.
    case finished
  }

  /// What went wrong.
  public let code: Code
  /// The same for people.
  public let description: String

  init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }
}
