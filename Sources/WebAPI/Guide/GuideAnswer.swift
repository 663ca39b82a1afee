import Library
import Playout

/// The guide of a window of time.
struct GuideAnswer: Codable, Hashable, JSONWritable {
  /// One channel with its programmes.
  struct Row: Codable, Hashable, JSONWritable {
    var id: ChannelID
    var number: ChannelNumber
    var name: String
    var kind: ChannelKind
    /// How much later than its source a mirror is.
    var offset: Span?
    /// Since when an on-demand channel stands still.
    var pausedAt: Moment?
    var programmes: [Programme]

    func write(to json: inout JSONBytes) {
      json.open()
      json.field("id", id.rawValue)
      json.field("number", number.description)
      json.field("name", name)
      json.field("kind", kind.rawValue)
      json.field("offset", offset?.milliseconds)
      json.field("pausedAt", pausedAt?.milliseconds)
      json.field("programmes", programmes)
      json.close()
    }
  }

  var from: Moment
  var to: Moment
  var channels: [Row]

  func write(to json: inout JSONBytes) {
    json.open()
    json.field("from", from.milliseconds)
    json.field("to", to.milliseconds)
    json.field("channels", channels)
    json.close()
  }
}

extension Programme: JSONWritable {
  func write(to json: inout JSONBytes) {
    json.open()
    json.field("id", id)
    json.field("start", start.milliseconds)
    json.field("end", end.milliseconds)
    json.field("title", title)
    json.field("subtitle", subtitle)
    json.field("season", season)
    json.field("episode", episode)
    json.field("year", year)
    json.field("kind", kind.rawValue)
    json.field("media", media.rawValue)
    json.field("takeOver", takeOver)
    json.close()
  }
}
