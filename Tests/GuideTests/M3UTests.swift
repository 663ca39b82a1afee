import Guide
import Library
import Playout
import Testing

@Suite("The playlist")
struct M3UTests {
  @Test("it carries what Kodi, Jellyfin, tvheadend and Channels match by")
  func golden() throws {
    let channels = [
      try GuideSamples.channel("abcdefgh", "7.1", "News, \"Local\"", group: "Info"),
      try GuideSamples.channel("hidden22", "8", "Hidden", isEnabled: false),
      try GuideSamples.channel("zzzzzz77", "12", "Films"),
    ]
    let playlist = M3U.playlist(
      channels: channels, base: "https://tv.example:8443/tv/",
      logos: [channels[2].id: "https://tv.example/films.png"])
    #expect(
      String(decoding: playlist, as: UTF8.self) == """
        #EXTM3U x-tvg-url="https://tv.example:8443/tv/iptv/xmltv.xml" \
        url-tvg="https://tv.example:8443/tv/iptv/xmltv.xml"
        #EXTINF:-1 tvg-id="cabcdefgh.exstreamtv.local" tvg-name="News, 'Local'" tvg-chno="7.1" \
        channel-number="7.1" channel-id="abcdefgh" group-title="Info",News  'Local'
        https://tv.example:8443/tv/iptv/channel/7.1.ts
        #EXTINF:-1 tvg-id="czzzzzz77.exstreamtv.local" tvg-name="Films" tvg-chno="12" \
        channel-number="12" channel-id="zzzzzz77" tvg-logo="https://tv.example/films.png",Films
        https://tv.example:8443/tv/iptv/channel/12.ts

        """)
  }

  @Test("on request its addresses lead to HLS")
  func hls() throws {
    let channel = try GuideSamples.channel("abcdefgh", "7", "x")
    let text = String(
      decoding: M3U.playlist(channels: [channel], base: "http://127.0.0.1:8411", format: .hls),
      as: UTF8.self)
    #expect(text.hasSuffix("\nhttp://127.0.0.1:8411/iptv/channel/7.m3u8\n"))
  }

  @Test(
    "it tells Kodi, TiviMate and others how to ask for the past",
    arguments: [
      (
        M3U.StreamFormat.ts,
        "http://tv.lan/iptv/channel/7.1.ts?start=1790000000&duration=5400"
      ), (.hls, "http://tv.lan/iptv/channel/7.1.m3u8?start=1790000000"),
    ])
  func catchUp(format: M3U.StreamFormat, expected: String) throws {
    let channel = try GuideSamples.channel("abcdefgh", "7.1", "x")
    let text = String(
      decoding: M3U.playlist(
        channels: [channel], base: "http://tv.lan", format: format, past: .days(7)),
      as: UTF8.self)
    #expect(text.contains(" catchup=\"default\" catchup-source=\"http://tv.lan/"))
    #expect(text.contains(" catchup-days=\"7\""))
    let source = try #require(text.firstMatch(of: /catchup-source="([^"]*)"/)).output.1
    // As the players fill it in: the programme's start, and its length in seconds.
    let filled = source.replacing("{utc}", with: "1790000000").replacing("{duration}", with: "5400")
    #expect(String(filled) == expected)
    let short = M3U.playlist(channels: [channel], base: "http://tv.lan", past: .hours(23))
    #expect(!String(decoding: short, as: UTF8.self).contains("catchup"))
  }

  @Test("no name adds a line, an attribute or a comma", arguments: GuideSamples.hostileNames)
  func hostileNames(_ name: String) throws {
    let channel = try GuideSamples.channel("abcdefgh", "7", name, group: name)
    let text = String(
      decoding: M3U.playlist(
        channels: [channel], base: "http://h", logos: [channel.id: name]), as: UTF8.self)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 4)
    let entry = try #require(lines.dropFirst().first)
    #expect(entry.hasPrefix("#EXTINF:-1 tvg-id=\"cabcdefgh.exstreamtv.local\" tvg-name=\""))
    #expect(entry.count { $0 == "\"" }.isMultiple(of: 2))
    let shown = try #require(entry.split(separator: ",", omittingEmptySubsequences: false).last)
    #expect(!shown.allSatisfy { $0.isWhitespace })
    #expect(!shown.contains("\""))
    #expect(lines.dropFirst(2).first == "http://h/iptv/channel/7.ts")
  }

  @Test(
    "a base out of request headers cannot break out of its place",
    arguments: [
      "http://h\"\nhttp://evil", "http://h\r\nX: y", "http://h<b>", "http://h\u{0}", "http://h é",
      "http://h\\", "http://h,",
    ])
  func hostileBase(_ base: String) throws {
    let channel = try GuideSamples.channel("abcdefgh", "7", "x")
    let text = String(decoding: M3U.playlist(channels: [channel], base: base), as: UTF8.self)
    #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count == 4)
    #expect(text.allSatisfy { $0.isASCII && ($0 == "\n" || !$0.isNewline) })
    #expect(text.firstRange(of: "<") == nil && text.firstRange(of: "\\") == nil)
  }
}
