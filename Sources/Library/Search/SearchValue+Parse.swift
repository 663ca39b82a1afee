/// Reads what stands behind the colon of a field.
struct SearchValueReader {
  let field: SearchField
  /// The value as written, without quotes.
  let text: String
  /// Where it begins in the query.
  let position: Int

  /// The value of a field.
  ///
  /// - Throws: What it should have been.
  func value(isExact: Bool) throws(SearchFault) -> SearchValue {
    switch field.kind {
    case .text: return .text(SearchText(text, isExact: isExact))
    case .name: return .text(SearchText(text, isExact: true))
    case .word(let words):
      let word = text.lowercased()
      guard words.contains(word) else {
        throw fault("it is one of \(words.joined(separator: ", "))")
      }
      return .word(word)
    case .number: return try numbers { Self.whole($0) }
    case .bytes: return try numbers(Self.bytes)
    case .time: return try time()
    }
  }

  private func numbers(_ read: (Substring) -> Int64?) throws(SearchFault) -> SearchValue {
    let hint = "write a number or a range, such as \(field.example)"
    for (sign, isUpper, step) in Self.signs where text.hasPrefix(sign) {
      guard let number = read(text.dropFirst(sign.count)), number + step >= 0 else {
        throw fault(hint)
      }
      return isUpper
        ? .numbers(least: nil, most: number + step) : .numbers(least: number + step, most: nil)
    }
    guard let (first, last) = bounds else {
      guard let number = read(text[...]) else { throw fault(hint) }
      return .numbers(least: number, most: number)
    }
    let least = first.isEmpty ? nil : read(first)
    let most = last.isEmpty ? nil : read(last)
    guard (least == nil) == first.isEmpty, (most == nil) == last.isEmpty else {
      throw fault(hint)
    }
    guard least ?? 0 <= most ?? .max else { throw fault("the range ends before it begins") }
    return .numbers(least: least, most: most)
  }

  private func time() throws(SearchFault) -> SearchValue {
    let hint = "write how long ago, such as <30d or 1w..4w, or a date such as 2026-01-31"
    for (sign, isUpper, _) in Self.signs where text.hasPrefix(sign) {
      guard let span = Self.span(text.dropFirst(sign.count)) else { throw fault(hint) }
      return isUpper ? .age(least: nil, most: span) : .age(least: span, most: nil)
    }
    guard let (first, last) = bounds else {
      if let span = Self.span(text[...]) { return .age(least: nil, most: span) }
      guard let days = Self.days(text[...]) else { throw fault(hint) }
      return .days(first: days.lowerBound, last: days.upperBound)
    }
    let ends = [first, last].filter { !$0.isEmpty }
    if ends.allSatisfy({ Self.span($0) != nil }) {
      let (least, most) = (Self.span(first), Self.span(last))
      guard least ?? .zero <= most ?? least ?? .zero else {
        throw fault("the range ends before it begins")
      }
      return .age(least: least, most: most)
    }
    guard ends.allSatisfy({ Self.days($0) != nil }) else { throw fault(hint) }
    let (from, to) = (Self.days(first)?.lowerBound, Self.days(last)?.upperBound)
    guard from ?? .min <= to ?? .max else { throw fault("the range ends before it begins") }
    return .days(first: from, last: to)
  }

  /// What stands on both sides of two dots; nil where there are none.
  private var bounds: (Substring, Substring)? {
    let letters = Array(text)
    guard
      let dots = letters.indices.dropLast().first(where: {
        letters[$0] == "." && letters[$0 + 1] == "."
      }), letters.count > 2
    else { return nil }
    let first = text.prefix(dots)
    return (first, text.dropFirst(dots + 2))
  }

  private func fault(_ words: String) -> SearchFault {
    SearchFault(
      position,
      "'\(field.name):\(text.prefix(40))' at character \(position) is not understood: \(words).")
  }

  /// What may stand before a number, whether it is an upper bound, and what comes to it.
  private static let signs: [(String, Bool, Int64)] = [
    (">=", false, 0), ("<=", true, 0), (">", false, 1), ("<", true, -1),
  ]

  private static func whole(_ text: Substring) -> Int64? {
    guard (1...15).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) })
    else { return nil }
    return Int64(text)
  }

  private static func bytes(_ text: Substring) -> Int64? {
    let units: [Character: Int64] = ["k": 1000, "m": 1_000_000, "g": 1_000_000_000]
    guard let unit = text.last.flatMap({ units[Character($0.lowercased())] }) else {
      return whole(text)
    }
    return whole(text.dropLast()).flatMap { $0 > 9_000_000_000 / unit * 1000 ? nil : $0 * unit }
  }

  /// A length of time such as `30d`.
  private static func span(_ text: Substring) -> Span? {
    let units: [Character: Int64] = ["h": 1, "d": 24, "w": 168, "m": 720, "y": 8760]
    guard let unit = text.last.flatMap({ units[$0] }), let count = whole(text.dropLast()),
      count <= 100_000
    else { return nil }
    return .hours(count * unit)
  }

  /// The days of a date, a month or a year.
  private static func days(_ text: Substring) -> ClosedRange<Int>? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { whole($0).map { Int($0) } }
    guard numbers.count == parts.count, (1...3).contains(numbers.count), parts[0].count == 4
    else { return nil }
    let month = numbers.count > 1 ? numbers[1] : nil
    let day = numbers.count > 2 ? numbers[2] : nil
    let lastMonth = month ?? 12
    guard let first = CivilDay(year: numbers[0], month: month ?? 1, day: day ?? 1),
      let last = CivilDay(
        year: numbers[0], month: lastMonth,
        day: day ?? CivilDay.length(of: lastMonth, numbers[0]))
    else { return nil }
    return first.number...last.number
  }
}
