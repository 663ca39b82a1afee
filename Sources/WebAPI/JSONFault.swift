/// Finds where a text stops being JSON, to tell it in words.
///
/// The decoder of Foundation says on Linux that a text is no JSON, not where.
struct JSONFault: Error {
  /// The line, from 1.
  let line: Int
  /// The byte within the line, from 1.
  let column: Int
  /// What is wrong there.
  let words: String

  /// The first fault of a text; nil when it is JSON.
  static func first(in bytes: [UInt8]) -> JSONFault? {
    var reader = Reader(bytes: bytes)
    do {
      try reader.text()
      return nil
    } catch {
      return error
    }
  }
}

/// Walks through JSON and throws where it ends to be any.
private struct Reader {
  let bytes: [UInt8]
  var index = 0
  /// As deep as the decoder goes.
  private static let deepest = 512

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func text() throws(JSONFault) {
    try value(depth: 0)
    skipSpace()
    if index < bytes.count { throw fault("there is more after the end") }
  }

  private mutating func value(depth: Int) throws(JSONFault) {
    guard depth < Self.deepest else { throw fault("it is nested too deep") }
    skipSpace()
    switch peek {
    case UInt8(ascii: "{"): try object(depth: depth)
    case UInt8(ascii: "["): try list(depth: depth)
    case UInt8(ascii: "\""): try string()
    case let byte? where byte == UInt8(ascii: "-") || (48...57).contains(byte): skipNumber()
    case UInt8(ascii: "t"): try word("true")
    case UInt8(ascii: "f"): try word("false")
    case UInt8(ascii: "n"): try word("null")
    default: throw fault("a value is expected")
    }
  }

  private mutating func object(depth: Int) throws(JSONFault) {
    try elements(end: UInt8(ascii: "}")) { (reader) throws(JSONFault) in
      guard reader.peek == UInt8(ascii: "\"") else {
        throw reader.fault("a field name in quotes is expected")
      }
      try reader.string()
      reader.skipSpace()
      guard reader.peek == UInt8(ascii: ":") else { throw reader.fault("a colon is expected") }
      reader.index += 1
      try reader.value(depth: depth + 1)
    }
  }

  private mutating func list(depth: Int) throws(JSONFault) {
    try elements(end: UInt8(ascii: "]")) { (reader) throws(JSONFault) in
      try reader.value(depth: depth + 1)
    }
  }

  private mutating func elements(
    end: UInt8, _ element: (inout Reader) throws(JSONFault) -> Void
  ) throws(JSONFault) {
    index += 1
    skipSpace()
    if peek == end {
      index += 1
      return
    }
    while true {
      skipSpace()
      try element(&self)
      skipSpace()
      guard peek == UInt8(ascii: ",") || peek == end else {
        throw fault("a comma or the end is expected")
      }
      index += 1
      if bytes[index - 1] == end { return }
    }
  }

  private mutating func string() throws(JSONFault) {
    index += 1
    while let byte = peek {
      guard byte >= 32 else { throw fault("a control character stands in a text") }
      index += byte == UInt8(ascii: "\\") ? 2 : 1
      if byte == UInt8(ascii: "\"") { return }
    }
    index = min(index, bytes.count)
    throw fault("a text does not end")
  }

  private mutating func skipNumber() {
    while let byte = peek, (48...57).contains(byte) || "+-.eE".utf8.contains(byte) { index += 1 }
  }

  private mutating func word(_ word: StaticString) throws(JSONFault) {
    let matches = word.withUTF8Buffer { bytes[index...].starts(with: $0) }
    guard matches else { throw fault("a value is expected") }
    index += word.utf8CodeUnitCount
  }

  private mutating func skipSpace() {
    while let byte = peek, byte == 32 || byte == 9 || byte == 10 || byte == 13 { index += 1 }
  }

  private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

  private func fault(_ words: String) -> JSONFault {
    let before = bytes[..<min(index, bytes.count)]
    let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return JSONFault(
      line: before.count { $0 == UInt8(ascii: "\n") } + 1, column: before.count - start + 1,
      words: words)
  }
}
