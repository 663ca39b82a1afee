import GRDB
import Library
import Playout
import Schedule
import TestSupport
import Testing

@testable import Store

@Suite("Searching the library")
struct SearchTests {
  private let test: TestStore

  init() throws {
    test = try TestStore()
    var batch = ScanBatch()
    batch.found = [
      film("Alien", year: 1979), film("The Sea", in: "/media/old", year: 1985),
      film("Amélie", year: 2001), film("Space: The Sea 🎬", in: "/srv/new films", year: 2020),
      episode("Pilot", of: "Night Shift", 1, 1, year: 1985),
      episode("Second", of: "Night Shift", 1, 2, year: 1985),
      episode("Return", of: "Night Shift", 2, 1, year: 1985), song("Aria"),
    ]
    batch.found[2].duration = .minutes(25)
    batch.found[2].probe.video?.height = 1080
    batch.found[2].probe.video?.codec = "hevc"
    batch.found[2].probe.audio = [
      AudioStream(index: 1, codec: "aac", channels: 2, sampleRate: 48_000, language: "fre"),
      AudioStream(index: 2, codec: "ac3", channels: 6, sampleRate: 48_000, language: "eng"),
    ]
    batch.found[2].probe.subtitles = [SubtitleStream(index: 3, codec: "subrip", language: "ger")]
    batch.found[3].stamp.size = 3_000_000_000
    let folder = try test.store.insertFolder(path: "/media")
    try test.store.upsertScan(batch, in: folder.id)
  }

  private func song(_ title: String) -> FoundMedia {
    var song = film(title)
    song.kind = .other
    song.probe.video = nil
    song.probe.container = "mp3"
    return song
  }

  private func found(_ text: String) throws -> [String] {
    try test.store.media(query: MediaQuery(search: SearchQuery(text))).items.map(\.item.title)
      .sorted()
  }

  @Test(
    "finds what words and fields say",
    arguments: [
      ("alien", "Alien"), ("ali", "Alien"), ("\"ali\"", ""), ("amelie", "Amélie"),
      ("night", "Pilot Return Second"), ("night pilot", "Pilot"),
      ("alien OR pilot", "Alien Pilot"), ("\"the sea\" -space", "The Sea"),
      ("title:sea year:..1999", "The Sea"), ("show:\"night shift\" season:1", "Pilot Second"),
      ("season:1 episode:2", "Second"), ("-season:1 show:night", "Return"),
      ("year:1979..1985 type:movie", "Alien|The Sea"), ("-year:0.. type:movie", ""),
      ("minutes:20..30", "Amélie"), ("minutes:25", "Amélie"), ("seconds:..1500", "Amélie"),
      ("height:1080..", "Amélie"), ("codec:hevc", "Amélie"), ("audio:ac3", "Amélie"),
      ("lang:fre", "Amélie"), ("subs:ger", "Amélie"), ("type:music", "Aria"),
      ("container:mp3", "Aria"), ("size:>2g", "Space: The Sea 🎬"),
      ("folder:\"new films\"", "Space: The Sea 🎬"), ("folder:/media/old", "The Sea"),
      ("folder:/media/ol", ""), ("path:srv", "Space: The Sea 🎬"), ("🎬", "Space: The Sea 🎬"),
      ("added:<1d alien", "Alien"), ("added:>1d", ""), ("added:2026 alien", "Alien"),
      ("type:episode -(pilot OR second)", "Return"), ("collection:none", ""), ("smart:none", ""),
      ("title:\"space: the\"", "Space: The Sea 🎬"), ("\u{301}", ""), ("\"x\\\"\u{301}\"", ""),
      ("title:NEAR", ""),
      ("title:*", ""), ("title:'", ""), ("\"title : alien\"", ""),
      ("title:a*", "Alien Amélie Aria"),
    ])
  func finds(text: String, titles: String) throws {
    let wanted =
      titles.contains(" ") && !titles.contains(where: { $0 == "|" || $0 == ":" })
        && !titles.hasPrefix("The") ? titles.split(separator: " ") : titles.split(separator: "|")
    #expect(try found(text) == wanted.map(String.init), "\(text)")
  }

  @Test("follows what changes: titles, shows, removed files")
  func follows() throws {
    let id = try #require(try test.store.media(query: MediaQuery(text: "Alien")).items.first?.id)
    try test.store.write { db in
      try db.execute(
        sql: "UPDATE media SET title = 'Renamed' WHERE id = ?", arguments: [id.rawValue])
      try db.execute(sql: "UPDATE show SET title = 'Day Watch'")
    }
    #expect(try found("title:alien").isEmpty)
    #expect(try found("renamed") == ["Renamed"])
    #expect(try found("show:watch").count == 3)
    #expect(try found("show:night").isEmpty)
    try test.store.write { try $0.execute(sql: "DELETE FROM media WHERE title = 'Renamed'") }
    #expect(try found("renamed").isEmpty)
    let rows = try test.store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM media_words") }
    #expect(rows == 7)
  }

