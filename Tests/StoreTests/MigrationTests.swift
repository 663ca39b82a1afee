import GRDB
import Library
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

  @Test("are named by their number")
  func areNumbered() {
    for (index, migration) in Migration.all.enumerated() {
      let number = String(1001 + index).dropFirst()
      #expect(migration.name.hasPrefix("\(number)_"))
    }
  }

  @Test("leave a sound database without broken references")
  func areSound() throws {
    let folder = try ScratchFolder()
    let path = try database(atSchema: Migration.latest, in: folder)
    try DatabaseQueue(path: path).read { db in
      #expect(try String.fetchOne(db, sql: "PRAGMA integrity_check") == "ok")
      #expect(try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").isEmpty)
    }
  }
}
