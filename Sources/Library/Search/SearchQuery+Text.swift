extension SearchQuery: CustomStringConvertible {
  /// The query as people write it.
  public var description: String {
    switch self {
    case .all: ""
    case .text(let text): text.description
    case .field(let name, let value): "\(name):\(value)"
    case .not(let query): "-" + query.within
    case .every(let parts): parts.map(\.within).joined(separator: " ")
    case .any(let parts): parts.map(\.within).joined(separator: " OR ")
    }
  }

  /// The query as a part of another.
  private var within: String {
    switch self {
    case .every, .any: "(\(self))"
    default: description
    }
  }
}

extension SearchText: CustomStringConvertible {
  /// The words as people write them.
  public var description: String {
    guard isExact else { return words }
    let escaped = words.unicodeScalars.reduce(into: String.UnicodeScalarView()) { text, letter in
      if letter == "\"" || letter == "\\" { text.append("\\") }
      text.append(letter)
    }
    return "\"\(String(escaped))\""
  }
}

extension SearchValue: CustomStringConvertible {
  /// The value as people write it.
  public var description: String {
    switch self {
    case .text(let text): text.description
    case .word(let word): word
    case .numbers(let least, let most): Self.range(least, most) { "\($0)" }
    case .age(let least, let most): Self.range(least, most, Self.age)
    case .days(let first, let last): Self.range(first, last) { "\(CivilDay($0))" }
    }
  }

  private static func range<Bound: Equatable>(
    _ first: Bound?, _ last: Bound?, _ words: (Bound) -> String
  ) -> String {
    if let first, first == last, !(first is Span) { return words(first) }
    return (first.map(words) ?? "") + ".." + (last.map(words) ?? "")
  }

  private static func age(_ span: Span) -> String {
    let hours = span.milliseconds / 3_600_000
    return hours % 24 == 0 ? "\(hours / 24)d" : "\(hours)h"
  }
}