  @Test("reads every field of the table")
  func fields() throws {
    for field in SearchField.all {
      #expect(SearchSQL.columns[field.name] != nil, "\(field.name)")
      _ = try found("\(field.name):\(field.example)")
    }
    #expect(SearchSQL.columns.count == SearchField.all.count)
  }

  @Test("of any text answers or refuses", arguments: UInt64(1)...150)
  func anyText(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let pieces = [
      "alien", "\"", "*", "NEAR(", "^", "+", "{title}:", "title:", "'", "--", ";", "\\", "%", "_",
      "🎬", "\u{301}", "²", "٣", "(", ")", " OR ", "-", "year:1980..", "\u{FFFD}", "é", "　",
    ]
    let text = (0..<Int.random(in: 1...12, using: &generator))
      .map { _ in pieces[Int.random(in: 0..<pieces.count, using: &generator)] }.joined()
    guard let query = try? SearchQuery(text) else { return }
    _ = try test.store.media(query: MediaQuery(search: query))
  }

  @Test("of many words in deep parentheses still answers")
  func deep() throws {
    var text = "alien"
    for index in 0..<SearchQuery.deepest { text = "(\(text) OR -word\(index))" }
    #expect(try found(text).isEmpty == false)
    let wide = (0..<SearchQuery.mostTerms).map { "-word\($0)" }.joined(separator: " ")
    #expect(try found(wide).count == 8)
  }

  @Test("smart collections name each other; circles are refused, and find nothing where they are")
  func smart() throws {
    let store = test.store
    func smart(_ name: String, _ query: String) throws -> ListedCollection {
      try store.insertCollection(name: name, kind: .smart, list: ContentList(query: query))
    }
    let old = try smart("Old", "year:..1990")
    let films = try smart("Old films", "smart:old type:movie")
    #expect(films.items == 0)
    #expect(try store.collections().first { $0.id == films.id }?.items == 2)
    #expect(try found("smart:\"OLD FILMS\"") == ["Alien", "The Sea"])
    #expect(
      try store.scheduleItems(of: .smart(films.id)).map(\.title).sorted() == ["Alien", "The Sea"])
    for query in ["smart:\"old films\"", "smart:Old", "title:x OR smart:Old"] {
      let error = #expect(throws: StoreError.self) {
        try store.updateCollection(old.id, list: ContentList(query: query))
      }
      #expect(error?.code == .conflict && error?.field == "query", "\(query)")
    }
    let unknown = #expect(throws: StoreError.self) { try smart("Other", "smart:nobody") }
    #expect(unknown?.code == .notFound && unknown?.field == "query")
    let named = #expect(throws: StoreError.self) { try store.deleteCollection(old.id) }
    #expect(named?.detail.contains("the collection 'Old films'") == true)
    #expect(throws: StoreError.self) { try store.updateCollection(old.id, name: "New") }
    // As a damaged database or a race might have it.
    try store.write { db in
      try db.execute(
        sql: "UPDATE collection SET definition = ? WHERE id = ?",
        arguments: [#"{"query":"year:..1990 OR smart:\"old films\""}"#, old.id.rawValue])
    }
    #expect(try found("smart:old").count == 5)
    #expect(try store.scheduleItems(of: .smart(films.id)).count == 2)
    try store.write { db in
      try db.execute(
        sql: "UPDATE collection SET definition = 'no JSON' WHERE id = ?",
        arguments: [films.id.rawValue])
    }
    #expect(try store.scheduleItems(of: .smart(films.id)).isEmpty)
    #expect(try store.collections().count == 2)
  }

  @Test("a database of before finds its media, damaged probes as well", arguments: [1, 5, 9])
  func earlier(schema: Int) throws {
    let folder = try ScratchFolder()
    let path = folder.file("old.sqlite")
    try DatabaseQueue(path: path).writeWithoutTransaction { db in
      try Schema.migrate(db, path: path, to: min(schema, 8))
      try db.execute(
        sql: """
          INSERT INTO folder (id, path, added_at) VALUES (1, '/m', 0);
          INSERT INTO show (id, title) VALUES (1, 'Night Shift');
          INSERT INTO media (folder, path, kind, title, show, duration, size, modified, probe, added_at)
            VALUES (1, '/m/a.mkv', 'episode', 'Pilot', 1, 60000, 1, 1,
              '{"container":"matroska","video":{"codec":"h264","width":640,"height":480}}', 0),
            (1, '/m/b.mkv', 'movie', 'Broken', NULL, 60000, 1, 1, '{"vid', 0);
          """)
    }
    let store = try Store.open(at: path)
    func titles(_ text: String) throws -> [String] {
      try store.media(query: MediaQuery(search: SearchQuery(text))).items.map(\.item.title)
    }
    #expect(try titles("night pilot height:480 codec:h264") == ["Pilot"])
    #expect(try titles("broken") == ["Broken"])
  }
}
