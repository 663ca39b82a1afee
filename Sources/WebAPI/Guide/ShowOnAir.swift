import Control
import Library
import Playout
import Store

/// What every enabled channel airs at this moment.
struct OnAirAnswer: Codable, Hashable {
  /// One channel.
  struct Row: Codable, Hashable {
    var id: ChannelID
    var number: ChannelNumber
    var name: String
    var kind: ChannelKind
    /// How much later than its source a mirror is.
    var offset: Span?
    /// Since when an on-demand channel stands still.
    var pausedAt: Moment?
    /// Null in a hole of the timeline.
    var now: Programme?
    /// Null where the timeline ends.
    var next: Programme?
    /// Null when nobody watches.
    var stream: OnAirStatus?
    /// The streams of those who watch the channel's past.
    var shifted: [OnAirStatus]

    /// Writes null for what is not there: the page tells it from a field it does not know.
    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(id, forKey: .id)
      try container.encode(number, forKey: .number)
      try container.encode(name, forKey: .name)
      try container.encode(kind, forKey: .kind)
      try container.encodeIfPresent(offset, forKey: .offset)
      try container.encodeIfPresent(pausedAt, forKey: .pausedAt)
      try container.encode(now, forKey: .now)
      try container.encode(next, forKey: .next)
      try container.encode(stream, forKey: .stream)
      try container.encode(shifted, forKey: .shifted)
    }
  }

  var at: Moment
  var channels: [Row]
}

func showOnAir(_ call: Call) throws -> OnAirAnswer {
  let now = call.studio.now()
  let streams = call.streams()
  let rows = try call.studio.store.onAir(at: now).map { row in
    OnAirAnswer.Row(
      id: row.channel.id, number: row.channel.number, name: row.channel.name,
      kind: row.channel.kind, offset: row.channel.mirror?.offset,
      pausedAt: row.channel.pausedAt, now: row.now, next: row.next,
      stream: streams[row.channel.id, default: []].first { $0.shift == nil },
      shifted: streams[row.channel.id, default: []].filter { $0.shift != nil })
  }
  return OnAirAnswer(at: now, channels: rows)
}

extension Call {
  /// What the transcoder has on air; nothing when it can't be asked, which health tells.
  fileprivate func streams() -> [ChannelID: [OnAirStatus]] {
    Dictionary(grouping: (try? onAirStatus(of: studio.control)) ?? [], by: \.channel)
  }

  /// What the transcoder has on air.
  func onAirStatus(of desk: ControlDesk) throws(ControlFailure) -> [OnAirStatus] {
    let reply = try desk.send(.status, studio.patience.status)
    guard case .status(let streams) = reply else {
      throw ControlFailure(
        .badRequest, "The transcoder answered a question for its status wrongly.")
    }
    return streams
  }
}
