import Control
import Library
import Playout

/// One viewer of a channel.
struct SessionAnswer: Codable, Hashable {
  var id: String
  var channel: ChannelID
  var number: ChannelNumber
  var channelName: String
  var mode: Viewer.Mode
  /// The client's short name.
  var client: String
  /// What the client calls itself in full.
  var agent: String
  var address: String
  var since: Moment
  var lastSeen: Moment
  var bytes: Int64
  /// The moment of the timeline that it was last given; missing until it was given any.
  var position: Moment?
  /// The programme that the channel shows now.
  var title: String?
  /// Whether a message can be shown to it.
  var showsMessages: Bool

  init(_ session: OnAirStatus.Session, on stream: OnAirStatus) {
    id = session.viewer.session
    channel = stream.channel
    number = stream.number
    channelName = stream.name
    mode = session.viewer.mode
    client = session.name
    agent = session.viewer.client
    address = session.viewer.address
    since = session.since
    lastSeen = session.lastSeen
    bytes = session.bytes
    position = session.position
    title = stream.title
    showsMessages = session.showsMessages
  }
}

/// Everybody who watches, oldest first.
struct SessionList: Codable, Hashable {
  var sessions: [SessionAnswer]
}

func listSessions(_ call: Call) throws -> SessionList {
  SessionList(sessions: try call.sessions())
}

extension Call {
  /// Everybody who watches, oldest first.
  func sessions() throws(ControlFailure) -> [SessionAnswer] {
    try studio.awaitingTranscoder(onAirStatus)
      .flatMap { stream in stream.sessions.map { SessionAnswer($0, on: stream) } }
      .sorted { ($0.since, $0.id) < ($1.since, $1.id) }
  }

  /// The identity of a session in the path.
  func sessionID() throws -> String {
    let text = captures["id"] ?? ""
    guard Viewer.isSession(text) else {
      throw Problem.notFound("There is no session '\(text.prefix(40))'. See /api/sessions.")
    }
    return text
  }
}
