import Library

/// Lengths of time as people write them: `1h30m`, `45m`, `90s`, `1:30:00`.
enum SpanText {
  private static let units: [(name: String, milliseconds: Int64)] = [
    ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
  ]
  private static let words: [String: Int64] = [
    "d": 86_400_000, "day": 86_400_000, "days": 86_400_000,
    "h": 3_600_000, "hour": 3_600_000, "hours": 3_600_000,
    "m": 60_000, "min": 60_000, "minute": 60_000, "minutes": 60_000,
    "s": 1000, "sec": 1000, "second": 1000, "seconds": 1000, "ms": 1,
  ]

  /// A length as text.
  static func write(_ span: Span) -> String {
    guard span.milliseconds != 0 else { return "0s" }
    var left = abs(span.milliseconds)
    var text = span.milliseconds < 0 ? "-" : ""
    for unit in units where left >= unit.milliseconds {
      text += "\(left / unit.milliseconds)\(unit.name)"
      left %= unit.milliseconds
    }
    return text
  }

  /// The length that a text means; nil where it means none.
  static func read(_ text: String) -> Span? {
    guard text.utf8.count <= 40 else { return nil }
    if text.contains(":") { return clock(text) }
    var bytes = text.lowercased().unicodeScalars.filter { $0 != " " }[...]
    let sign: Int64 = bytes.first == "-" ? -1 : 1
    if sign < 0 { bytes.removeFirst() }
    var sum: Int64 = 0
    guard !bytes.isEmpty else { return nil }
    while !bytes.isEmpty {
      let digits = bytes.prefix { ("0"..."9").contains($0) }
      let word = bytes.dropFirst(digits.count).prefix { ("a"..."z").contains($0) }
      guard let number = Int64(String(String.UnicodeScalarView(digits))),
        let unit = words[String(String.UnicodeScalarView(word))], number <= 1_000_000_000
      else { return nil }
      sum += number * unit
      bytes = bytes.dropFirst(digits.count + word.count)
    }
    return Span(milliseconds: sign * sum)
  }

  /// Hours, minutes and seconds such as `1:30:00`.
  private static func clock(_ text: String) -> Span? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { part in
      part.utf8.allSatisfy { (48...57).contains($0) } && part.count <= 4 ? Int64(part) : nil
    }
    guard numbers.count == 3, parts.count == 3, numbers[1] < 60, numbers[2] < 60 else { return nil }
    return .hours(numbers[0]) + .minutes(numbers[1]) + .seconds(numbers[2])
  }
}
