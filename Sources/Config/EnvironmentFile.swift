/// A file of `NAME=value` lines, read as systemd's `EnvironmentFile=` reads it.
///
/// Blank lines and lines that begin with `#` or `;` say nothing. A value may
/// stand in single or double quotes; nothing is ever expanded.
struct EnvironmentFile {
  /// A line that is neither blank, nor comment, nor setting.
  struct Unreadable: Hashable {
    var number: Int
    var text: String
  }

  private(set) var values: [String: String] = [:]
  private(set) var unreadable: [Unreadable] = []

  init(text: String) {
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let bare = line.trimmed
      guard let first = bare.first, first != "#", first != ";" else { continue }
      guard let equals = bare.firstIndex(of: "="), Self.isName(bare[..<equals].trimmed) else {
        unreadable.append(Unreadable(number: index + 1, text: String(bare.prefix(80))))
        continue
      }
      let value = bare[bare.index(after: equals)...].trimmed
      values[String(bare[..<equals].trimmed)] = Self.unquoted(value)
    }
  }

  private static func isName(_ text: Substring) -> Bool {
    guard let first = text.utf8.first, !(48...57).contains(first) else { return false }
    return text.utf8.allSatisfy {
      (65...90).contains($0) || (97...122).contains($0) || (48...57).contains($0) || $0 == 95
    }
  }

  private static func unquoted(_ value: Substring) -> String {
    guard value.count >= 2, let quote = value.first, quote == "\"" || quote == "'",
      value.last == quote
    else { return String(value) }
    return String(value.dropFirst().dropLast())
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    var bare = self
    while let first = bare.first, first.isWhitespace { bare.removeFirst() }
    while let last = bare.last, last.isWhitespace { bare.removeLast() }
    return bare
  }
}
