import Control
import FastCGI
import Foundation
import Playout
import Testing

@testable import WebAPI

@Suite("Players")
struct PlayerTests {
  @Test("Every absolute address is made from the Host that asked")
  func addresses() throws {
    let desk = try TestDesk()
    try desk.channel("7")
    let behindProxy = [
      "EXSTREAMTV_SCHEME": "https", "EXSTREAMTV_HOST": "[::1]:99", "EXSTREAMTV_PREFIX": "/tv",
    ]
    let players = try desk.ask(.get, "/api/players", parameters: behindProxy)
      .json(PlayersAnswer.self)
    #expect(players.m3u == "https://[::1]:99/tv/iptv/channels.m3u")
    let m3u = desk.ask(.get, "/iptv/channels.m3u", parameters: behindProxy)
    #expect(m3u.text.contains("https://[::1]:99/tv/iptv/channel/7.ts"))
    #expect(m3u.headers["Content-Type"]?.hasPrefix("audio/x-mpegurl") == true)
    let hls = desk.ask(.get, "/iptv/channels.m3u?format=m3u8")
    #expect(hls.text.contains("http://tv.lan:8411/iptv/channel/7.m3u8"))
    #expect(desk.ask(.get, "/iptv/channels.m3u?format=exe").problem?.status == 400)
  }

  @Test(
    "A prefix that is no plain path is left out", arguments: ["tv", "//evil", "/../x", "/a\"b"])
  func badPrefix(prefix: String) throws {
    let answer = try TestDesk().ask(
      .get, "/api/players", parameters: ["EXSTREAMTV_PREFIX": prefix])
    #expect(try answer.json(PlayersAnswer.self).hdhomerun == "http://tv.lan:8411")
  }

  @Test("The tuner keeps its identity and lists the channels")
  func tuner() throws {
    let desk = try TestDesk()
    try desk.channel("7")
    let discover = desk.ask(.get, "/discover.json")
    #expect(discover.text == desk.ask(.get, "/discover.json").text)
    #expect(discover.text.contains(#""BaseURL":"http://tv.lan:8411""#))
    #expect(desk.ask(.get, "/lineup.json").text.contains("http://tv.lan:8411/auto/v7"))
    #expect(desk.ask(.get, "/lineup_status.json").text.contains("ScanInProgress"))
    #expect(desk.ask(.post, "/lineup.post?scan=start").status == 200)
    #expect(desk.ask(.get, "/lineup.post?scan=abort").status == 200)
    #expect(desk.ask(.get, "/device.xml").text.contains("<URLBase>http://tv.lan:8411"))
  }

  @Test("Each player gets a session of its own, and the encoder starts meanwhile")
  func multivariant() throws {
    let desk = try TestDesk()
    let channel = try desk.channel("7.1")
    let first = desk.ask(.get, "/iptv/channel/7.1.m3u8")
    let second = desk.ask(
      .get, "/iptv/channel/7.1.m3u8?messages=true", parameters: ["REMOTE_ADDR": "10.0.0.1"])
    #expect(first.headers["Content-Type"] == "application/vnd.apple.mpegurl")
    let address = try #require(first.text.split(separator: "\n").last)
    let parts = address.split(separator: "/").map(String.init)
    #expect(parts.count == 6)
    #expect(Array(parts.prefix(3)) == ["..", "..", "live"])
    #expect(parts[3] == channel.id.rawValue)
    #expect(Viewer.isSession(parts[4]))
    #expect(parts[5] == "index.m3u8")
    #expect(first.text != second.text)
    #expect(first.text.contains("RESOLUTION=1280x720"))
    let visits = desk.asked.compactMap {
      if case .admit(Reception(channel.id), let visit) = $0 { visit } else { nil }
    }
    #expect(visits.map(\.viewer.session)[0] == parts[4])
    #expect(visits.map(\.showsMessages) == [false, true])
    #expect(visits.map(\.viewer.address) == ["", "10.0.0.1"])
  }

  @Test("Who finds no place is told so; a transcoder that is away is not the player's affair")
  func noPlace() throws {
    let full = try TestDesk { (_) throws(ControlFailure) in
      throw ControlFailure(.limit, "The station has 2 viewers, which is its limit.")
    }
    try full.channel("7")
    let refusal = full.ask(.get, "/iptv/channel/7.m3u8")
    #expect(refusal.problem?.status == 503)
    #expect(refusal.problem?.detail.contains("2 viewers") == true)
    #expect(refusal.headers["Retry-After"] == "2")
    #expect(full.ask(.get, "/iptv/channel/7.ts").problem?.status == 503)
    let away = try TestDesk { (_) throws(ControlFailure) in
      throw ControlFailure(.unreachable, "The transcoder does not answer.")
    }
    try away.channel("7")
    #expect(away.ask(.get, "/iptv/channel/7.m3u8").status == 200)
  }

  @Test("HEAD of a playlist starts nothing")
  func head() throws {
    let desk = try TestDesk()
    try desk.channel("7")
    #expect(desk.ask(.head, "/iptv/channel/7.m3u8").status == 200)
    #expect(desk.asked.isEmpty)
  }

  @Test("A number that no channel has is unknown", arguments: ["9", "x", "7.1.2", "0", "-7", "8"])
  func unknown(number: String) throws {
    let desk = try TestDesk()
    try desk.channel("7")
    try desk.channel("8", enabled: false)
    #expect(desk.ask(.get, "/iptv/channel/\(number).m3u8").problem?.status == 404)
    #expect(desk.ask(.get, "/iptv/channel/\(number).ts").problem?.status == 404)
    #expect(desk.ask(.head, "/iptv/channel/\(number).ts").status == 404)
    let tuner = desk.ask(.get, "/auto/v\(number)")
    #expect(tuner.problem?.status == 404)
    #expect(tuner.headers["X-HDHomeRun-Error"] == "801 Unknown Channel")
  }
}
