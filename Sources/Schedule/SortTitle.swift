/// A title in the form by which lists sort: without case and leading article,
/// with numbers by their value, so that "Part 2" stands before "Part 10".
struct SortTitle: Comparable, Sendable {
  private let bytes: [UInt8]

  init(_ title: String) {
    var folded = title.lowercased()[...]
    for article in ["the ", "a ", "an "] where folded.hasPrefix(article) {
      folded = folded.dropFirst(article.count)
      break
    }
    bytes = Self.withSortableNumbers(Array(folded.utf8))
  }

  static func < (first: SortTitle, second: SortTitle) -> Bool {
    first.bytes.lexicographicallyPrecedes(second.bytes)
  }

  /// Puts each number's length before its digits: more digits, larger number.
  private static func withSortableNumbers(_ text: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.count + 4)
    var index = 0
    while index < text.count {
      guard isDigit(text[index]) else {
        result.append(text[index])
        index += 1
        continue
      }
      let run = text[index...].prefix(while: isDigit)
      let digits = run.drop { $0 == UInt8(ascii: "0") }
      result.append(UInt8(ascii: "0"))
      result.append(UInt8(min(digits.count, 255)))
      result.append(contentsOf: digits)
      index = run.endIndex
    }
    return result
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
