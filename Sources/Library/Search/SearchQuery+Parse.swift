extension SearchQuery {
  /// Reads a query.
  ///
  /// - Throws: The first thing that is not understood, and where.
  public init(_ text: String) throws(SearchFault) {
    guard text.utf8.count <= Self.longest else {
      throw SearchFault(
        1, "The query is longer than \(Self.longest) bytes; save parts of it as smart collections.")
    }
    var parser = SearchParser(text)
    self = try parser.query()
  }
}

/// Makes a tree of a text, from left to right.
private struct SearchParser {
  /// Scalars: what stands behind a quotation mark must not become a part of it.
  private let letters: [Unicode.Scalar]
  private var index = 0
  private var terms = 0

  init(_ text: String) { letters = Array(text.unicodeScalars) }

  mutating func query() throws(SearchFault) -> SearchQuery {
    if let place = letters.firstIndex(of: "\0") {
      throw SearchFault(place + 1, "Character \(place + 1) is a NUL; leave it out.")
    }
    skipSpace()
    guard index < letters.count else { return .all }
    let found = try alternatives(depth: 0)
    guard index == letters.count else {
      throw fault("There is a closing parenthesis too many")
    }
    return found
  }

  private mutating func alternatives(depth: Int) throws(SearchFault) -> SearchQuery {
    guard depth <= SearchQuery.deepest else {
      throw fault("Parentheses go deeper than \(SearchQuery.deepest)")
    }
    var parts = [try sequence(depth: depth)]
    while takeKeyword("OR") || take("|") { parts.append(try sequence(depth: depth)) }
    return .joined(any: parts)
  }

  private mutating func sequence(depth: Int) throws(SearchFault) -> SearchQuery {
    var parts: [SearchQuery] = []
    while true {
      skipSpace()
      if takeKeyword("AND") { continue }
      guard let letter = peek, letter != ")", letter != "|", !isKeyword("OR") else { break }
      guard let part = try part(depth: depth) else { continue }
      parts.append(part)
    }
    guard !parts.isEmpty else {
      throw SearchFault(
        min(index + 1, max(1, letters.count)),
        "Something to look for is missing at character \(min(index + 1, max(1, letters.count))).")
    }
    return .joined(every: parts)
  }

  /// One part; nil for a dash that stands alone.
  private mutating func part(depth: Int) throws(SearchFault) -> SearchQuery? {
    var isNegated = false
    while true {
      if take("-") {
        // What people put between words.
        guard let next = peek, !next.properties.isWhitespace, next != ")" else { return nil }
        isNegated.toggle()
      } else if takeKeyword("NOT") {
        isNegated.toggle()
        skipSpace()
      } else {
        break
      }
    }
    let found: SearchQuery
    if take("(") {
      found = try alternatives(depth: depth + 1)
      guard take(")") else { throw fault("A closing parenthesis is missing") }
    } else {
      found = try term()
    }
    return isNegated ? .negated(found) : found
  }

  private mutating func term() throws(SearchFault) -> SearchQuery {
    terms += 1
    guard terms <= SearchQuery.mostTerms else {
      throw fault("The query has more than \(SearchQuery.mostTerms) words")
    }
    let start = index
    guard peek != "|", !["OR", "AND", "NOT"].contains(where: isKeyword) else {
      throw fault("Something to look for is missing")
    }
    if peek == "\"" { return .text(SearchText(try quoted(), isExact: true)) }
    let word = bare(until: ":")
    guard peek == ":" else {
      guard !word.isEmpty else { throw fault("Something to look for is missing") }
      return .text(SearchText(word))
    }
    guard let field = SearchField.named(word) else {
      let known = SearchField.all.map(\.name).joined(separator: ", ")
      throw SearchFault(
        start + 1,
        "There is no field '\(word.prefix(40))' (character \(start + 1)); known are \(known). "
          + "Put words with a colon in quotes.")
    }
    index += 1
    let position = index + 1
    let isExact = peek == "\""
    let text = isExact ? try quoted() : bare(until: nil)
    guard !text.isEmpty else {
      throw SearchFault(
        position,
        "Say what '\(field.name):' is to be, such as \(field.name):\(field.example).")
    }
    let reader = SearchValueReader(field: field, text: text, position: position)
    return .field(field.name, try reader.value(isExact: isExact))
  }

  private mutating func quoted() throws(SearchFault) -> String {
    let start = index
    index += 1
    var text = String.UnicodeScalarView()
    while let letter = peek {
      index += 1
      if letter == "\"" {
        guard text.contains(where: { !$0.properties.isWhitespace }) else {
          throw SearchFault(start + 1, "There is nothing in the quotes at character \(start + 1).")
        }
        return String(text)
      }
      guard letter == "\\", let next = peek, next == "\"" || next == "\\" else {
        text.append(letter)
        continue
      }
      text.append(next)
      index += 1
    }
    throw SearchFault(start + 1, "The quotation mark at character \(start + 1) is never closed.")
  }

  private mutating func bare(until end: Unicode.Scalar?) -> String {
    let start = index
    while let letter = peek, !letter.properties.isWhitespace, letter != "(", letter != ")",
      letter != "\"",
      letter != end
    { index += 1 }
    return String(String.UnicodeScalarView(letters[start..<index]))
  }

  private var peek: Unicode.Scalar? { index < letters.count ? letters[index] : nil }

  private mutating func skipSpace() {
    while let letter = peek, letter.properties.isWhitespace { index += 1 }
  }

  private mutating func take(_ letter: Unicode.Scalar) -> Bool {
    skipSpaceUnlessDash(letter)
    guard peek == letter else { return false }
    index += 1
    return true
  }

  private mutating func skipSpaceUnlessDash(_ letter: Unicode.Scalar) {
    if letter == ")" || letter == "|" { skipSpace() }
  }

  /// Whether a word in capitals stands here by itself.
  private func isKeyword(_ word: String) -> Bool {
    let end = index + word.utf8.count
    guard end <= letters.count, letters[index..<end].elementsEqual(word.unicodeScalars) else {
      return false
    }
    return end == letters.count || letters[end].properties.isWhitespace || letters[end] == "("
      || letters[end] == ")"
  }

  private mutating func takeKeyword(_ word: String) -> Bool {
    skipSpace()
    guard isKeyword(word) else { return false }
    index += word.utf8.count
    return true
  }

  private func fault(_ words: String) -> SearchFault {
    let position = min(index + 1, max(1, letters.count))
    return SearchFault(position, "\(words) (character \(position)).")
  }
}
