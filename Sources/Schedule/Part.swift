/// Which part of a programme in several parts an item is, by its title: `(2)`, `Part 2`,
/// `Part II` or `Part Two`.
struct Part: Hashable, Sendable {
  /// A number of its own for the whole.
  var whole: UInt64
  /// The part, from 1.
  var number: Int

  init(whole: UInt64, number: Int) {
    self.whole = whole
    self.number = number
  }

  /// The part that an item is; nil where its title names none.
  init?(of item: ScheduleItem) {
    guard let (name, number) = Self.split(item.title) else { return nil }
    whole = Lot.number(of: "\(item.showNumber)/\(name)")
    self.number = number
  }

  /// The title without the part's number, and the number.
  static func split(_ title: String) -> (name: String, number: Int)? {
    var words = title.lowercased().split(whereSeparator: { " ,:;-–—".contains($0) })
    guard let last = words.popLast() else { return nil }
    if last.hasPrefix("("), last.hasSuffix(")") {
      let inner = last.dropFirst().dropLast()
      guard let number = number(inner) else { return nil }
      return (words.joined(separator: " "), number)
    }
    // `(Part 2)` is two words.
    let bare = last.hasSuffix(")") ? last.dropLast() : last
    guard let mark = words.popLast(), ["part", "pt", "pt.", "(part", "(pt"].contains(mark),
      let number = number(bare)
    else { return nil }
    return (words.joined(separator: " "), number)
  }

  private static let words = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
  ]

  private static func number(_ text: Substring) -> Int? {
    if let number = Int(text), (1...99).contains(number) { return number }
    if let index = words.firstIndex(of: String(text)) { return index + 1 }
    return roman(text)
  }

  private static func roman(_ text: Substring) -> Int? {
    let values: [Character: Int] = ["i": 1, "v": 5, "x": 10]
    let digits = text.compactMap { values[$0] }
    guard !digits.isEmpty, digits.count == text.count, digits.count <= 6 else { return nil }
    var sum = 0
    for (index, digit) in digits.enumerated() {
      sum += index + 1 < digits.count && digit < digits[index + 1] ? -digit : digit
    }
    return sum > 0 ? sum : nil
  }
}
