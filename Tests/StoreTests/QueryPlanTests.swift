import GRDB
import Library
import Schedule
import TestSupport
import Testing

@testable import Store

@Suite("Query plans")
struct QueryPlanTests {
  /// Every statement that runs on a hot path or over a table that grows.
  private static let statements: [(name: String, sql: String)] = [
    ("timeline window", TimelineSQL.window), ("last entry", TimelineSQL.last),
    ("first entry", TimelineSQL.first),
    ("timeline tail", TimelineSQL.tail), ("timeline remove", TimelineSQL.remove),
    ("timeline prune", TimelineSQL.prune), ("plan", TimelineSQL.plan),
    ("darkness", TimelineSQL.darkness),
    ("guide", GuideSQL.window), ("now and next", GuideSQL.nowAndNext),
    ("pause", PauseSQL.current),
    ("resume", PauseSQL.lift), ("mirrors", ChannelSQL.mirrorsOf),
    ("latest mirror", ChannelSQL.latestMirror),
    ("channel by number", ChannelSQL.byNumber), ("channel", ChannelSQL.byID),
    ("claimable job", JobSQL.claimable), ("queued twin", JobSQL.queuedTwin),
    ("build", BuildSQL.byID), ("open builds", BuildSQL.openOf),
    ("media", MediaSQL.byID), ("stamps", ScanSQL.stamps), ("present", ScanSQL.present),
    ("found", ScanSQL.markFound), ("show by title", ScanSQL.show),
    ("show's media", LibrarySQL.media(of: .show(ShowID(rawValue: 1)), isPlayable: true)),
    (
      "collection's media",
      LibrarySQL.media(of: .collection(CollectionID(rawValue: 1)), isPlayable: true)
    ),
    ("prune media", ScanSQL.pruneMedia),
    ("collection", CollectionSQL.byID), ("collection's items", CollectionSQL.items),
    ("smart collection by name", CollectionSQL.smart),
    ("definition", CollectionSQL.definition), ("kind of collection", CollectionSQL.kind),
    (
      "season's media",
      LibrarySQL.media(of: .season(ShowID(rawValue: 1), 1), isPlayable: true)
    ),
    ("item", LibrarySQL.media(of: .item(MediaID(rawValue: 1)), isPlayable: true)),
    ("warnings", WarningSQL.byChannel), ("forget warnings", WarningSQL.forget),
    ("next unseen", AnalysisSQL.next(in: .unseen)),
    ("next of a folder", AnalysisSQL.next(in: .folder(FolderID(rawValue: 1)))),
    ("unseen", AnalysisSQL.count(in: .unseen)), ("analysis", AnalysisSQL.byMedia),
    ("asked for", AnalysisSQL.asked), ("scans", AnalysisSQL.scans),
    (
      "dips",
      LibrarySQL.media(of: .show(ShowID(rawValue: 1)), isPlayable: true, withDips: true)
    ),
  ]

  /// Arguments are left unbound: SQLite plans without them.
  private func plan(of sql: String) throws -> [String] {
    let test = try TestStore()
    return try test.store.read { db in
      let statement = try db.makeStatement(sql: "EXPLAIN QUERY PLAN " + sql)
      statement.setUncheckedArguments([])
      return try Row.fetchAll(statement).map { $0["detail"] as String }
    }
  }

  @Test("use an index on every table but the few channels", arguments: statements.indices)
  func useIndexes(index: Int) throws {
    let (name, sql) = Self.statements[index]
    let plan = try plan(of: sql)
    #expect(!plan.isEmpty)
    for step in plan {
      let scansFew = step.hasPrefix("SCAN c USING INDEX")
      #expect(!step.hasPrefix("SCAN") || scansFew, "\(name): \(step)")
    }
  }

  @Test(
    "sort nothing for guide and plan",
    arguments: [TimelineSQL.plan, TimelineSQL.darkness, GuideSQL.window])
  func sortNothing(sql: String) throws {
    let plan = try plan(of: sql)
    #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
  }

  private func steps(of search: String) throws -> [String] {
    let query = try SearchQuery(search)
    let test = try TestStore()
    let sql = try test.store.read { db in
      var writer = SearchSQL(now: today)
      let condition = try writer.condition(query, in: db)
      return LibrarySQL.media(of: .search(search), isPlayable: true, where: condition)
    }
    return try plan(of: sql)
  }

  @Test("find words by the index of words, and media by their numbers")
  func findWords() throws {
    let steps = try steps(of: "alien title:\"the sea\"")
    #expect(steps.contains { $0.hasPrefix("SEARCH m USING INTEGER PRIMARY KEY") }, "\(steps)")
    #expect(steps.contains { $0.contains("media_words VIRTUAL TABLE INDEX") }, "\(steps)")
  }

  @Test(
    "read no probe for what can be aired",
    arguments: [
      "", "year:1980..1989", "-minutes:30..60 type:movie", "added:<30d height:720..", "size:>2g",
      "show:night OR season:1",
    ])
  func readNoProbe(search: String) throws {
    let steps = try steps(of: search)
    #expect(
      steps.contains { $0.contains(" m USING COVERING INDEX media_shelf") }, "\(steps)")
  }
}
