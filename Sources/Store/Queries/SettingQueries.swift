import GRDB
public import Library

enum SettingSQL {
  static let read = "SELECT value FROM setting WHERE key = ?"
  static let write = """
    INSERT INTO setting (key, value) VALUES (?, ?)
    ON CONFLICT(key) DO UPDATE SET value = excluded.value
    """
}

extension Store {
  /// The value that was stored under a key.
  public func setting(_ key: String) throws(StoreError) -> String? {
    try read { try $0.first(SettingSQL.read, [key]) { $0[0] as String } }
  }

  /// Stores a value under a key.
  public func setSetting(_ key: String, to value: String) throws(StoreError) {
    try write { db in _ = try db.run(SettingSQL.write, [key, value]) }
  }

  /// When the job runner last said that it lives.
  public func jobsHeartbeat() throws(StoreError) -> Moment? {
    try setting("jobs.heartbeat").flatMap(Int64.init).map(Moment.init(milliseconds:))
  }

  /// Notes that the job runner lives.
  public func beatJobs() throws(StoreError) {
    try setSetting("jobs.heartbeat", to: String(now().milliseconds))
  }
}
