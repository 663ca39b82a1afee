/// A document in the making, as bytes.
///
/// Guides of a hundred channels over two weeks are tens of megabytes; strings
/// and encoders would cost several times what this does.
struct ByteWriter {
  /// What has been written.
  private(set) var bytes: [UInt8] = []

  init(capacity: Int = 0) {
    bytes.reserveCapacity(capacity)
  }

  /// Writes text as it is.
  mutating func write(_ text: String) {
    bytes.append(contentsOf: text.utf8)
  }

  /// Writes one byte.
  mutating func write(byte: UInt8) {
    bytes.append(byte)
  }

  /// Writes a number of at least so many digits.
  mutating func write(_ number: Int, digits: Int = 1) {
    let text = String(number)
    for _ in 0..<max(0, digits - text.utf8.count) { bytes.append(UInt8(ascii: "0")) }
    bytes.append(contentsOf: text.utf8)
  }

  /// Writes text for an element or an attribute of XML.
  ///
  /// Line breaks become spaces; other control characters, and the two that
  /// XML knows no way to write, are left out.
  mutating func write(xml text: String) {
    guard !PlainText.isWritable(text, except: "&<>\"") else { return write(text) }
    for byte in PlainText(text) {
      switch byte {
      case UInt8(ascii: "&"): write("&amp;")
      case UInt8(ascii: "<"): write("&lt;")
      case UInt8(ascii: ">"): write("&gt;")
      case UInt8(ascii: "\""): write("&quot;")
      default: bytes.append(byte)
      }
    }
  }

  /// Writes text as a string of JSON, with its quotes.
  mutating func write(json text: String) {
    bytes.append(UInt8(ascii: "\""))
    defer { bytes.append(UInt8(ascii: "\"")) }
    guard !PlainText.isWritable(text, except: "\"\\") else { return write(text) }
    for byte in PlainText(text) {
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
        bytes.append(UInt8(ascii: "\\"))
      }
      bytes.append(byte)
    }
  }

  /// Writes text between the quotes of an M3U attribute, or as a name, which
  /// players take from the last comma on.
  mutating func write(m3u text: String, isName: Bool = false) {
    for byte in PlainText(text) {
      switch byte {
      case UInt8(ascii: "\""): bytes.append(UInt8(ascii: "'"))
      case UInt8(ascii: ",") where isName: bytes.append(UInt8(ascii: " "))
      default: bytes.append(byte)
      }
    }
  }
}

/// A text's UTF-8 bytes on one line, without control characters.
struct PlainText: Sequence, IteratorProtocol {
  private var rest: Substring.UTF8View

  init(_ text: String) {
    rest = Substring(text).utf8
  }

  mutating func next() -> UInt8? {
    while let byte = rest.popFirst() {
      switch byte {
      case 0x09, 0x0A, 0x0D: return 0x20
      case 0..<0x20, 0x7F: continue
      // U+0080 to U+009F are control characters, too.
      case 0xC2 where (rest.first ?? 0) < 0xA0: rest.removeFirst()
      // U+FFFE and U+FFFF are no characters.
      case 0xEF where rest.starts(with: [0xBF, 0xBE]) || rest.starts(with: [0xBF, 0xBF]):
        rest.removeFirst(2)
      default: return byte
      }
    }
    return nil
  }

  /// Whether a text can be written as it is: most can, and are copied whole.
  static func isWritable(_ text: String, except special: StaticString) -> Bool {
    text.utf8.allSatisfy { byte in
      byte >= 0x20 && byte != 0x7F && byte != 0xC2 && byte != 0xEF
        && !special.withUTF8Buffer { $0.contains(byte) }
    }
  }

  /// Whether nothing but white space is left of a text.
  static func isBlank(_ text: String) -> Bool {
    PlainText(text).allSatisfy { $0 == 0x20 }
  }
}
