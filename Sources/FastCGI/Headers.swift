/// The header fields of an answer; none of them can end its line.
///
/// Control characters in a value become spaces, and a field whose name is not
/// a token is left out: a title with a line break must not write headers.
public struct Headers: Sendable, ExpressibleByDictionaryLiteral {
  /// The fields in the order in which they are sent.
  public private(set) var fields: [(name: String, value: String)] = []

  /// Fields with these names and values.
  public init(dictionaryLiteral elements: (String, String)...) {
    for (name, value) in elements { self[name] = value }
  }

  /// The first field of a name, whatever its case; setting replaces it, nil removes it.
  public subscript(name: String) -> String? {
    get { fields.first { Self.isSame($0.name, name) }?.value }
    set {
      fields.removeAll { Self.isSame($0.name, name) }
      guard let newValue, Self.isToken(name) else { return }
      fields.append((name, Self.clean(newValue)))
    }
  }

  private static func isSame(_ first: String, _ second: String) -> Bool {
    first.utf8.count == second.utf8.count && first.lowercased() == second.lowercased()
  }

  private static func isToken(_ name: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy { byte in
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
          || byte == UInt8(ascii: "-")
      }
  }

  private static func clean(_ value: String) -> String {
    guard value.utf8.contains(where: { $0 < 32 || $0 == 127 }) else { return value }
    return String(decoding: value.utf8.map { $0 < 32 || $0 == 127 ? 32 : $0 }, as: UTF8.self)
  }
}
