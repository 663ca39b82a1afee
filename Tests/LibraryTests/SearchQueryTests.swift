import Library
import TestSupport
import Testing

@Suite("Searches")
struct SearchQueryTests {
  @Test(
    "are read as people write them",
    arguments: [
      ("", ""), ("   ", ""), ("alien", "alien"), ("alien brazil", "alien brazil"),
      ("alien AND brazil", "alien brazil"), ("alien OR brazil cube", "alien OR (brazil cube)"),
      ("alien | brazil", "alien OR brazil"), ("(alien OR brazil) cube", "(alien OR brazil) cube"),
      ("((alien))", "alien"), ("NOT alien", "-alien"), ("--alien", "alien"), ("- alien", "alien"),
      ("-(a b)", "-(a b)"), (#""star  wars""#, #""star  wars""#),
      (#"title:"say \"hi\"""#, #"title:"say \"hi\"""#), ("YEAR:1980..1989", "year:1980..1989"),
      ("year:>1990", "year:1991.."), ("year:<=1990", "year:..1990"), ("year:1999", "year:1999"),
      ("year:1999..1999", "year:1999"), ("added:<30d", "added:..30d"),
      ("added:1w..4w", "added:7d..28d"), ("added:>6h", "added:6h.."),
      ("added:2024", "added:2024-01-01..2024-12-31"),
      ("added:2024-02", "added:2024-02-01..2024-02-29"),
      ("added:2024-02-29", "added:2024-02-29"),
      ("added:2023-11..2024-01-15", "added:2023-11-01..2024-01-15"),
      ("size:>2g", "size:2000000001.."), ("size:700m..", "size:700000000.."),
      ("type:Movie", "type:movie"), ("folder:/media/films", "folder:/media/films"),
      ("collection:best", #"collection:"best""#), ("smart:\"New films\"", #"smart:"New films""#),
      ("🎬 -title:💥", "🎬 -title:💥"), ("don't spider-man", "don't spider-man"),
      ("title:NEAR(a", "FAULT 12"),
    ])
  func read(text: String, printed: String) throws {
    do {
      #expect(try "\(SearchQuery(text))" == printed)
    } catch {
      #expect(printed == "FAULT \(error.position)", "\(error.detail)")
    }
  }

  @Test(
    "that can't be read name what is wrong and where",
    arguments: [
      ("genre:comedy", 1, "There is no field 'genre'"), ("a b:c", 3, "There is no field 'b'"),
      ("2001: a", 1, "Put words with a colon in quotes"), ("year:", 6, "such as year:1980..1989"),
      ("year:old", 6, "write a number or a range"), ("year:1990..1980", 6, "ends before"),
      ("year:<0", 6, "write a number"), ("year:-5", 6, "write a number"),
      ("added:soon", 7, "how long ago"), ("added:2024-13", 7, "how long ago"),
      ("added:4w..1w", 7, "ends before"), ("type:opera", 6, "one of movie, episode, music, other"),
      (#"title:"abc"#, 7, "never closed"), (#"a "" b"#, 3, "nothing in the quotes"),
      ("(a", 2, "closing parenthesis is missing"), ("a)", 2, "parenthesis too many"),
      ("()", 2, "Something to look for"), ("a OR", 4, "Something to look for"),
      ("OR a", 1, "Something to look for"), ("NOT", 3, "Something to look for"),
      ("a\0b", 2, "NUL"), (":a", 1, "There is no field ''"),
    ])
  func refuse(text: String, position: Int, words: String) {
    do {
      let query = try SearchQuery(text)
      Issue.record("'\(text)' was read as '\(query)'")
    } catch {
      #expect(error.position == position, "\(text): \(error.detail)")
      #expect(error.detail.contains(words), "\(text): \(error.detail)")
    }
  }

  @Test("printed and read again are the same", arguments: UInt64(1)...400)
  func roundTrip(seed: UInt64) throws {
    var random = RandomSearch(seed: seed)
    let query = random.query(depth: 4)
    let again = try SearchQuery("\(query)")
    #expect(again == query, "\(query)")
  }

  @Test("of any text are read or refused, and never more", arguments: UInt64(1)...400)
  func anyText(seed: UInt64) throws {
    var random = RandomSearch(seed: seed)
    let text = random.noise()
    do {
      let query = try SearchQuery(text)
      #expect(try SearchQuery("\(query)") == query, "\(text.debugDescription) \(query)")
    } catch {
      #expect(
        error.position >= 1 && error.position <= text.unicodeScalars.count + 1
          && !error.detail.isEmpty)
    }
  }

  @Test("have their limits: length, depth and number of words")
  func limits() {
    let texts = [
      String(repeating: "a", count: SearchQuery.longest + 1),
      String(repeating: "(", count: 2000) + "a" + String(repeating: ")", count: 1900),
      Array(repeating: "a", count: SearchQuery.mostTerms + 1).joined(separator: " "),
    ]
    for text in texts { #expect(throws: SearchFault.self) { try SearchQuery(text) } }
    #expect(throws: Never.self) { try SearchQuery(String(repeating: "-", count: 3000) + "a") }
  }

  @Test("tell the collections that they name")
  func names() throws {
    let query = try SearchQuery(#"(smart:"A" OR -collection:b) title:x"#)
    #expect(query.names.map(\.field) == ["smart", "collection"])
    #expect(query.names.map(\.name) == ["A", "b"])
    #expect(query.terms == 3)
  }

  @Test("by any field can be written as its example")
  func examples() throws {
    for field in SearchField.all {
      let query = try SearchQuery("\(field.name):\(field.example)")
      guard case .field(let name, _) = query else {
        Issue.record("\(field.name)")
        continue
      }
      #expect(name == field.name)
    }
  }
}

/// Draws searches and what looks like some.
struct RandomSearch {
  var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func number(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &generator) }
  mutating func pick<T>(_ list: [T]) -> T { list[number(0...(list.count - 1))] }

  /// A tree as the parser makes them.
  mutating func query(depth: Int) -> SearchQuery {
    switch depth == 0 ? number(0...1) : number(0...4) {
    case 0: return .text(text())
    case 1: return field()
    case 2:
      let inner = query(depth: depth - 1)
      if case .not(let twice) = inner { return twice }
      return .not(inner)
    case 3: return .every(parts(depth) { if case .every = $0 { false } else { true } })
    default: return .any(parts(depth) { if case .any = $0 { false } else { true } })
    }
  }

  private mutating func parts(
    _ depth: Int, _ isFitting: (SearchQuery) -> Bool
  ) -> [SearchQuery] {
    var parts: [SearchQuery] = []
    while parts.count < 2 || number(0...2) == 0 {
      let part = query(depth: depth - 1)
      if isFitting(part) { parts.append(part) }
    }
    return parts
  }

  private mutating func text() -> SearchText {
    number(0...1) == 0
      ? SearchText(pick(["alien", "spider-man", "don't", "é", "🎬", "x*", "a|b", "NEAR", "or"]))
      : SearchText(
        pick([
          "two words", #"say "hi""#, #"back\slash\"#, "a:b", "(", ")", "OR", "-x", " spaced ",
          "\n.",
        ]), isExact: true)
  }

  private mutating func field() -> SearchQuery {
    switch number(0...5) {
    case 0: return .field(pick(["title", "show", "path", "codec"]), .text(text()))
    case 1: return .field("type", .word(pick(["movie", "music"])))
    case 2:
      let (first, length) = (Int64(number(0...3000)), Int64(number(0...50)))
      return .field(
        pick(["year", "minutes", "size"]),
        pick([
          .numbers(least: first, most: first + length), .numbers(least: first, most: nil),
          .numbers(least: nil, most: first),
        ]))
    case 3:
      let (first, length) = (Span.hours(Int64(number(0...9000))), Span.hours(Int64(number(0...90))))
      return .field(
        "added",
        pick([
          .age(least: first, most: first + length), .age(least: first, most: nil),
          .age(least: nil, most: first),
        ]))
    case 4:
      let (first, length) = (number(0...40_000), number(0...900))
      return .field(
        "added",
        pick([
          .days(first: first, last: first + length), .days(first: first, last: nil),
          .days(first: nil, last: first),
        ]))
    default:
      return .field(
        pick(["smart", "collection"]), .text(SearchText(text().words, isExact: true)))
    }
  }

  /// Pieces of searches in any order, and some that are none.
  mutating func noise() -> String {
    let pieces = [
      "title:", "year:", "added:", "type:", "size:", "smart:", "..", "<", ">=", "1980", "30d", "\"",
      "(", ")", "-", "|", " ", "OR", "AND", "NOT", "\\", ":", "*", "^", "{title}", "NEAR(", "+",
      "'",
      ";--", "%", "_", "é", "e\u{301}", "🎬", "👩‍👩‍👧", "\u{202E}", "\r\n", "\t", "a", "2024-02-30",
      "\u{0}", "999999999999999999999", "\u{301}",
    ]
    return (0..<number(0...30)).map { _ in pick(pieces) }.joined()
  }
}
