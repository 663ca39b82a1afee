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

  /// Nobody yet, on a channel whose playlist has a target duration of five seconds.
  private func audience() -> Audience {
    Audience(of: Samples.channel.id, at: start)
  }

  private func reasons(_ audience: inout Audience) -> [SessionChange.Reason] {
    audience.takeNews().changes.compactMap(\.reason)
  }

  @Test("a playlist's viewer is there while it asks, and gone after three target durations")
  func playlistViewer() {
    var audience = audience()
    let isNew = audience.see(Samples.viewer("a"), bytes: 10, at: start)
    let isNewAgain = audience.see(Samples.viewer("a"), bytes: 5, at: start + .seconds(10))
    #expect(isNew && !isNewAgain)
    #expect(audience.sessions.values.first?.bytes == 15)
    _ = audience.forgetGone(at: start + .seconds(25))
    #expect(audience.sessions.count == 1)
    _ = audience.forgetGone(at: start + .seconds(26))
    #expect(audience.sessions.isEmpty)
    #expect(reasons(&audience) == [.idle])
    #expect(audience.isGone(for: .seconds(16), at: start + .seconds(27)), "gone since it asked")
  }

  @Test("a viewer of the endless stream stays until it leaves")
  func streamViewer() {
    var audience = audience()
    audience.see(Samples.viewer("b", mode: .ts), bytes: 0, at: start)
    #expect(audience.forgetGone(at: start + .hours(5)) == [])
    #expect(!audience.isGone(for: .seconds(30), at: start + .hours(5)))
    audience.leave(Samples.viewer("b").session, because: .left, at: start + .hours(5))
    #expect(!audience.isGone(for: .seconds(30), at: start + .hours(5) + .seconds(30)))
    #expect(audience.isGone(for: .seconds(30), at: start + .hours(5) + .seconds(31)))
  }

  @Test("nobody is gone because the machine's clock was set", arguments: [1, -1] as [Int64])
  func clockStep(direction: Int64) {
    var audience = audience()
    let step = Span(milliseconds: direction * 3_600_000)
    audience.see(Samples.viewer("a"), bytes: 0, at: start)
    audience.see(Samples.viewer("b", mode: .ts), bytes: 0, at: start)
    audience.tell(Samples.viewer("b").session, at: start)
    let now = start + step + .seconds(1)
    audience.follow(clockStep: step, to: now)
    #expect(audience.forgetGone(at: now).isEmpty)
    #expect(audience.sessions.count == 2)
    #expect(audience.sessions.values.allSatisfy { $0.lastSeen == start + step })
    // Silence counts on from what it was.
    _ = audience.forgetGone(at: now + .seconds(31))
    #expect(audience.sessions.isEmpty)
  }

  @Test("a viewer of the endless stream that does not take what it is sent is cut")
  func stalledViewer() {
    var audience = audience()
    let viewer = Samples.viewer("b", mode: .ts)
    audience.see(viewer, bytes: 0, at: start)
    audience.tell(viewer.session, at: start)
    audience.take(viewer.session, sequence: 1, bytes: 100, at: start + .seconds(20))
    audience.tell(viewer.session, at: start + .seconds(22))
    #expect(audience.forgetGone(at: start + .seconds(52)) == [])
    #expect(audience.forgetGone(at: start + .seconds(53)) == [viewer])
    #expect(audience.sessions.isEmpty)
    #expect(reasons(&audience) == [.stalled])
  }

  @Test("a player that opens twice is one viewer once its first session has fallen silent")
  func doubleSession() {
    var audience = audience()
    audience.see(Samples.viewer("a"), bytes: 0, at: start)
    audience.see(Samples.viewer("c"), bytes: 0, at: start + .seconds(1))
    for second in Int64(2)...6 {
      audience.see(Samples.viewer("c"), bytes: 0, at: start + .seconds(second))
      _ = audience.forgetGone(at: start + .seconds(second))
    }
    #expect(audience.sessions.count == 2, "it may still ask")
    audience.see(Samples.viewer("c"), bytes: 0, at: start + .seconds(7))
    _ = audience.forgetGone(at: start + .seconds(7))
    #expect(Array(audience.sessions.keys) == [Samples.viewer("c").session])
    #expect(reasons(&audience) == [.replaced])
  }

  @Test("two viewers behind one address are two for as long as both ask")
  func neighbours() {
    var audience = audience()
    for second in stride(from: Int64(0), to: 60, by: 4) {
      audience.see(Samples.viewer("a"), bytes: 0, at: start + .seconds(second))
      audience.see(Samples.viewer("c"), bytes: 0, at: start + .seconds(second + 2))
      _ = audience.forgetGone(at: start + .seconds(second + 3))
    }
    #expect(audience.sessions.count == 2)
  }

  @Test("a playlist's viewer that comes back goes on where it was")
  func returning() {
    var audience = audience()
    audience.see(Samples.viewer("a"), bytes: 10, at: start)
    _ = audience.forgetGone(at: start + .seconds(60))
    #expect(audience.sessions.isEmpty)
    #expect(audience.knows(Samples.viewer("a").session))
    audience.see(Samples.viewer("a"), bytes: 5, at: start + .seconds(70))
    let session = audience.sessions.values.first
    #expect(session?.bytes == 15)
    #expect(session?.since == start)
    _ = audience.forgetGone(at: start + .seconds(100))
    _ = audience.forgetGone(at: start + .seconds(221))
    #expect(!audience.knows(Samples.viewer("a").session), "not for ever")
  }

  @Test("the position is the start of the last segment that was given")
  func position() {
    var audience = audience()
    audience.note(
      SegmentNotice(sequence: 12, start: start, duration: .seconds(2), file: "12.ts"))
    audience.see(Samples.viewer("a"), bytes: 0, sequence: 12, at: start)
    audience.see(Samples.viewer("a"), bytes: 0, sequence: nil, at: start)
    audience.see(Samples.viewer("a"), bytes: 0, sequence: 99, at: start)
    #expect(audience.sessions.values.first?.position == start)
  }

  @Test("a client's own silent session does not stand in its way")
  func crowd() {
    var audience = audience()
    audience.see(Samples.viewer("a"), bytes: 0, at: start)
    let asks = Samples.viewer("c")
    #expect(audience.crowd(beside: asks, at: start) == Audience.Crowd(all: 1, atAddress: 1))
    #expect(audience.crowd(beside: asks, at: start + .seconds(7)) == Audience.Crowd())
    var stranger = asks
    stranger.client = "another"
    let later = audience.crowd(beside: stranger, at: start + .seconds(7))
    #expect(later == Audience.Crowd(all: 1, atAddress: 1))
    stranger.address = "10.0.0.9"
    #expect(audience.crowd(beside: stranger, at: start) == Audience.Crowd(all: 1, atAddress: 0))
  }

  @Test("leaving twice, or without having come, changes nothing")
  func leavingTwice() {
    var audience = audience()
    audience.leave("nobody", because: .left, at: start + .seconds(60))
    #expect(audience.lastSeen == start)
    #expect(audience.takeNews().isEmpty)
  }

  @Test("invented sessions can't fill the memory")
  func flood() {
    var audience = audience()
    for index in 0..<(Audience.limit + 50) {
      audience.see(
        Viewer(session: "s\(index)", mode: .hls, address: "", client: ""), bytes: 0, at: start)
    }
    #expect(audience.sessions.count == Audience.limit)
    let news = audience.takeNews()
    #expect(news.changes.count == SessionNews.limit)
    #expect(news.missed == Audience.limit - SessionNews.limit)
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
    #expect(seen.sequence == 12)
    #expect(!seen.isTurnedAway)
    let files: [(String, Int64?)] = [
      ("index.m3u8", nil), ("a1.m3u8", nil), ("init-a1-0123456789abcdef.mp4", nil),
      ("12.m4s", 12), ("12.v1.m4s", 12), ("12.s1.vtt", 12),
    ]
    for (file, sequence) in files {
      let one = SeenRequest(datagram: line(uri: "/live/abcdefgh/abcdefghijklmnop/\(file)"))
      #expect(try #require(one).sequence == sequence, "\(file)")
    }
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
    #expect(SeenRequest(datagram: line(status: 410))?.isTurnedAway == true)
  }
}
