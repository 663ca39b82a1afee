/// The decoded names and values behind the question mark of an address.
public struct Query: Sendable, Equatable, ExpressibleByDictionaryLiteral {
  /// One name with its value.
  public struct Item: Sendable, Equatable {
    /// The decoded name.
    public var name: String
    /// The decoded value; empty when there is none.
    public var value: String

    /// An item with both parts.
    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The items in the order of the address.
  public var items: [Item]

  /// A query of these items.
  public init(items: [Item] = []) { self.items = items }

  /// A query of these names and values.
  public init(dictionaryLiteral elements: (String, String)...) {
    items = elements.map { Item(name: $0.0, value: $0.1) }
  }

  /// Reads `a=1&b=two+words`; at most 256 items are kept.
  public init(parsing text: String) {
    items =
      text.utf8.isEmpty
      ? []
      : text.utf8.split(separator: UInt8(ascii: "&")).prefix(256).map {
        let parts = $0.split(
          separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
        return Item(
          name: PercentCoding.decode(parts[0], plusIsSpace: true),
          value: parts.count == 2 ? PercentCoding.decode(parts[1], plusIsSpace: true) : "")
      }
  }

  /// The first value of a name, nil when the name does not occur.
  public subscript(name: String) -> String? {
    items.first { $0.name == name }?.value
  }
}

/// The `%41` form in which addresses carry what is not a plain letter.
public enum PercentCoding {
  /// Decodes; a broken escape stays as it is and bytes that are not UTF-8 are replaced.
  public static func decode(_ bytes: some Sequence<UInt8>, plusIsSpace: Bool = false) -> String {
    String(decoding: decodeBytes(bytes, plusIsSpace: plusIsSpace), as: UTF8.self)
  }

  /// Decodes to bytes; a broken escape stays as it is.
  public static func decodeBytes(
    _ bytes: some Sequence<UInt8>, plusIsSpace: Bool = false
  ) -> [UInt8] {
    let source = Array(bytes)
    var decoded: [UInt8] = []
    decoded.reserveCapacity(source.count)
    var index = 0
    while index < source.count {
      let byte = source[index]
      if byte == UInt8(ascii: "%"), index + 2 < source.count,
        let high = hexadecimal(source[index + 1]), let low = hexadecimal(source[index + 2])
      {
        decoded.append(high << 4 | low)
        index += 3
        continue
      }
      decoded.append(plusIsSpace && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
      index += 1
    }
    return decoded
  }

  private static func hexadecimal(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
