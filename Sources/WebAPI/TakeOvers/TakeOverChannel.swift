import Control
import Library
import Playout
import Store

/// What takes over a channel, and when.
struct NewTakeOver: Codable {
  /// What the guide calls it.
  var title: String
  /// Where the picture comes from, best first, at most eight.
  var sources: [SourceChoice]
  /// When it begins; now when it is left out: where the stream that is made ahead ends.
  var start: Moment?
  /// When it ends; when somebody ends it, if it is left out.
  var end: Moment?
}

func takeOver(_ call: Call, _ wish: NewTakeOver) throws -> TakeOverAnswer {
  let channel = try call.channel().channel
  let now = call.studio.now()
  let title = try ChannelFields.line(wish.title, field: "title", in: 1...200)
  let sources = try ChannelFields.sources(
    wish.sources, old: [], shownOn: channel, base: try BaseAddress(of: call.request))
  let start = try wish.beginning(of: channel.id, now: now, call)
  let takeOver = try call.studio.store.insert(
    TakeOver(
      id: 0, start: start, end: try wish.ending(after: start), title: title, sources: sources),
    on: channel.id)
  try call.takeOversChanged(channel.id, "taken over")
  return TakeOverAnswer(takeOver, now: now)
}

func endTakeOver(_ call: Call) throws {
  let channel = try call.channel().channel.id
  let text = call.captures["takeOver"] ?? ""
  guard let id = Int64(text), id > 0 else {
    throw Problem.notFound("There is no take-over '\(text.prefix(20))'.")
  }
  try call.studio.store.endTakeOver(
    id, of: channel, at: call.soonestChange(of: channel, now: call.studio.now()))
  try call.takeOversChanged(channel, "take-over ended")
}

extension NewTakeOver {
  /// When it really begins: what is made ahead of the clock is shown before it.
  fileprivate func beginning(of channel: ChannelID, now: Moment, _ call: Call) throws -> Moment {
    let soonest = call.soonestChange(of: channel, now: now)
    guard let start else {
      // One that is just being ended is still in the stream for some seconds.
      let last = try call.studio.store.takeOvers(of: channel, from: soonest).first
      guard let end = last?.end, last?.isOn(at: soonest) == true, end - now <= .minutes(1) else {
        return soonest
      }
      return end
    }
    guard start >= now - .minutes(1) else {
      throw Problem.invalid("start", "The take-over can't begin in the past; leave it out for now.")
    }
    guard start <= now + TakeOver.longest else {
      throw Problem.invalid("start", "The take-over must begin within a year.")
    }
    return max(start, soonest)
  }

  fileprivate func ending(after start: Moment) throws -> Moment? {
    guard let end else { return nil }
    guard end > start else {
      throw Problem.invalid(
        "end", "The take-over must end after it begins, which is at \(start.calendarText).")
    }
    guard end - start <= TakeOver.longest else {
      throw Problem.invalid("end", "The take-over may last a year at most.")
    }
    return end
  }
}

extension Call {
  /// The first full second that is not in the stream yet: what is made ahead is not unmade.
  fileprivate func soonestChange(of channel: ChannelID, now: Moment) -> Moment {
    let stream = ((try? onAirStatus(of: studio.control)) ?? []).first {
      $0.channel == channel && $0.shift == nil
    }
    let soonest = now + max(stream?.lead ?? .zero, .zero)
    return Moment(milliseconds: (soonest.milliseconds + 999) / 1000 * 1000)
  }

  /// Tells everybody: the transcoder at once, the guide, the pages that are open.
  fileprivate func takeOversChanged(_ channel: ChannelID, _ reason: String) throws {
    for shown in [channel] + (try studio.store.mirrors(of: channel)) { refreshQuietly(shown) }
    try guideChanged()
    publish(.channels, reason)
  }
}
