import Foundation
import GRDB
import Library
import Playout
import Schedule
import TestSupport
import Testing

@testable import Store

@Suite("Migrations")
struct MigrationTests {
  /// Builds the schema of an earlier version in a fresh file.
  private func database(atSchema number: Int, in folder: ScratchFolder) throws -> String {
    let path = folder.file("schema\(number).sqlite")
    try DatabaseQueue(path: path).writeWithoutTransaction { db in
      try Schema.migrate(db, path: path, to: number)
    }
    return path
  }

  private func schema(of path: String) throws -> [String] {
    try DatabaseQueue(path: path).read { db in
      try String.fetchAll(
        db,
        sql: "SELECT type || ' ' || name || ' ' || ifnull(sql, '') FROM sqlite_schema ORDER BY 1")
    }
  }

  @Test("lead from every earlier schema to the newest", arguments: 0...Migration.latest)
  func leadToNewest(from number: Int) throws {
    let folder = try ScratchFolder()
    let path = try database(atSchema: number, in: folder)
    let store = try Store.open(at: path)
    #expect(try store.profiles().isEmpty == false)
    #expect(try schema(of: path) == schema(of: database(atSchema: Migration.latest, in: folder)))
  }

  @Test("are named by numbers that rise")
  func areNumbered() {
    let names = Migration.all.map(\.name)
    #expect(names == names.sorted())
    #expect(Set(names.map { $0.prefix(4) }).count == names.count)
    for name in names { #expect(name.wholeMatch(of: /[0-9]{3}_[A-Z][A-Za-z]+/) != nil, "\(name)") }
  }

  @Test("keep channels of the first schema, without a limit of viewers")
  func keepChannels() throws {
    let folder = try ScratchFolder()
    let path = try database(atSchema: 1, in: folder)
    try DatabaseQueue(path: path).write { db in
      try db.execute(
        sql: """
          INSERT INTO channel VALUES ('abcdefgh', '7', 7007, 'Seven', NULL, 1, '720p', 0,
            'continuous', 'library', NULL, 'shuffle', 1)
          """)
    }
    let channel = try #require(try Store.open(at: path).channels().first?.channel)
    #expect(channel.name == "Seven")
    #expect(channel.viewerLimit == nil)
    #expect(channel.kind == .continuous)
    #expect(channel.mirror == nil && channel.pausedAt == nil)
  }

  @Test("tell entries of every earlier schema the cursor that they moved", arguments: 1...7)
  func keepCursors(from number: Int) throws {
    let folder = try ScratchFolder()
    let path = try database(atSchema: number, in: folder)
    try DatabaseQueue(path: path).write { db in
      try db.execute(
        sql: """
          INSERT INTO channel (id, number, number_key, name, enabled, profile, premiere, kind,
            content_kind, content_id, play_order, seed)
          VALUES ('abcdefgh', '7', 7007, 'Seven', 1, '720p', 0, 'continuous', 'show', 4,
            'shuffle', 1);
          INSERT INTO timeline (channel, start_at, end_at, media, cycle)
          VALUES ('abcdefgh', 1000, 2000, 9, 3)
          """)
    }
    let store = try Store.open(at: path)
    let channel = try #require(try store.channels().first)
    #expect(channel.ruleSet == nil)
    #expect(try channel.programming() == RuleSet(channel.rules))
    let entry = try #require(try store.lastEntry(of: channel.channel.id))
    let rundown = try channel.programming().rundown(seed: 1)
    #expect([entry.content] == rundown.contents.keys.sorted())
    #expect(entry.path == "base/0" && entry.role == .programme && entry.cycle == 3)
    #expect(entry.group == entry.start)
    #expect(try store.standing(of: channel.channel.id) == nil)
  }

  @Test("keep what was measured of one track, and have files with more looked through again")
  func keepLoudness() throws {
    let folder = try ScratchFolder()
    let path = try database(atSchema: 20, in: folder)
    try DatabaseQueue(path: path).write { db in
      try db.execute(
        sql: "INSERT INTO folder (id, path, added_at) VALUES (1, '/media', 0)")
      for (id, tracks) in [(1, 1), (2, 2), (3, 2), (4, 2)] {
        let probe = MediaProbe(
          container: "matroska", duration: .seconds(9),
          audio: (1...tracks).map {
            AudioStream(index: $0, codec: "aac", channels: 2, sampleRate: 48_000)
          })
        try db.execute(
          sql: """
            INSERT INTO media (id, folder, path, size, modified, kind, title, duration, probe,
              added_at)
            VALUES (?, 1, ?, 1, 2, 'movie', 'A', 9000, ?, 0)
            """,
          arguments: [
            id, "/media/\(id)", String(decoding: try JSONEncoder().encode(probe), as: UTF8.self),
          ])
      }
      try db.execute(
        sql: """
          INSERT INTO analysis (media, size, modified, analyzed_at, dips, stream, loudness,
            loudness_range, true_peak)
          VALUES (1, 1, 2, 5, '[]', 1, -20.5, 3, -1), (2, 1, 2, 5, '[]', 2, -30, 4, -2),
            (3, 1, 2, 5, '[]', NULL, NULL, NULL, NULL);
          INSERT INTO analysis (media, size, modified, analyzed_at, failure)
          VALUES (4, 1, 2, 5, 'Broken.')
          """)
    }
    let store = try Store.open(at: path)
    let ids = (1...4).map { MediaID(rawValue: $0) }
    let found = try store.analyses(of: ids)
    #expect(
      ids.map { found[$0]?.analysis.loudness } == [
        [Loudness(stream: 1, integrated: -20.5, range: 3, truePeak: -1)],
        [Loudness(stream: 2, integrated: -30, range: 4, truePeak: -2)], [], [],
      ])
    #expect(try store.countToAnalyze(.unseen) == 2)
    let file = try #require(try store.nextToAnalyze(.unseen))
    #expect(file.id == MediaID(rawValue: 2))
    try store.keep(MediaAnalysis(), of: file.id, stamp: file.stamp)
    #expect(try store.countToAnalyze(.unseen) == 1)
  }

  @Test("leave a sound database without broken references")
  func areSound() throws {
    let folder = try ScratchFolder()
    let path = try database(atSchema: Migration.latest, in: folder)
    let queue = try DatabaseQueue(path: path)
    let integrity = try queue.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") }
    let broken = try queue.read { try Row.fetchAll($0, sql: "PRAGMA foreign_key_check") }
    #expect(integrity == "ok")
    #expect(broken.isEmpty)
  }
}
