/// The addresses to copy into players, as seen by who asks.
struct PlayersAnswer: Codable, Hashable {
  var m3u: String
  var xmltv: String
  var hdhomerun: String
}

func showPlayers(_ call: Call) throws -> PlayersAnswer {
  let root = call.address.root
  return PlayersAnswer(
    m3u: root + "/iptv/channels.m3u", xmltv: root + "/iptv/xmltv.xml", hdhomerun: root)
}
