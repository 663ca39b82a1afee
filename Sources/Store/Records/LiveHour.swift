import Library
import Playout

/// One hour of a live channel: no row holds it, but guide and plan show it as they show programmes.
struct LiveHour {
  /// So far ahead a live channel is told of at most.
  private static let most = 15 * 24
  private static let length = Span.hours(1)

  var channel: Channel
  var start: Moment

  var end: Moment { start + Self.length }
  /// A number that no entry of a timeline has.
  var id: Int64 { -(start.milliseconds / Self.length.milliseconds) }

  /// The hours of a channel that are on at some time between two moments.
  static func hours(of channel: Channel, from: Moment, to: Moment) -> [LiveHour] {
    let whole = length.milliseconds
    let first = max(from, channel.premiere).milliseconds / whole * whole
    var hours: [LiveHour] = []
    var start = Moment(milliseconds: first)
    while start < to, hours.count < most {
      hours.append(LiveHour(channel: channel, start: start))
      start = start + length
    }
    return hours
  }
}

/// What a live channel's hour can be shown as.
protocol Hourly {
  /// The hour; nil where only what is stored counts: a live channel keeps no past.
  init?(_ hour: LiveHour)
}

extension TimelineEntry: Hourly {
  init?(_ hour: LiveHour) { nil }
}

extension PlanItem: Hourly {
  init?(_ hour: LiveHour) {
    self.init(
      id: hour.id, start: hour.start, end: hour.end, inPoint: .zero, title: hour.channel.name,
      path: "", probe: MediaProbe(container: "", duration: .zero), live: [])
  }
}

extension Programme: Hourly {
  init?(_ hour: LiveHour) {
    self.init(
      id: hour.id, start: hour.start, end: hour.end, title: hour.channel.name, subtitle: "Live",
      kind: .other, media: MediaID(rawValue: 0))
  }
}
