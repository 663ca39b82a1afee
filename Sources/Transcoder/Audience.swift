import Control
import Library
import Playout

/// The viewers of one channel, kept from what was seen of them.
///
/// A viewer of a playlist is there while requests with its session come; a
/// viewer of the endless stream while its connection stands and takes what it
/// is sent.
struct Audience: Sendable {
  /// The most sessions that are kept, so that invented ones can't fill the memory.
  static let limit = 10_000
  /// How long a viewer of the endless stream may leave a segment untaken.
  static let readingPatience = Span.seconds(30)
  /// How long a playlist's viewer that went away is known when it returns.
  static let memory = Span.seconds(120)
  /// How many of those are kept.
  private static let memoryLimit = 1000
  /// How soon after its last request a client that asks anew has replaced its session.
  private static let handover = Span.seconds(10)
  /// How many segments' moments are kept: all that a playlist can list.
  private static let startLimit = 64

  /// Whose viewers these are.
  let channel: ChannelID
  private(set) var sessions: [String: OnAirStatus.Session] = [:]
  /// When the last viewer was seen; at first when the channel was asked for.
  private(set) var lastSeen: Moment
  /// The playlist's target duration: players ask for it at least that often.
  var target = Span.seconds(5)
  /// What happened to viewers since it was last asked for.
  private var news = SessionNews()
  /// Viewers of the endless stream who have not taken what they were told of, and since when.
  private var owing: [String: Moment] = [:]
  /// Playlist viewers that fell silent, and when they were given up.
  private var former: [String: (session: OnAirStatus.Session, at: Moment)] = [:]
  /// The moments that segments begin at, oldest first.
  private var starts: [(sequence: Int64, moment: Moment)] = []

  /// Nobody, as of the moment somebody asked for the channel.
  init(of channel: ChannelID, at now: Moment) {
    self.channel = channel
    lastSeen = now
  }

  /// How long after its last request a playlist's viewer counts as gone.
  var patience: Span { target + target + target }

  /// How long a viewer may be quiet before another one of the same client may take its place.
  var hush: Span { target + .seconds(1) }

  /// Whether a session is here, or was a moment ago.
  func knows(_ session: String) -> Bool {
    sessions[session] != nil || former[session] != nil
  }

  /// Notes a request of a viewer.
  ///
  /// - Parameters:
  ///   - viewer: Who asked.
  ///   - bytes: How much it was given.
  ///   - sequence: The segment that it was given, if it was one.
  ///   - showsMessages: Whether a new viewer can show messages.
  ///   - now: The moment that counts as present.
  /// - Returns: Whether the viewer is new.
  @discardableResult
  mutating func see(
    _ viewer: Viewer, bytes: Int64, sequence: Int64? = nil, showsMessages: Bool = false,
    at now: Moment
  ) -> Bool {
    let isNew = sessions[viewer.session] == nil
    guard !isNew || sessions.count < Self.limit else { return false }
    lastSeen = now
    var session =
      sessions[viewer.session] ?? former.removeValue(forKey: viewer.session)?.session
      ?? OnAirStatus.Session(
        viewer: viewer, since: now, lastSeen: now, bytes: 0, showsMessages: showsMessages)
    session.lastSeen = now
    session.bytes += bytes
    if let moment = moment(of: sequence) { session.position = moment }
    sessions[viewer.session] = session
    if isNew { news.add(SessionChange(.started, at: now, channel: channel, viewer: viewer)) }
    return isNew
  }

  /// Notes when a segment begins, so that sequence numbers say where viewers are.
  mutating func note(_ segment: SegmentNotice) {
    starts.append((segment.sequence, segment.start))
    if starts.count > Self.startLimit { starts.removeFirst() }
  }

  /// Notes that a viewer of the endless stream was told of a segment.
  mutating func tell(_ session: String, at now: Moment) {
    if sessions[session] != nil, owing[session] == nil { owing[session] = now }
  }

  /// Notes that a viewer of the endless stream was sent a segment.
  mutating func take(_ session: String, sequence: Int64, bytes: Int64, at now: Moment) {
    guard let viewer = sessions[session]?.viewer else { return }
    owing[session] = nil
    see(viewer, bytes: bytes, sequence: sequence, at: now)
  }

  /// Notes that somebody asked for the channel, without a session as yet.
  mutating func touch(at now: Moment) {
    lastSeen = now
  }

