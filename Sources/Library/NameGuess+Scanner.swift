/// Reads a name from left to right, a bounded number of characters at a time.
struct NameScanner {
  /// The name.
  let text: ArraySlice<Character>
  /// Where the next character stands.
  private(set) var index: Int

  init(_ text: ArraySlice<Character>, at index: Int) {
    self.text = text
    self.index = index
  }

  /// The next character, if there is one.
  var next: Character? { index < text.endIndex ? text[index] : nil }

  /// Whether a word may begin here: no Latin letter and no digit stands before.
  var isAtWordStart: Bool {
    guard index > text.startIndex else { return true }
    return !text[index - 1].isDigit && !text[index - 1].isLatin
  }

  /// Whether a word ends here.
  var isAtWordEnd: Bool { next.map { !$0.isDigit && !$0.isLatin } ?? true }

  /// Takes a whole run of digits; nil, taking nothing, when it has another length.
  mutating func digits(_ count: ClosedRange<Int>) -> Int? {
    var end = index
    var number = 0
    while end < text.endIndex, text[end].isDigit, end - index <= count.upperBound {
      number = number * 10 + (text[end].wholeNumberValue ?? 0)
      end += 1
    }
    guard count.contains(end - index) else { return nil }
    index = end
    return number
  }

  /// Takes a word of lower-case letters, whatever its case in the name.
  mutating func accept(_ word: String) -> Bool {
    var end = index
    for letter in word {
      guard end < text.endIndex, text[end].lowercased() == String(letter) else { return false }
      end += 1
    }
    index = end
    return true
  }

  /// Takes one character out of several.
  mutating func accept(any characters: String) -> Bool {
    guard let next, characters.contains(next) else { return false }
    index += 1
    return true
  }

  /// Takes some characters out of several and returns how many.
  mutating func skip(_ characters: String, atMost limit: Int) -> Int {
    var count = 0
    while count < limit, accept(any: characters) { count += 1 }
    return count
  }
}
