import Library
import Playout

/// The guide of a window of time.
struct GuideAnswer: Codable, Hashable, JSONWritable {
  /// One channel with its programmes.
  struct Row: Codable, Hashable, JSONWritable {
    var id: ChannelID
    var number: ChannelNumber
    var name: String
    var programmes: [Programme]

    func write(to json: inout JSONBytes) {
      json.open()
      json.field("id", id.rawValue)
      json.field("number", number.description)
      json.field("name", name)
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
    json.close()
  }
}
