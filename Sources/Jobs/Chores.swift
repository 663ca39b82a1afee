import Library
import Playout
import Store

/// What the runner does by itself: it says that it lives, extends the
/// timelines and drops what is past keeping.
struct Chores {
  /// How often all timelines are extended.
  static let upkeepInterval = Span.hours(1)
  /// How often old rows are dropped, and media that nobody has looked through are looked for.
  static let pruneInterval = Span.hours(24)
  /// How often it is looked whether a timeline is about to end.
  static let lookInterval = Span.minutes(1)
  /// What a timeline must still hold to be left alone until the hour.
  static let shortHorizon = Span.hours(2)
  /// How long to wait where the same subtitles could not be taken out.
  static let subtitleInterval = Span.minutes(10)
  /// How long to wait when building ahead did not help, as with an empty library.
  static let retryInterval = Span.minutes(10)

  private let tools: JobTools
  private var lastBeat: Moment?
  private var lastUpkeep: Moment?
  private var lastPrune: Moment?
  private var lastLook: Moment?
  private var lastRetry: Moment?
  private var lastSubtitles: (at: Moment, media: [MediaID])?

  init(tools: JobTools) { self.tools = tools }

  mutating func doWhatIsDue() throws {
    let now = tools.now()
    if Self.isDue(lastBeat, JobRunner.heartbeat, now) {
      lastBeat = now
      try tools.store.beatJobs()
    }
    if Self.isDue(lastPrune, Self.pruneInterval, now) {
      try tools.store.enqueue(kind: .prune)
      try tools.askForAnalysis()
      lastPrune = now
    }
    if Self.isDue(lastUpkeep, Self.upkeepInterval, now) {
      try tools.store.enqueue(kind: .timeline)
      try tools.askForSubtitles()
      (lastUpkeep, lastLook) = (now, now)
    } else if Self.isDue(lastLook, Self.lookInterval, now) {
      lastLook = now
      try extendIfShort(now)
      try askForSubtitlesSoon(now)
    }
  }

  /// Has the words of what is on air within hours taken out.
  private mutating func askForSubtitlesSoon(_ now: Moment) throws {
    guard try tools.store.usesSubtitles() else { return }
    let due = try tools.store.subtitlesDueSoon().map(\.id)
    guard !due.isEmpty else { return }
    // Those that were passed over are away: they come back with their disk.
    let isSame = lastSubtitles?.media == due
    guard !isSame || Self.isDue(lastSubtitles?.at, Self.subtitleInterval, now) else { return }
    try tools.store.enqueue(kind: .subtitles, subject: SubtitleJob.soon)
    lastSubtitles = (now, due)
  }

  private mutating func extendIfShort(_ now: Moment) throws {
    guard Self.isDue(lastRetry, Self.retryInterval, now) else { return }
    let isShort = try tools.store.channels().contains { entry in
      // A mirror has what its source has, and a live channel what is sent.
      guard entry.channel.isEnabled, entry.channel.kind.isProgrammed else { return false }
      let end = try tools.store.lastEntry(of: entry.channel.id)?.end
      return end.map { $0 < entry.channel.clock(at: now) + Self.shortHorizon } ?? true
    }
    guard isShort else { return }
    try tools.store.enqueue(kind: .timeline)
    lastRetry = now
  }

  /// A clock that was set back counts as due: better once too often than never.
  private static func isDue(_ last: Moment?, _ interval: Span, _ now: Moment) -> Bool {
    last.map { now < $0 || now - $0 >= interval } ?? true
  }
}
