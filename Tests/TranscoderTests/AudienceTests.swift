import Control
import Foundation
import Library
import Packaging
import Playout
import Testing

@testable import Transcoder

@Suite("Who watches a channel")
struct AudienceTests {
  private let start = Moment(seconds: 1000)

  @Test("a playlist's viewer is there while it asks, and gone when it stops")
  func playlistViewer() {
    var audience = Audience(at: start)
    let isNew = audience.see(Samples.viewer("a"), bytes: 10, at: start)
    let isNewAgain = audience.see(Samples.viewer("a"), bytes: 5, at: start + .seconds(10))
    #expect(isNew && !isNewAgain)
    #expect(audience.sessions.values.first?.bytes == 15)
    audience.forgetGone(at: start + .seconds(25))
    #expect(audience.sessions.count == 1)
    audience.forgetGone(at: start + .seconds(26))
    #expect(audience.sessions.isEmpty)
  }

  @Test("a viewer of the endless stream stays until it leaves")
  func streamViewer() {
    var audience = Audience(at: start)
    audience.see(Samples.viewer("b", mode: .ts), bytes: 0, at: start)
    audience.forgetGone(at: start + .hours(5))
    #expect(!audience.isGone(for: .seconds(30), at: start + .hours(5)))
    audience.leave(Samples.viewer("b").session, at: start + .hours(5))
    #expect(!audience.isGone(for: .seconds(30), at: start + .hours(5) + .seconds(30)))
    #expect(audience.isGone(for: .seconds(30), at: start + .hours(5) + .seconds(31)))
  }

  @Test("leaving twice, or without having come, changes nothing")
  func leavingTwice() {
    var audience = Audience(at: start)
    audience.leave("nobody", at: start + .seconds(60))
    #expect(audience.lastSeen == start)
  }

  @Test("invented sessions can't fill the memory")
  func flood() {
    var audience = Audience(at: start)
    for index in 0..<(Audience.limit + 50) {
      audience.see(
        Viewer(session: "s\(index)", mode: .hls, address: "", client: ""), bytes: 0, at: start)
    }
    #expect(audience.sessions.count == Audience.limit)
  }
}

@Suite("What nginx's log tells")
struct SeenRequestTests {
  private func line(
    uri: String = "/live/abcdefgh/abcdefghijklmnop/12.ts", status: Int = 200,
    agent: String = "VLC/3.0"
  ) -> [UInt8] {
    Array(
      #"<190>Nov 22 12:16:48 seen: {"t":1790000000.123,"u":"\#(uri)","b":188,"st":\#(status),"ip":"127.0.0.1","ua":"\#(agent)"}"#
        .utf8)
  }

  @Test("a request is read with its session, client and bytes")
  func request() throws {
    let seen = try #require(SeenRequest(datagram: line()))
    #expect(seen.reception.description == "abcdefgh")
    #expect(seen.viewer.session == "abcdefghijklmnop")
    #expect(seen.viewer.client == "VLC/3.0")
    #expect(seen.bytes == 188)
  }

  @Test("a request for a channel's past is one of its own reception")
  func past() throws {
    let seen = SeenRequest(datagram: line(uri: "/live/abcdefgh-3600/abcdefghijklmnop/12.ts"))
    #expect(seen?.reception.description == "abcdefgh-3600")
  }

  @Test("a quote and a tab in the user agent are read")
  func escapes() throws {
    let seen = try #require(SeenRequest(datagram: line(agent: #"a\"b\tc"#)))
    #expect(seen.viewer.client == "a\"b\tc")
  }

  @Test(
    "anything else is passed over",
    arguments: [
      "", "{", "<190>seen", "{}", #"{"u":1}"#, "\u{0}{\u{1}",
      #"{"t":1,"u":"/live/../x/y","b":1,"st":200,"ip":"","ua":""}"#,
      #"{"t":1,"u":"/live/abcdefgh/short/1.ts","b":1,"st":200,"ip":"","ua":""}"#,
      #"{"t":1,"u":"/live/abcdefgh-3/abcdefghijklmnop/1.ts","b":1,"st":200,"ip":"","ua":""}"#,
    ])
  func junk(text: String) {
    #expect(SeenRequest(datagram: Array(text.utf8)) == nil)
  }

  @Test("a request that was refused is no sign of life")
  func refused() {
    #expect(SeenRequest(datagram: line(status: 404)) == nil)
    #expect(SeenRequest(datagram: line(status: 206)) != nil)
  }
}
