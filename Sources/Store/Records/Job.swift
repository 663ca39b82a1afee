import GRDB
public import Library

/// The number of one job.
public struct JobID: RawRepresentable, Hashable, Codable, Sendable {
  /// The row number.
  public var rawValue: Int64
  /// Wraps a row number.
  public init(rawValue: Int64) { self.rawValue = rawValue }
}

/// What a job does.
public enum JobKind: String, Codable, CaseIterable, Sendable {
  /// Reads a folder; the subject is its number.
  case scan
  /// Builds timelines ahead; the subject is a channel, none means all.
  case timeline
  /// Writes the guide files.
  case guide
  /// Drops what is past keeping.
  case prune
  /// Looks through whole files; the subject is `folder:` or `media:` and a number, none means all
  /// that nobody has looked through.
  case analysis
  /// Has this machine's cards prove what they can; the subject `again` does so although nothing
  /// changed.
  case proof
  /// Takes the words of subtitles out of files; the subject `soon` means only those that are on air
  /// within hours.
  case subtitles
  /// Makes ten seconds of a file in a profile; the subject is which, as JSON.
  case tryOut
}

/// One piece of work that outlives the process that asked for it.
///
/// Encodes as the API's answer about a job.
public struct Job: Identifiable, Hashable, Codable, Sendable {
  /// How far a job has come.
  public enum State: String, Codable, CaseIterable, Sendable {
    /// It waits for its turn.
    case queued
    /// It is being done.
    case running
    /// It was done.
    case done
    /// It ended with an error.
    case failed
    /// Somebody ended it; what it did until then is kept.
    case cancelled
  }

  /// The job's number.
  public var id: JobID
  /// What it does.
  public var kind: JobKind
  /// What it does it to.
  public var subject: String?
  /// How far it has come.
  public var state: State
  /// Pieces done.
  public var done: Int
  /// Pieces in all, if known.
  public var total: Int?
  /// What it is doing or what came of it, in words.
  public var detail: String?
  /// When somebody asked for it.
  public var createdAt: Moment
  /// When it began.
  public var startedAt: Moment?
  /// When it ended.
  public var endedAt: Moment?
  /// Why it failed, in words.
  public var error: String?

  /// A job with all its parts.
  public init(
    id: JobID, kind: JobKind, subject: String? = nil, state: State = .queued, done: Int = 0,
    total: Int? = nil, detail: String? = nil, createdAt: Moment, startedAt: Moment? = nil,
    endedAt: Moment? = nil, error: String? = nil
  ) {
    self.id = id
    self.kind = kind
    self.subject = subject
    self.state = state
    self.done = done
    self.total = total
    self.detail = detail
    self.createdAt = createdAt
    self.startedAt = startedAt
    self.endedAt = endedAt
    self.error = error
  }

  static let columns = """
    id, kind, subject, state, done, total, detail, created_at, started_at, ended_at, error
    """

  init(row: Row) throws {
    guard let kind = JobKind(rawValue: row[1]), let state = State(rawValue: row[3]) else {
      let id: Int64 = row[0]
      throw StoreError(
        .corrupt, subject: "job \(id)",
        detail: "The stored job \(id) is of a kind that this version does not know.")
    }
    func moment(_ index: Int) -> Moment? {
      (row[index] as Int64?).map(Moment.init(milliseconds:))
    }
    self.init(
      id: JobID(rawValue: row[0]), kind: kind, subject: row[2], state: state, done: row[4],
      total: row[5], detail: row[6], createdAt: Moment(milliseconds: row[7]), startedAt: moment(8),
      endedAt: moment(9), error: row[10])
  }
}
