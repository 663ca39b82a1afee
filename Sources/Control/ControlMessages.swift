public import Library
public import Playout

/// What may be asked of the transcoder, one JSON object a line on
/// `<run>/control.sock`.
public enum ControlRequest: Hashable, Codable, Sendable {
  /// Put the channel on air if it is not, and answer when its first segment is listed.
  ///
  /// With `wait` false the answer comes at once and the channel starts behind it.
  case tune(channel: Reception, wait: Bool)
  /// Follow the channel's segments as one viewer; closing the connection ends the session.
  case watch(channel: Reception, viewer: Viewer)
  /// A viewer of the playlist goes elsewhere: a shifted stream that nobody else watches ends at once.
  case leave(channel: Reception, session: String)
  /// Take the channel off air, live and shifted, whoever watches.
  case stop(channel: ChannelID)
  /// The timeline changed: read the plan anew before the next item.
  case refresh(channel: ChannelID)
  /// Tell what is on air.
  case status
  /// Say by `done` that the channel is on air or about to be, live; by `stopped` that it is not.
  case find(channel: ChannelID)
  /// Somebody is about to be told a playlist's address: say whether there is room, and put the
  /// channel on air behind the answer.
  ///
  /// No place is kept: an address that nobody follows counts as nothing.
  case admit(channel: Reception, visit: Visit)
  /// Bytes that the viewer of this connection, which watches, has been sent of a segment.
  case sent(sequence: Int64, bytes: Int64)
  /// End a session, wherever it watches.
  case end(session: String)
  /// Name the announcement that tells a player of a limit, in the shape of its channel.
  case announce(limit: Limit, profile: TranscodeProfile)
}

/// What the transcoder answers, one JSON object a line.
///
/// `watch` is answered with a line for each segment until the session ends;
/// everything else with one line.
public enum ControlReply: Hashable, Codable, Sendable {
  /// The request is done.
  case done
  /// A segment is there to be sent on.
  case segment(SegmentNotice)
  /// What is on air.
  case status([OnAirStatus])
  /// An announcement can be played: the folder's name below `<run>/live/announcements/`.
  case announcement(String)
  /// The request failed, or the session ended.
  case failed(ControlFailure)
}

/// Why the transcoder said no.
public struct ControlFailure: Error, Hashable, Codable, Sendable {
  /// The kinds of failure; each has one HTTP status.
  public enum Code: String, Codable, CaseIterable, Sendable {
    /// There is no such channel, or it is disabled (404).
    case unknownChannel
    /// The channel has nothing to play now (503).
    case noPlan
    /// Nothing playable came in time (503).
    case startFailed
    /// The disk does not take the channel's segments (507).
    case noRoom
    /// The machine or the channel has all the viewers it may have (503).
    case limit
    /// The channel was taken off air (503).
    case stopped
    /// The session was ended by somebody (410).
    case ended
    /// There is no such session, or no longer (404).
    case unknownSession
    /// The transcoder does not answer (503).
    case unreachable
    /// The request is not understood (500).
    case badRequest
  }

  /// What kind of failure.
  public var code: Code
  /// A sentence that names the thing and what to do.
  public var detail: String
  /// Which limit was reached, where one was.
  public var limit: Limit?

  /// A failure with all its parts.
  public init(_ code: Code, _ detail: String, limit: Limit? = nil) {
    self.code = code
    self.detail = detail
    self.limit = limit
  }
}

/// A segment that may be sent to viewers.
public struct SegmentNotice: Hashable, Codable, Sendable {
  /// The media sequence number; rises by one.
  public var sequence: Int64
  /// The moment of the timeline that its first picture belongs to.
  public var start: Moment
  /// How long it plays.
  public var duration: Span
  /// The file's name below `<run>/live/<reception>/`.
  public var file: String

  /// A notice with all its parts.
  public init(sequence: Int64, start: Moment, duration: Span, file: String) {
    self.sequence = sequence
    self.start = start
    self.duration = duration
    self.file = file
  }
}

/// What one channel on air is doing.
public struct OnAirStatus: Hashable, Codable, Sendable {
  /// The states of a channel that somebody asked for.
  public enum State: String, Codable, CaseIterable, Sendable {
    /// The first segment is being made.
    case starting
    /// Viewers have a picture.
    case onAir
    /// There is no programme, or it can't be played; a screen fills its place.
    case slate
    /// Everybody left; it is being ended.
    case ending
  }

  /// One session with its figures.
  public struct Session: Hashable, Codable, Sendable {
    /// Who watches.
    public var viewer: Viewer
    /// Since when.
    public var since: Moment
    /// When a request was last seen.
    public var lastSeen: Moment
    /// Bytes sent, as far as they were seen.
    public var bytes: Int64
    /// What the client calls itself, in a word or two.
    public var name: String
    /// The moment of the timeline that it was last given; nil until it was given any.
    public var position: Moment?
    /// Whether a message can be shown to it: our own page can, other players can't.
    public var showsMessages: Bool

    /// A session with all its parts.
    public init(
      viewer: Viewer, since: Moment, lastSeen: Moment, bytes: Int64, position: Moment? = nil,
      showsMessages: Bool = false
    ) {
      self.viewer = viewer
      self.since = since
      self.lastSeen = lastSeen
      self.bytes = bytes
      self.position = position
      self.showsMessages = showsMessages
      name = ClientName.short(of: viewer.client)
    }
  }

  /// The channel.
  public var channel: ChannelID
  /// How long after live it is shown; nil for live.
  public var shift: Span?
  /// Its number.
  public var number: ChannelNumber
  /// Its name.
  public var name: String
  /// What it is doing.
  public var state: State
  /// Since when it is on air.
  public var since: Moment
  /// The item that viewers see now.
  public var title: String?
  /// When that item starts.
  public var itemStart: Moment?
  /// When that item ends.
  public var itemEnd: Moment?
  /// How the item is made, such as `copy` or `encode 1280x720`.
  public var method: String?
  /// How far the made segments are ahead of the wall clock.
  public var lead: Span
  /// Segments written since it is on air.
  public var segments: Int64
  /// Item runs that failed since it is on air.
  public var failures: Int
  /// The last failure in words.
  public var lastFailure: String?
  /// Why another screen is shown than the one that was chosen.
  public var screenProblem: String?
  /// Why segments can't be kept on disk as they should, and what to do.
  public var storageProblem: String?
  /// Who watches.
  public var sessions: [Session]

  /// A status with all its parts.
  public init(
    channel: ChannelID, shift: Span? = nil, number: ChannelNumber, name: String, state: State,
    since: Moment, title: String? = nil, itemStart: Moment? = nil, itemEnd: Moment? = nil,
    method: String? = nil, lead: Span = .zero, segments: Int64 = 0, failures: Int = 0,
    lastFailure: String? = nil, screenProblem: String? = nil, storageProblem: String? = nil,
    sessions: [Session] = []
  ) {
    self.channel = channel
    self.shift = shift
    self.number = number
    self.name = name
    self.state = state
    self.since = since
    self.title = title
    self.itemStart = itemStart
    self.itemEnd = itemEnd
    self.method = method
    self.lead = lead
    self.segments = segments
    self.failures = failures
    self.lastFailure = lastFailure
    self.screenProblem = screenProblem
    self.storageProblem = storageProblem
    self.sessions = sessions
  }
}
