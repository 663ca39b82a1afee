/// What is looked for in the library: what people write in the search box, in smart collections
/// and in rules, as a tree.
///
///     let query = try SearchQuery("type:movie year:1980..1989 -title:kids (space OR \"the sea\")")
///
/// A tree made by the parser prints as a text that gives the same tree.
public indirect enum SearchQuery: Hashable, Sendable {
  /// Everything.
  case all
  /// Words of title, show or path.
  case text(SearchText)
  /// A field with a value.
  case field(String, SearchValue)
  /// All but that.
  case not(SearchQuery)
  /// What all of these find; at least two.
  case every([SearchQuery])
  /// What any of these finds; at least two.
  case any([SearchQuery])

  /// The longest text that is read, in bytes.
  public static let longest = 4000
  /// How many words and fields a query may have.
  public static let mostTerms = 200
  /// How deep parentheses may go.
  public static let deepest = 32
}

/// Words to be found.
public struct SearchText: Hashable, Sendable {
  /// The words.
  public var words: String
  /// Whether they stand in quotes: whole words, one after the other.
  public var isExact: Bool

  /// Words.
  public init(_ words: String, isExact: Bool = false) {
    self.words = words
    self.isExact = isExact
  }
}

/// What a field is asked to be.
public enum SearchValue: Hashable, Sendable {
  /// Words that it has.
  case text(SearchText)
  /// The one that it is.
  case word(String)
  /// The numbers between which it is, both included.
  case numbers(least: Int64?, most: Int64?)
  /// How long ago it is, between both.
  case age(least: Span?, most: Span?)
  /// The days since 1970 between which it is, both included.
  case days(first: Int?, last: Int?)
}

/// Why a text is no query.
public struct SearchFault: Error, Hashable, Sendable {
  /// The character at fault, from 1.
  public var position: Int
  /// A sentence that says what is wrong and what to do.
  public var detail: String

  init(_ position: Int, _ detail: String) {
    self.position = position
    self.detail = detail
  }
}

extension SearchQuery {
  /// All but that; twice is once.
  static func negated(_ query: SearchQuery) -> SearchQuery {
    if case .not(let inner) = query { inner } else { .not(query) }
  }

  /// What all of these find.
  static func joined(every parts: [SearchQuery]) -> SearchQuery {
    let flat = parts.flatMap { if case .every(let inner) = $0 { inner } else { [$0] } }
    return flat.count == 1 ? flat[0] : .every(flat)
  }

  /// What any of these finds.
  static func joined(any parts: [SearchQuery]) -> SearchQuery {
    let flat = parts.flatMap { if case .any(let inner) = $0 { inner } else { [$0] } }
    return flat.count == 1 ? flat[0] : .any(flat)
  }

  /// The names of collections that it names, by their field.
  public var names: [(field: String, name: String)] {
    switch self {
    case .all, .text: []
    case .field(let field, .text(let text)) where SearchField.named(field)?.kind == .name:
      [(field, text.words)]
    case .field: []
    case .not(let query): query.names
    case .every(let parts), .any(let parts): parts.flatMap(\.names)
    }
  }

  /// How many words and fields it has.
  public var terms: Int {
    switch self {
    case .all: 0
    case .text, .field: 1
    case .not(let query): query.terms
    case .every(let parts), .any(let parts): parts.reduce(0) { $0 + $1.terms }
    }
  }
}
