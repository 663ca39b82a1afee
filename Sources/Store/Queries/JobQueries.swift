import GRDB
import Library

enum JobSQL {
  static let byID = "SELECT \(Job.columns) FROM job WHERE id = ?"
  static let newest = "SELECT \(Job.columns) FROM job ORDER BY id DESC LIMIT ?"
  static let running = "SELECT \(Job.columns) FROM job WHERE state = 'running' ORDER BY id"
  static let queuedTwin = """
    SELECT \(Job.columns) FROM job
    WHERE state = 'queued' AND kind = ? AND ifnull(subject, '') = ifnull(?, '')
    """
  static let insert = "INSERT INTO job (kind, subject, created_at) VALUES (?, ?, ?)"
  static let claimable = """
    SELECT q.id FROM job q
    WHERE q.state = 'queued' AND q.kind IS NOT :left
      AND NOT EXISTS (SELECT 1 FROM job r WHERE r.state = 'running' AND r.kind = q.kind)
    ORDER BY q.id LIMIT 1
    """
  static let claim = """
    UPDATE job SET state = 'running', started_at = ?, done = 0, total = NULL, detail = NULL
    WHERE id = ?
    """
  static let progress = """
    UPDATE job SET done = ?, total = ?, detail = ? WHERE id = ? AND state = 'running'
    """
  static let finish = """
    UPDATE job SET state = ?, detail = ?, error = ?, ended_at = ? WHERE id = ? AND state = 'running'
    """
  static let requeue = """
    UPDATE job SET state = 'queued', started_at = NULL WHERE id = ? AND state = 'running'
    """
  static let cancelQueued = """
    UPDATE job SET state = 'cancelled', ended_at = ? WHERE id = ? AND state = 'queued'
    """
  static let cancelRunning = "UPDATE job SET cancel = 1 WHERE id = ? AND state = 'running'"
  static let isCancelled = "SELECT cancel FROM job WHERE id = ?"
  static let prune = """
    DELETE FROM job WHERE state NOT IN ('queued', 'running')
      AND id <= (SELECT id FROM job ORDER BY id DESC LIMIT 1 OFFSET ?)
    """
}

extension Store {
  /// Asks for a job; a twin that still waits is answered instead of a second one.
  @discardableResult
  public func enqueue(kind: JobKind, subject: String? = nil) throws(StoreError) -> Job {
    let time = now().milliseconds
    return try write { db in
      let twin = try db.first(JobSQL.queuedTwin, [kind.rawValue, subject], Job.init(row:))
      if let twin { return twin }
      try db.run(JobSQL.insert, [kind.rawValue, subject, time])
      return try Self.job(JobID(rawValue: db.lastInsertedRowID), in: db)
    }
  }

  /// Takes the oldest waiting job whose kind is not being worked on; one kind may be left alone.
  public func claimJob(leaving left: JobKind? = nil) throws(StoreError) -> Job? {
    let left: StatementArguments = ["left": left?.rawValue]
    let time = now().milliseconds
    // Most looks find nothing: they must not wait for the write lock.
    guard try read({ try $0.first(JobSQL.claimable, left) { $0[0] as Int64 } }) != nil else {
      return nil
    }
    return try write { db in
      guard let id = try db.first(JobSQL.claimable, left, { $0[0] as Int64 }) else { return nil }
      try db.run(JobSQL.claim, [time, id])
      return try Self.job(JobID(rawValue: id), in: db)
    }
  }

  /// Notes how far a running job has come; answers it as it now stands.
  @discardableResult
  public func progress(
    job id: JobID, done: Int, total: Int?, detail: String?
  ) throws(StoreError) -> Job {
    try write { db in
      try db.run(JobSQL.progress, [done, total, detail, id.rawValue])
      return try Self.job(id, in: db)
    }
  }

  /// Ends a running job.
  @discardableResult
  public func finish(
    job id: JobID, _ state: Job.State, detail: String? = nil, error: String? = nil
  ) throws(StoreError) -> Job {
    let time = now().milliseconds
    return try write { db in
      try db.run(JobSQL.finish, [state.rawValue, detail, error, time, id.rawValue])
      return try Self.job(id, in: db)
    }
  }

  /// Puts a running job back into the queue, because its runner ends.
  public func requeue(job id: JobID) throws(StoreError) {
    let time = now().milliseconds
    try write { db in try Self.requeue(Self.job(id, in: db), at: time, in: db) }
  }

  /// Ends a waiting job at once, asks a running one to end.
  ///
  /// - Throws: `notFound` when there is no such job.
  public func requestCancel(job id: JobID) throws(StoreError) -> Job {
    let time = now().milliseconds
    return try write { db in
      try db.run(JobSQL.cancelQueued, [time, id.rawValue])
      try db.run(JobSQL.cancelRunning, [id.rawValue])
      return try Self.job(id, in: db)
    }
  }

  /// Whether somebody asked a job to end.
  public func isCancelRequested(job id: JobID) throws(StoreError) -> Bool {
    try read { try $0.count(JobSQL.isCancelled, [id.rawValue]) } == 1
  }

  /// The newest jobs, newest first.
  public func jobs(limit: Int = 50) throws(StoreError) -> [Job] {
    try read { try $0.rows(JobSQL.newest, [limit], Job.init(row:)) }
  }

  /// One job.
  public func job(_ id: JobID) throws(StoreError) -> Job? {
    try read { try $0.first(JobSQL.byID, [id.rawValue], Job.init(row:)) }
  }

  /// Puts jobs that a dead runner left behind back into the queue; tells how many there were.
  @discardableResult
  public func recoverJobs() throws(StoreError) -> Int {
    let time = now().milliseconds
    return try write { db in
      let left = try db.rows(JobSQL.running, [], Job.init(row:))
      for job in left { try Self.requeue(job, at: time, in: db) }
      return left.count
    }
  }

  /// Drops ended jobs but for the newest; tells how many.
  @discardableResult
  public func pruneJobs(keeping count: Int = 500) throws(StoreError) -> Int {
    try write { try $0.run(JobSQL.prune, [count]) }
  }

  private static func job(_ id: JobID, in db: Database) throws -> Job {
    guard let job = try db.first(JobSQL.byID, [id.rawValue], Job.init(row:)) else {
      throw StoreError(
        .notFound, subject: "job \(id.rawValue)", detail: "There is no job \(id.rawValue).")
    }
    return job
  }

  private static func requeue(_ job: Job, at time: Int64, in db: Database) throws {
    let isCancelled = try db.count(JobSQL.isCancelled, [job.id.rawValue]) == 1
    let twin = try db.first(JobSQL.queuedTwin, [job.kind.rawValue, job.subject], Job.init(row:))
    if isCancelled || twin != nil {
      let detail = isCancelled ? job.detail : "Job \(twin?.id.rawValue ?? 0) goes on with it."
      try db.run(
        JobSQL.finish, [Job.State.cancelled.rawValue, detail, nil, time, job.id.rawValue])
    } else {
      try db.run(JobSQL.requeue, [job.id.rawValue])
    }
  }
}
