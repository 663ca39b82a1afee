/// Swift source, told apart into code, strings and comments.
///
/// Enough of the grammar for rules about words: nested comments, strings of
/// one or many lines, raw ones, and the code inside of them. Of regular
/// expressions between slashes it knows nothing.
struct SwiftText {
  /// The code, with comments blanked.
  private(set) var code = ""
  /// The code, with comments and what stands in strings blanked.
  private(set) var words = ""

  private let characters: [Character]
  private var index = 0

  init(_ text: String) {
    characters = Array(text)
    readCode(untilParenthesis: false)
  }

  private mutating func readCode(untilParenthesis: Bool) {
    var depth = 0
    while index < characters.count {
      if starts(with: "//") {
        while index < characters.count, !characters[index].isNewline { skip() }
      } else if starts(with: "/*") {
        readComment()
      } else if let hashes = stringStart() {
        readString(hashes: hashes)
      } else {
        if characters[index] == "(" { depth += 1 }
        if characters[index] == ")" {
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
    } while depth > 0 && index < characters.count
  }

  private mutating func readString(hashes: Int) {
    let fence = String(repeating: "#", count: hashes)
    for _ in 0..<hashes { take() }
    let quotes = starts(with: "\"\"\"") ? "\"\"\"" : "\""
    for _ in quotes { take() }
    while index < characters.count {
      if starts(with: quotes + fence) {
        for _ in quotes + fence { take() }
        return
      }
      if starts(with: "\\" + fence + "(") {
        for _ in 0...hashes { takeInString() }
        readCode(untilParenthesis: true)
      } else if starts(with: "\\" + fence) {
        for _ in 0..<(hashes + 2) { takeInString() }
      } else {
        // A string of one line that ends without its quote is no string.
        if quotes.count == 1, characters[index].isNewline { return }
        takeInString()
      }
    }
  }

  /// How many number signs stand before a string that begins here; nil when none begins.
  private func stringStart() -> Int? {
    var end = index
    while end < characters.count, characters[end] == "#" { end += 1 }
    guard end < characters.count, characters[end] == "\"" else { return nil }
    return end - index
  }

  private func starts(with text: String) -> Bool {
    characters[index...].starts(with: text)
  }

  private mutating func take() {
    guard index < characters.count else { return }
    code.append(characters[index])
    words.append(characters[index])
    index += 1
  }

  private mutating func takeInString() {
    guard index < characters.count else { return }
    code.append(characters[index])
    words.append(characters[index].isNewline ? "\n" : " ")
    index += 1
  }

  private mutating func skip() {
    guard index < characters.count else { return }
    let blank: Character = characters[index].isNewline ? "\n" : " "
    code.append(blank)
    words.append(blank)
    index += 1
  }
}
