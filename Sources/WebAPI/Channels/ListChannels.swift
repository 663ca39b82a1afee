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
  ChannelList(channels: try call.studio.store.channels().map(ChannelAnswer.init))
}
