import Control
import FastCGI
import Library
import Playout
import Schedule
import Store

/// What a player asks for: a channel live, or its timeline from a past moment on.
struct Tuning {
  /// The channel.
  var channel: Channel
  /// The channel, live or so late that it is just at the wanted moment.
  var reception: Reception
  /// The wanted moment; nil for live.
  var start: Moment?
  /// The moment of the timeline that is not wanted any more, if there is one.
  var end: Moment?
}

extension Call {
  /// Reads `start`, `startover`, `end` and `duration`, and looks whether that past is kept.
  func tuning() throws -> Tuning {
    let channel = try tunedChannel().channel
    let now = studio.now()
    var start = try writtenMoment("start") ?? writtenMoment("utc")
    if start == nil, try flag("startover") { start = try beginning(of: channel, now: now) }
    let end = try end(after: start)
    guard let start else {
      return Tuning(channel: channel, reception: Reception(channel.id), start: nil, end: end)
    }
    try check(start, of: channel, now: now)
    return Tuning(
      channel: channel, reception: Reception(channel.id, shift: now - start), start: start,
      end: end)
  }

  /// Refuses a shifted reception whose past is not kept any more.
  func check(_ reception: Reception) throws {
    guard !reception.isLive else { return }
    let now = studio.now()
    let earliest = try earliest(of: reception.channel, now: now)
    guard let earliest, earliest <= now - reception.shift + Reception.grain else {
      throw Problem.notFound(
        "That part of the channel's past is not kept. See /iptv/channels.m3u.")
    }
  }

  /// The session that this request gives up, written as in its address: `<reception>/<session>`.
  func replacedSession() throws -> ControlRequest? {
    guard let text = request.query["replaces"], !text.isEmpty else { return nil }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, let reception = Reception(parts[0]), Viewer.isSession(parts[1]) else {
      throw Problem(
        400,
        "'replaces' must be a session as in its address, such as "
          + "abcdefgh-3600/aaaaaaaaaaaaaaaa.", field: "replaces")
    }
    return .leave(channel: reception, session: parts[1])
  }
}

extension Call {
  private func writtenMoment(_ name: String) throws -> Moment? {
    guard let text = request.query[name], !text.isEmpty else { return nil }
    guard let moment = Moment(written: text) else {
      throw Problem(
        400,
        "'\(name)' must be seconds or milliseconds since 1970, or ISO 8601 such as "
          + "\(studio.now().calendarText).", field: name)
    }
    return moment
  }

  private func flag(_ name: String) throws -> Bool {
    try integer(name, in: 0...1) == 1
  }

  private func end(after start: Moment?) throws -> Moment? {
    if let end = try writtenMoment("end") {
      guard end > start ?? studio.now() else {
        throw Problem(400, "'end' must be after the start.", field: "end")
      }
      return end
    }
    // A live stream's duration is counted from its first segment on.
    guard let start, let seconds = try integer("duration", in: 1...86_400) else { return nil }
    return start + .seconds(seconds)
  }

  private func beginning(of channel: Channel, now: Moment) throws -> Moment {
    let entries = try studio.store.timeline(of: channel.id, from: now, to: now + .milliseconds(1))
    guard let entry = entries.first else {
      throw Problem(
        404, "Channel \(channel.number) has no programme on now. See /api/guide.",
        field: "startover")
    }
    let earliest = try earliest(of: channel.id, now: now)
    return max(entry.start, earliest ?? entry.start)
  }

  private func check(_ start: Moment, of channel: Channel, now: Moment) throws {
    let name = "Channel \(channel.number)"
    let earliest = try earliest(of: channel.id, now: now)
    guard let earliest, earliest <= now else {
      throw Problem(404, "\(name) has no past yet; watch it live.", field: "start")
    }
    let reach = "It can be watched from \(earliest.calendarText) on."
    // The clocks of players are never quite right.
    guard start <= now + .seconds(5) else {
      throw Problem(
        404, "\(name) is not there yet at \(start.calendarText). \(reach)", field: "start")
    }
    guard start >= earliest - .seconds(1) else {
      throw Problem(
        404, "\(name) is not kept as far back as \(start.calendarText). \(reach)", field: "start")
    }
    let held = max(start, earliest)
    let entries = try studio.store.timeline(of: channel.id, from: held, to: held + .milliseconds(1))
    guard !entries.isEmpty || now - held < Reception.grain else {
      throw Problem(
        404, "\(name) showed nothing at \(start.calendarText). \(reach)", field: "start")
    }
  }

  private func earliest(of channel: ChannelID, now: Moment) throws -> Moment? {
    try studio.store.earliestMoment(of: channel, since: now - TimelineUpkeep.past)
  }
}
