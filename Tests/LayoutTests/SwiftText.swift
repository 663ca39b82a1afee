/// Swift source, told apart into code, strings and comments.
///
/// Enough of the grammar for rules about words: nested comments, strings of
/// one or many lines, raw ones, and the code inside of them. Of regular
/// expressions between slashes it knows nothing.
struct SwiftText {
  /// The code, with comments blanked.
  var code: String { String(decoding: codeBytes, as: UTF8.self) }
  /// The code, with comments and what stands in strings blanked.
  var words: String { String(decoding: wordBytes, as: UTF8.self) }

  private var codeBytes: [UInt8] = []
  private var wordBytes: [UInt8] = []
  private let bytes: [UInt8]
  private var index = 0

  init(_ text: String) {
    bytes = Array(text.utf8)
    readCode(untilParenthesis: false)
  }

  private mutating func readCode(untilParenthesis: Bool) {
    var depth = 0
    while index < bytes.count {
      if starts(with: "//") {
        while index < bytes.count, bytes[index] != Self.newline { skip() }
      } else if starts(with: "/*") {
        readComment()
      } else if let hashes = stringStart() {
        readString(hashes: hashes)
      } else {
        if bytes[index] == UInt8(ascii: "(") { depth += 1 }
        if bytes[index] == UInt8(ascii: ")") {
          depth -= 1
          if untilParenthesis, depth == 0 { return take() }
        }
        take()
      }
    }
  }

  private mutating func readComment() {
    var depth = 0
    repeat {
      if starts(with: "/*") { depth += 1 } else if starts(with: "*/") { depth -= 1 }
      let width = starts(with: "/*") || starts(with: "*/") ? 2 : 1
      for _ in 0..<width { skip() }
    } while depth > 0 && index < bytes.count
  }

  private mutating func readString(hashes: Int) {
    for _ in 0..<hashes { take() }
    let quotes = starts(with: "\"\"\"") ? 3 : 1
    for _ in 0..<quotes { take() }
    while index < bytes.count {
      if ends(quotes: quotes, hashes: hashes) {
        for _ in 0..<(quotes + hashes) { take() }
        return
      }
      if bytes[index] == UInt8(ascii: "\\"), hasHashes(hashes, at: index + 1) {
        let isCode = index + 1 + hashes < bytes.count && bytes[index + 1 + hashes] == 0x28
        for _ in 0..<(isCode ? hashes + 1 : hashes + 2) { takeInString() }
        if isCode { readCode(untilParenthesis: true) }
      } else {
        // A string of one line that ends without its quote is no string.
        if quotes == 1, bytes[index] == Self.newline { return }
        takeInString()
      }
    }
  }

  /// How many number signs stand before a string that begins here; nil when none begins.
  private func stringStart() -> Int? {
    var end = index
    while end < bytes.count, bytes[end] == UInt8(ascii: "#") { end += 1 }
    guard end < bytes.count, bytes[end] == UInt8(ascii: "\"") else { return nil }
    return end - index
  }

  private func ends(quotes: Int, hashes: Int) -> Bool {
    guard index + quotes + hashes <= bytes.count else { return false }
    for place in index..<(index + quotes) where bytes[place] != UInt8(ascii: "\"") { return false }
    return hasHashes(hashes, at: index + quotes)
  }

  private func hasHashes(_ count: Int, at start: Int) -> Bool {
    guard start + count <= bytes.count else { return false }
    for place in start..<(start + count) where bytes[place] != UInt8(ascii: "#") { return false }
    return true
  }

  private func starts(with text: StaticString) -> Bool {
    guard bytes.count - index >= text.utf8CodeUnitCount else { return false }
    for place in 0..<text.utf8CodeUnitCount where bytes[index + place] != text.utf8Start[place] {
      return false
    }
    return true
  }

  private mutating func take() {
    guard index < bytes.count else { return }
    codeBytes.append(bytes[index])
    wordBytes.append(bytes[index])
    index += 1
  }

  private mutating func takeInString() {
    guard index < bytes.count else { return }
    codeBytes.append(bytes[index])
    wordBytes.append(bytes[index] == Self.newline ? Self.newline : Self.space)
    index += 1
  }

  private mutating func skip() {
    guard index < bytes.count else { return }
    let blank = bytes[index] == Self.newline ? Self.newline : Self.space
    codeBytes.append(blank)
    wordBytes.append(blank)
    index += 1
  }

  private static let newline = UInt8(ascii: "\n")
  private static let space = UInt8(ascii: " ")
}
