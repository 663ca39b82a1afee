public import Library
public import Logging
public import Playout
public import Proofs
import Sources
public import Store

/// What jobs work with: the store, the clock and the ways out.
///
/// Everything outside the database is a closure, so that tests see what is
/// told to whom.
public struct JobTools: Sendable {
  /// The database.
  public var store: Store
  /// Where the guide files go.
  public var guideFolder: String
  /// The ffprobe program.
  public var ffprobe: String
  /// The wall clock.
  public var now: @Sendable () -> Moment
  /// Tells open pages of an event: the topic and a JSON message.
  public var publish: @Sendable (_ topic: String, _ json: [UInt8]) -> Void
  /// Tells the transcoder that a channel's timeline changed.
  public var refresh: @Sendable (ChannelID) -> Void
  /// Whether somebody may be watching a channel: its stream is made ahead of the clock.
  public var isOnAir: @Sendable (ChannelID) -> Bool
  /// Where jobs log.
  public var logger: Logger
  /// Where cards prove what they can, where that is kept, and where pictures of what was tried go;
  /// nil: nowhere.
  public var proving: (ground: ProvingGround, book: ProofBook, pictures: String)?

  /// Tools with all their parts; by default nobody is told anything.
  public init(
    store: Store, guideFolder: String, ffprobe: String = "ffprobe",
    now: @escaping @Sendable () -> Moment = Store.wallClock,
    publish: @escaping @Sendable (_ topic: String, _ json: [UInt8]) -> Void = { _, _ in },
    refresh: @escaping @Sendable (ChannelID) -> Void = { _ in },
    isOnAir: @escaping @Sendable (ChannelID) -> Bool = { _ in true },
    logger: Logger = Logger(label: "jobs")
  ) {
    self.store = store
    self.guideFolder = guideFolder
    self.ffprobe = ffprobe
    self.now = now
    self.publish = publish
    self.refresh = refresh
    self.isOnAir = isOnAir
    self.logger = logger
  }
}

/// How a job ended.
enum JobOutcome: Hashable, Sendable {
  /// It did what it was asked; the words tell what came of it.
  case done(String)
  /// It could not; the words tell why and what to do.
  case failed(String)
  /// It was asked to end; what it did until then is kept.
  case cancelled(String)
}
