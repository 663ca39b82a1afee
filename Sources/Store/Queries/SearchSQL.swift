import GRDB
import Library
import Schedule

/// Turns searches into conditions of SQL, with every value bound.
///
/// Of what people write nothing gets into the text of a statement.
struct SearchSQL {
  /// How the fields of `SearchField.all` are read.
  enum Column {
    /// A column of `media_words`.
    case words(String)
    /// A column of `media`, and how many of its units are one of the field's.
    case number(String, unit: Int64)
    /// A moment of `media`.
    case time(String)
    case folder
    case type
    case collection
    case smart
  }

  static let columns: [String: Column] = [
    "title": .words("title"), "show": .words("show"), "path": .words("path"),
    "codec": .words("codec"), "audio": .words("audio"), "lang": .words("lang"),
    "subs": .words("subs"), "container": .words("container"),
    "season": .number("season", unit: 1), "episode": .number("episode", unit: 1),
    "year": .number("year", unit: 1), "minutes": .number("duration", unit: 60_000),
    "seconds": .number("duration", unit: 1000), "width": .number("width", unit: 1),
    "height": .number("height", unit: 1), "size": .number("size", unit: 1),
    "added": .time("added_at"), "folder": .folder, "type": .type,
    "collection": .collection, "smart": .smart,
  ]
  /// What is never true.
  static let nothing = "0"
  /// How many smart collections may name each other, one the next.
  private static let deepest = 8
  /// How many words and fields there may be in all, those of smart collections with them.
  private static let mostTerms = 1000

  let now: Moment
  private(set) var arguments: [String: any DatabaseValueConvertible] = [:]
  private var terms = 0
  /// The smart collections on the way here, each named by the one before.
  private var path: [Int64]

  init(now: Moment, within path: [Int64] = []) {
    self.now = now
    self.path = path
  }

  /// The condition on a row `m` of `media`.
  ///
  /// - Throws: What SQLite reports.
  mutating func condition(_ query: SearchQuery, in db: Database) throws -> String {
    switch query {
    case .all: return "1"
    case .text(let text):
      return count { $0.matching(text, columns: "{title show path}") }
    case .field(let name, let value):
      terms += 1
      guard terms <= Self.mostTerms else { return Self.nothing }
      return try condition(name, value, in: db)
    case .not(let query):
      // What is not known is not that.
      return "NOT ifnull((\(try condition(query, in: db))), 0)"
    case .every(let parts): return try joined(parts, " AND ", in: db)
    case .any(let parts): return try joined(parts, " OR ", in: db)
    }
  }

  private mutating func joined(
    _ parts: [SearchQuery], _ word: String, in db: Database
  ) throws -> String {
    var conditions: [String] = []
    for part in parts { conditions.append("(\(try condition(part, in: db)))") }
    return conditions.joined(separator: word)
  }

  private mutating func count(_ body: (inout SearchSQL) -> String) -> String {
    terms += 1
    return terms <= Self.mostTerms ? body(&self) : Self.nothing
  }

  private mutating func condition(
    _ name: String, _ value: SearchValue, in db: Database
  ) throws -> String {
    switch (Self.columns[name], value) {
    case (.words(let column), .text(let text)): return matching(text, columns: column)
    case (.number(let column, let unit), .numbers(let least, let most)):
      return between(
        "m.\(column)", least.map { Self.scaled($0, unit) },
        most.map { Self.scaled($0 + 1, unit) - 1 })
    case (.time(let column), .age(let least, let most)):
      return between(
        "m.\(column)", most.map { (now - $0).milliseconds }, least.map { (now - $0).milliseconds })
    case (.time(let column), .days(let first, let last)):
      return between(
        "m.\(column)", first.map { Int64($0) * 86_400_000 },
        last.map { Int64($0 + 1) * 86_400_000 - 1 })
    case (.folder, .text(let text)): return folder(text)
    case (.type, .word(let word)): return type(word)
    case (.collection, .text(let text)):
      let name = bound(text.words)
      return """
        m.id IN (SELECT i.media FROM collection c JOIN collection_item i ON i.collection = c.id
          WHERE c.name = \(name) COLLATE NOCASE)
        """
    case (.smart, .text(let text)): return try smart(text.words, in: db)
    default: return Self.nothing
    }
  }

  private mutating func between(_ column: String, _ least: Int64?, _ most: Int64?) -> String {
    if let least, let most { return "\(column) BETWEEN \(bound(least)) AND \(bound(most))" }
    if let least { return "\(column) >= \(bound(least))" }
    return most.map { "\(column) <= \(bound($0))" } ?? Self.nothing
  }

  /// Media with these words; of what holds neither letters nor digits the index knows nothing.
  private mutating func matching(_ text: SearchText, columns: String) -> String {
    guard
      text.words.unicodeScalars.contains(where: {
        $0.properties.isAlphabetic
          || $0.properties.numericType != nil
      })
    else {
      return "instr(m.title, \(bound(text.words))) > 0"
    }
    let doubled = text.words.unicodeScalars.reduce(into: String.UnicodeScalarView()) {
      if $1 == "\"" { $0.append($1) }
      $0.append($1)
    }
    let quoted = "\"" + String(doubled) + "\""
    let match = bound("\(columns) : \(quoted)\(text.isExact ? "" : "*")")
    return "m.id IN (SELECT rowid FROM media_words WHERE media_words MATCH \(match))"
  }

  /// Media below a path, or with a folder of that name on their way.
  private mutating func folder(_ text: SearchText) -> String {
    guard text.words.hasPrefix("/") else { return matching(text, columns: "path") }
    var path = text.words
    while path.utf8.count > 1, path.hasSuffix("/") { path.removeLast() }
    // Behind the slash comes the zero.
    return path == "/"
      ? "1" : "m.path > \(bound(path + "/")) AND m.path < \(bound(path + "0"))"
  }

  private func type(_ word: String) -> String {
    switch word {
    case "music": "m.kind = 'other' AND m.height IS NULL"
    case "other": "m.kind = 'other' AND m.height IS NOT NULL"
    case "episode": "m.kind = 'episode'"
    default: "m.kind = 'movie'"
    }
  }

  /// What a smart collection finds; nothing where it names itself, or is not there.
  private mutating func smart(_ name: String, in db: Database) throws -> String {
    let found = try db.first(CollectionSQL.smart, [name]) { row in
      (id: row[0] as Int64, query: ContentList(stored: row[1])?.query)
    }
    guard let found, !path.contains(found.id), path.count < Self.deepest,
      let query = found.query.flatMap({ try? SearchQuery($0) })
    else { return Self.nothing }
    path.append(found.id)
    defer { path.removeLast() }
    return "(\(try condition(query, in: db)))"
  }

  private mutating func bound(_ value: any DatabaseValueConvertible) -> String {
    let name = "s\(arguments.count)"
    arguments[name] = value
    return ":" + name
  }

  private static func scaled(_ number: Int64, _ unit: Int64) -> Int64 {
    min(number, 9_000_000_000_000_000 / unit) * unit
  }
}
