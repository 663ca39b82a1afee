/// The variables that the web server sends with a request, such as
/// `REQUEST_URI` and `HTTP_USER_AGENT`.
public struct Parameters: Sendable, ExpressibleByDictionaryLiteral {
  private var values: [String: String]

  /// Parameters with these values.
  public init(_ values: [String: String]) { self.values = values }

  /// Parameters with these values; the first of a name counts.
  public init(dictionaryLiteral elements: (String, String)...) {
    values = Dictionary(elements, uniquingKeysWith: { first, _ in first })
  }

  /// Reads a list of `NAME=value` that ends with a null pointer.
  ///
  /// The first of a name counts, as with libfcgi; bytes that are not UTF-8 are
  /// replaced.
  init(environment: UnsafePointer<UnsafeMutablePointer<CChar>?>?) {
    values = [:]
    guard let environment else { return }
    values.reserveCapacity(32)
    var index = 0
    while let line = environment[index] {
      index += 1
      guard let (name, value) = Self.split(line), values[name] == nil else { continue }
      values[name] = value
    }
  }

  /// The value of a parameter, nil when it was not sent.
  public subscript(name: String) -> String? {
    get { values[name] }
    set { values[name] = newValue }
  }

  private static func split(_ line: UnsafePointer<CChar>) -> (String, String)? {
    var end = 0
    while line[end] != 0, line[end] != CChar(bitPattern: UInt8(ascii: "=")) { end += 1 }
    guard end > 0, line[end] != 0 else { return nil }
    let name = line.withMemoryRebound(to: UInt8.self, capacity: end) {
      String(decoding: UnsafeBufferPointer(start: $0, count: end), as: UTF8.self)
    }
    return (name, String(cString: line + end + 1))
  }
}
