import GRDB
public import Library
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The library, the channels, their timelines and the jobs, in one SQLite
/// file that several processes share.
///
/// Everything that asks SQL of that file is an extension below `Queries/`.
/// All methods block; call them on plain threads.
///
///     let store = try Store.open(at: "data/exstreamtv.sqlite")
///     let channels = try store.channels()
public final class Store: Sendable {
  /// The database's path.
  public let path: String
  /// What the wall clock says; tests set their own.
  public let now: @Sendable () -> Moment

  private let pool: DatabasePool
  /// Its own connection, because `PRAGMA data_version` counts the commits of
  /// all others as one connection sees them.
  private let watcher: DatabaseQueue

  private init(
    path: String, pool: DatabasePool, watcher: DatabaseQueue, now: @escaping @Sendable () -> Moment
  ) {
    self.path = path
    self.pool = pool
    self.watcher = watcher
    self.now = now
  }

  /// Opens the database, makes it if it is not there, and brings its schema up to date.
  ///
  /// - Parameters:
  ///   - path: The file; its folder must exist.
  ///   - patience: How long to wait for a lock before ``StoreError/Code/locked``.
  ///   - readers: How many reads may run at once.
  ///   - now: The clock that stamps rows.
  /// - Returns: The open store.
  /// - Throws: Why it can't be opened; the file is never replaced or emptied.
  public static func open(
    at path: String, patience: Span = .seconds(5), readers: Int = 4,
    now: @escaping @Sendable () -> Moment = Store.wallClock
  ) throws(StoreError) -> Store {
    try checkPermission(path)
    do {
      let settings = configuration(patience: patience, readers: readers)
      let pool = try opened(patience: patience) {
        try DatabasePool(path: path, configuration: settings)
      }
      try pool.writeWithoutTransaction { try Schema.migrate($0, path: path) }
      var watching = settings
      watching.readonly = true
      let watcher = try DatabaseQueue(path: path, configuration: watching)
      return Store(path: path, pool: pool, watcher: watcher, now: now)
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// The time of day by the machine's clock.
  public static let wallClock: @Sendable () -> Moment = {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Moment(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }

  /// A number that changes whenever anybody, in any process, changed the database.
  ///
  /// Two equal numbers mean that an answer made at the first still holds.
  public func revision() throws(StoreError) -> Int64 {
    do {
      return try watcher.inDatabase { db in
        try Int64.fetchOne(db.cachedStatement(sql: "PRAGMA data_version")) ?? 0
      }
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Gives back the memory that finished work needed: pages of the database, mostly.
  public func releaseMemory() {
    pool.releaseMemory()
  }

  func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
    do { return try pool.read(body) } catch { throw StoreError(error, path: path) }
  }

  func write<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
    do { return try pool.write(body) } catch { throw StoreError(error, path: path) }
  }

  /// The path of something beside the database.
  func place(of name: String) -> String {
    "\(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])/\(name)"
  }

  /// SQLite opens what it may not write for reading only, and fails much later.
  private static func checkPermission(_ path: String) throws(StoreError) {
    let folder = path.split(separator: "/").dropLast().joined(separator: "/")
    let around = path.hasPrefix("/") ? "/" + folder : folder.isEmpty ? "." : folder
    for place in [path, around] where access(place, W_OK) != 0 {
      // What is not there is made, or reported when it can't be.
      guard errno == ENOENT else { throw StoreError.readOnly(path) }
    }
  }

  private static func configuration(patience: Span, readers: Int) -> Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(patience.seconds)
    configuration.maximumReaderCount = readers
    configuration.label = "Store"
    configuration.prepareDatabase { db in
      try db.execute(sql: "PRAGMA synchronous = NORMAL")
    }
    return configuration
  }

  /// Several processes open a new file at the same moment when the station
  /// starts, and SQLite answers the switch to WAL with "busy" at once instead
  /// of waiting, so the wait is done here.
  private static func opened(
    patience: Span, _ open: () throws -> DatabasePool
  ) throws -> DatabasePool {
    let end = ContinuousClock.now + patience.duration
    while true {
      do {
        return try open()
      } catch let error as DatabaseError
        where error.resultCode == .SQLITE_BUSY && ContinuousClock.now < end
      {
        usleep(20_000)
      }
    }
  }
}
