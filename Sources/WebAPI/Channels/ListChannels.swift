import Playout
import Store

/// Every channel, by number.
struct ChannelList: Codable, Hashable, JSONWritable {
  var channels: [ChannelAnswer]

  func write(to json: inout JSONBytes) {
    json.open()
    json.field("channels", channels)
    json.close()
  }
}

func listChannels(_ call: Call) throws -> ChannelList {
  let counts = try call.studio.store.warningCounts()
  return ChannelList(
    channels: try call.studio.store.channels().map {
      ChannelAnswer($0, warnings: counts[$0.channel.id])
    })
}