  /// Ends a session.
  ///
  /// - Returns: Who it was; nil when there is no such session.
  @discardableResult
  mutating func leave(
    _ session: String, because reason: SessionChange.Reason, at now: Moment
  ) -> Viewer? {
    owing[session] = nil
    guard let viewer = (sessions.removeValue(forKey: session) ?? former[session]?.session)?.viewer
    else { return nil }
    former[session] = nil
    lastSeen = now
    news.add(SessionChange(.ended, at: now, channel: channel, viewer: viewer, reason: reason))
    return viewer
  }

  /// Takes what happened since the last call.
  mutating func takeNews() -> SessionNews {
    defer { news = SessionNews() }
    return news
  }

  /// Moves all that was noted along with the machine's clock, which was set: nobody has been silent
  /// for longer because of it.
  mutating func follow(clockStep step: Span, to now: Moment) {
    // What was noted since then is right as it is.
    func moved(_ moment: Moment) -> Moment { min(moment + step, now) }
    lastSeen = moved(lastSeen)
    sessions = sessions.mapValues { session in
      var session = session
      session.since = moved(session.since)
      session.lastSeen = moved(session.lastSeen)
      return session
    }
    owing = owing.mapValues(moved)
    former = former.mapValues { ($0.session, moved($0.at)) }
  }

  /// Whether nobody has been there for a while.
  func isGone(for idle: Span, at now: Moment) -> Bool {
    sessions.isEmpty && lastSeen + idle < now
  }

  private func moment(of sequence: Int64?) -> Moment? {
    guard let sequence else { return nil }
    return starts.last { $0.sequence == sequence }?.moment
  }
}

// MARK: - Silence

extension Audience {
  /// Viewers who count when a place is looked for.
  struct Crowd: Equatable {
    /// All of them.
    var all = 0
    /// Those at the same network address.
    var atAddress = 0
  }

  /// Who would be here beside a viewer.
  ///
  /// Its own client's sessions that fell silent don't stand in its way.
  func crowd(beside viewer: Viewer, at now: Moment) -> Crowd {
    let client = Client(viewer)
    return sessions.values.reduce(into: Crowd()) { crowd, session in
      guard session.viewer.session != viewer.session,
        !(Client(session.viewer) == client && isSilent(session, at: now))
      else { return }
      crowd.all += 1
      if session.viewer.address == viewer.address { crowd.atAddress += 1 }
    }
  }

  /// Forgets who stopped asking, who does not take what it is sent, and who asked anew.
  ///
  /// - Returns: The viewers of the endless stream among them, whose connections are to be closed.
  mutating func forgetGone(at now: Moment) -> [Viewer] {
    former = former.filter { $0.value.at + Self.memory >= now }
    let silent = sessions.values.filter { isSilent($0, at: now) }
    guard !silent.isEmpty else { return [] }
    let newest = newestByClient(at: now)
    var closing: [Viewer] = []
    for session in silent {
      guard let reason = reason(to: session, newest: newest, at: now) else { continue }
      let seen = lastSeen
      leave(session.viewer.session, because: reason, at: now)
      // It was gone before it was missed.
      lastSeen = seen
      if session.viewer.mode == .ts {
        closing.append(session.viewer)
      } else if former.count < Self.memoryLimit {
        former[session.viewer.session] = (session, now)
      }
    }
    return closing
  }

  private func isSilent(_ session: OnAirStatus.Session, at now: Moment) -> Bool {
    switch session.viewer.mode {
    case .hls: session.lastSeen + hush < now
    case .ts: owing[session.viewer.session].map { $0 + hush < now } ?? false
    }
  }

  /// Why a silent session is over, if it is.
  private func reason(
    to session: OnAirStatus.Session, newest: [Client: Moment], at now: Moment
  ) -> SessionChange.Reason? {
    if let later = newest[Client(session.viewer)], later > session.since,
      later + Self.handover > session.lastSeen
    {
      return .replaced
    }
    switch session.viewer.mode {
    case .hls: return session.lastSeen + patience < now ? .idle : nil
    case .ts:
      let since = owing[session.viewer.session] ?? now
      return since + Self.readingPatience < now ? .stalled : nil
    }
  }

  /// When each client that still asks began its newest session.
  private func newestByClient(at now: Moment) -> [Client: Moment] {
    sessions.values.reduce(into: [:]) { newest, session in
      guard !isSilent(session, at: now) else { return }
      let client = Client(session.viewer)
      newest[client] = max(newest[client] ?? session.since, session.since)
    }
  }

  /// A program at an address, as far as one can tell.
  private struct Client: Hashable {
    var address: String
    var agent: String

    init(_ viewer: Viewer) {
      (address, agent) = (viewer.address, viewer.client)
    }
  }
}
