import GRDB
import Library
import Playout
import TestSupport
import Testing

@testable import Store

#if canImport(Glibc)
  import Glibc
#endif

@Suite("Opening the database")
struct StoreOpeningTests {
  private let folder: ScratchFolder
  private var path: String { folder.file("exstreamtv.sqlite") }

  init() throws { folder = try ScratchFolder() }

  private func failure(_ open: () throws -> Store) -> StoreError? {
    #expect(throws: StoreError.self) { _ = try open() }
    do {
      _ = try open()
      return nil
    } catch {
      return error as? StoreError
    }
  }

  private func write(_ bytes: [UInt8], at offset: Int = 0, to path: String) {
    guard let file = fopen(path, offset == 0 ? "w" : "r+") else { return }
    fseek(file, offset, SEEK_SET)
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
  }

  @Test("makes a new one with the built-in profiles, and finds it again")
  func makesAndFinds() throws {
    let first = try Store.open(at: path)
    #expect(try first.profiles() == TranscodeProfile.builtIn)
    try first.setSetting("key", to: "value")
    #expect(try Store.open(at: path).setting("key") == "value")
  }

  @Test("is survived by many at once on a new file", .timeLimit(.minutes(1)))
  func opensAtOnce() async throws {
    let path = path
    try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<8 {
        group.addTask { try Store.open(at: path).profiles().count }
      }
      for try await count in group { #expect(count == TranscodeProfile.builtIn.count) }
    }
  }

  @Test("refuses a schema from a newer version and names both versions")
  func refusesNewerSchema() throws {
    _ = try Store.open(at: path)
    try DatabaseQueue(path: path).write { try $0.execute(sql: "PRAGMA user_version = 9000") }
    let error = try #require(failure { try Store.open(at: path) })
    #expect(error.code == .newerSchema)
    #expect(error.detail.contains("schema 9000"))
    #expect(error.detail.contains("up to \(Migration.latest)"))
  }

  @Test("refuses another program's database and leaves it as it is")
  func refusesForeignDatabase() throws {
    let foreign = try DatabaseQueue(path: path)
    try foreign.write { try $0.execute(sql: "CREATE TABLE folder (id)") }
    #expect(failure { try Store.open(at: path) }?.code == .foreign)
    let tables = try foreign.read {
      try String.fetchAll($0, sql: "SELECT name FROM sqlite_schema")
    }
    #expect(tables == ["folder"])
  }

  @Test("refuses a file that is no database, names it and leaves it as it is")
  func refusesNonsense() throws {
    let nonsense = [UInt8](String(repeating: "this is not a database. ", count: 400).utf8)
    write(nonsense, to: path)
    let error = try #require(failure { try Store.open(at: path) })
    #expect(error.code == .corrupt)
    #expect(error.detail.contains(path))
    #expect(error.detail.contains("Restore a backup"))
    var status = stat()
    #expect(stat(path, &status) == 0 && status.st_size == nonsense.count)
  }

  @Test("tells of damage that only shows when a damaged page is read")
  func tellsOfDamage() throws {
    do {
      let store = try Store.open(at: path)
      var batch = ScanBatch()
      batch.found = (0..<400).map { film("Film \($0)") }
      try store.upsertScan(batch, in: store.insertFolder(path: "/media").id)
    }
    try DatabaseQueue(path: path).writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
    }
    write([UInt8](repeating: 0x5a, count: 40 * 4096), at: 8 * 4096, to: path)
    let error = #expect(throws: StoreError.self) {
      let store = try Store.open(at: path)
      _ = try store.media(query: MediaQuery(text: "Film", limit: 500))
    }
    #expect(error?.code == .corrupt)
  }

  @Test("tells that another process holds the lock, after waiting", .timeLimit(.minutes(1)))
  func tellsOfLock() throws {
    let store = try Store.open(at: path, patience: .milliseconds(50))
    var unsafe = Configuration()
    unsafe.allowsUnsafeTransactions = true
    let other = try DatabaseQueue(path: path, configuration: unsafe)
    try other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
    let error = #expect(throws: StoreError.self) { try store.setSetting("a", to: "b") }
    #expect(error?.code == .locked)
    #expect(
      try store.profiles().count == TranscodeProfile.builtIn.count,
      "reading goes on while another process writes")
    try other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
    try store.setSetting("a", to: "b")
  }

  @Test("waits for the lock no longer than it was told to", .timeLimit(.minutes(1)))
  func tellsOfLockWhenOpening() throws {
    _ = try Store.open(at: path)
    var exclusive = Configuration()
    exclusive.prepareDatabase { try $0.execute(sql: "PRAGMA locking_mode = EXCLUSIVE") }
    let other = try DatabaseQueue(path: path, configuration: exclusive)
    try other.write { try $0.execute(sql: "PRAGMA user_version = \(Migration.latest)") }
    #expect(failure { try Store.open(at: path, patience: .milliseconds(50)) }?.code == .locked)
  }

  @Test("names a folder that is not there or can't hold a database", arguments: ["none", "/proc"])
  func tellsOfFolder(name: String) throws {
    let path = name.hasPrefix("/") ? name + "/exstreamtv.sqlite" : folder.file(name + "/x.sqlite")
    let error = try #require(failure { try Store.open(at: path) })
    #expect(error.code == .unreachable || error.code == .readOnly)
    #expect(error.detail.contains(path))
  }

  @Test("tells that file or folder can't be written", .enabled(if: getuid() != 0))
  func tellsOfReadOnly() throws {
    _ = try Store.open(at: path)
    chmod(path, 0o444)
    chmod(folder.path, 0o555)
    defer { chmod(folder.path, 0o755) }
    #expect(failure { try Store.open(at: path) }?.code == .readOnly)
    chmod(path, 0o644)
    #expect(failure { try Store.open(at: path) }?.code == .readOnly)
  }

  @Test("tells that the disk is full")
  func tellsOfFullDisk() throws {
    let store = try Store.open(at: path)
    try store.write { try $0.execute(sql: "PRAGMA max_page_count = 1") }
    let error = #expect(throws: StoreError.self) {
      for number in 0..<50 {
        try store.setSetting("\(number)", to: String(repeating: "x", count: 5000))
      }
    }
    #expect(error?.code == .full)
    #expect(error?.detail.contains("folder \(folder.path) ") == true)
  }

  @Test("changes its revision with every change by anybody, and only then")
  func countsRevisions() throws {
    let store = try Store.open(at: path)
    let other = try Store.open(at: path)
    let first = try store.revision()
    #expect(try store.revision() == first)
    try other.setSetting("a", to: "b")
    let second = try store.revision()
    #expect(second != first)
    try store.setSetting("a", to: "c")
    #expect(try store.revision() != second)
  }
}
