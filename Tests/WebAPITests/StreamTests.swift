import Control
import FastCGI
import Foundation
import Library
import Playout
import Store
import Synchronization
import TestSupport
import Testing

@testable import WebAPI

@Suite("Streams", .timeLimit(.minutes(1)))
struct StreamTests {
  /// Short waits, so that silence is over soon.
  private static let hasty = Patience(
    tune: .seconds(1), firstSegment: .milliseconds(50), silence: .milliseconds(400),
    quiet: .milliseconds(20), pulse: .milliseconds(10), status: .milliseconds(50),
    restart: .zero)

  private static func notice(_ sequence: Int64, file: String? = nil) -> SegmentNotice {
    SegmentNotice(
      sequence: sequence, start: today, duration: .seconds(2), file: file ?? "\(sequence).ts")
  }

  /// A desk whose transcoder announces these segments, then stays silent.
  private static func desk(
    announcing rounds: [[SegmentNotice]], then end: ControlFailure.Code? = nil,
    sent: @escaping @Sendable (Int64, Int64) -> Void = { _, _ in }
  ) throws -> TestDesk {
    let round = Mutex(0)
    let feed: @Sendable (Viewer) throws(ControlFailure) -> SegmentFeed = {
      (_) throws(ControlFailure) in
      let index = round.withLock { round in
        defer { round += 1 }
        return round
      }
      guard index < rounds.count else {
        throw ControlFailure(end ?? .unreachable, "The transcoder does not answer.")
      }
      let left = Mutex(rounds[index][...])
      return SegmentFeed(
        next: { (timeout) throws(ControlFailure) in
          if let next = left.withLock({ $0.popFirst() }) { return next }
          if let end { throw ControlFailure(end, "It is over.") }
          usleep(10_000)
          return nil
        }, sent: sent, close: {})
    }
    return try TestDesk(patience: hasty, feed: feed)
  }

  private static func write(_ sequences: ClosedRange<Int64>, _ desk: TestDesk, _ id: ChannelID)
    throws
  {
    let folder = desk.folder.file("run/live/\(id.rawValue)")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for sequence in sequences {
      try Data(repeating: UInt8(sequence), count: 188 * 1000)
        .write(to: URL(filePath: "\(folder)/\(sequence).ts"))
    }
  }

  /// Asks through a real server, so that the stream has a real writer.
  static func watch(_ desk: TestDesk, _ address: String) async throws
    -> FastCGIClient.Answer
  {
    Server.ignoreBrokenPipes()
    let path = desk.folder.file("t.sock")
    let socket = try ListeningSocket.listening(at: path)
    let server = try Server(socket: socket, threads: 2, handler: desk.router.answer)
    defer {
      server.finish()
      socket.close()
    }
    let host = ["EXSTREAMTV_HOST": "tv.lan"]
    return try await onThread { try FastCGIClient.ask(path, "GET", address, parameters: host) }
  }

  /// The first byte of each run of equal bytes, null packets aside.
  private static func order(_ body: [UInt8]) -> [UInt8] {
    var order: [UInt8] = []
    for start in stride(from: 0, to: body.count, by: 188) where body[start] != 0x47 {
      if order.last != body[start] { order.append(body[start]) }
    }
    return order
  }

  @Test(
    "Segments are passed on one after another, unchanged and accounted for, until the session is ended"
  )
  func segments() async throws {
    let sent = Mutex<[Int64: Int64]>([:])
    let desk = try Self.desk(announcing: [(5...8).map { Self.notice($0) }], then: .ended) {
      sequence, bytes in sent.withLock { $0[sequence] = bytes }
    }
    let channel = try desk.channel("7")
    try Self.write(1...9, desk, channel.id)
    let answer = try await Self.watch(desk, "/iptv/channel/7.ts")
    #expect(answer.status == 200)
    #expect(answer.headers["content-type"] == "video/mp2t")
    #expect(answer.headers["x-accel-buffering"] == "no")
    #expect(answer.headers["accept-ranges"] == "none")
    #expect(answer.headers["content-length"] == nil)
    #expect(answer.body.count == 4 * 188_000)
    #expect(Self.order(answer.body) == [5, 6, 7, 8])
    #expect(sent.withLock { $0 } == [5: 188_000, 6: 188_000, 7: 188_000, 8: 188_000])
  }

  @Test("When segments stay away, null packets come, and at last the end")
  func silence() async throws {
    let desk = try Self.desk(announcing: [[Self.notice(5)]])
    let channel = try desk.channel("7")
    try Self.write(5...5, desk, channel.id)
    let answer = try await Self.watch(desk, "/auto/v7")
    let rest = answer.body.dropFirst(188_000)
    #expect(!rest.isEmpty)
    #expect(rest.count.isMultiple(of: 188))
    #expect(Array(rest.prefix(4)) == [0x47, 0x1F, 0xFF, 0x10])
  }

  @Test("After a break of the transcoder the stream goes on at the next segment")
  func reconnect() async throws {
    // The first connection breaks; the second begins one back and two on.
    let gone = Mutex(false)
    let rounds = [[Self.notice(5), Self.notice(6)], [Self.notice(6), Self.notice(9)]]
    let index = Mutex(0)
    let feed: @Sendable (Viewer) throws(ControlFailure) -> SegmentFeed = {
      (_) throws(ControlFailure) in
      let turn = index.withLock { index in
        defer { index += 1 }
        return index
      }
      let left = Mutex(rounds[min(turn, 1)][...])
      return SegmentFeed(
        next: { (_) throws(ControlFailure) in
          if let next = left.withLock({ $0.popFirst() }) { return next }
          let wasGone = gone.withLock { gone in
            defer { gone = true }
            return gone
          }
          throw ControlFailure(wasGone ? .stopped : .unreachable, "It broke.")
        }, close: {})
    }
    let desk = try TestDesk(patience: Self.hasty, feed: feed)
    let channel = try desk.channel("7")
    try Self.write(5...9, desk, channel.id)
    let answer = try await Self.watch(desk, "/iptv/channel/7.ts")
    #expect(Self.order(answer.body) == [5, 6, 7, 8, 9])
  }

  @Test("A segment that is gone is passed over, a name that is no segment never read")
  func strangeNames() async throws {
    let desk = try Self.desk(
      announcing: [
        [Self.notice(5), Self.notice(6, file: "../../data/exstreamtv.sqlite"), Self.notice(7)]
      ], then: .stopped)
    let channel = try desk.channel("7")
    try Self.write(5...5, desk, channel.id)
    let answer = try await Self.watch(desk, "/iptv/channel/7.ts")
    #expect(answer.body.count == 188_000)
  }

  @Test(
    "A refusal of the transcoder has its status and the tuner's number",
    arguments: [
      (ControlFailure.Code.limit, 503, "805 All Tuners In Use"),
      (.startFailed, 503, "806 Tune Failed"), (.noPlan, 503, "806 Tune Failed"),
      (.unknownChannel, 404, "801 Unknown Channel"), (.unreachable, 503, "803 System Busy"),
    ])
  func refusals(code: ControlFailure.Code, status: Int, words: String) throws {
    let desk = try Self.desk(announcing: [], then: code)
    try desk.channel("7")
    let tuner = desk.ask(.get, "/auto/v7")
    #expect(tuner.problem?.status == status)
    #expect(tuner.headers["X-HDHomeRun-Error"] == words)
    #expect(desk.ask(.get, "/iptv/channel/7.ts").problem?.status == status)
  }

  @Test("Who waits for a channel that announces nothing gets null packets, and at last the end")
  func neverStarts() async throws {
    let desk = try Self.desk(announcing: [[]])
    try desk.channel("7")
    let answer = try await Self.watch(desk, "/iptv/channel/7.ts")
    #expect(answer.status == 200)
    #expect(!answer.body.isEmpty)
    #expect(
      stride(from: 0, to: answer.body.count, by: 188).allSatisfy {
        Array(answer.body[$0..<$0 + 4]) == [0x47, 0x1F, 0xFF, 0x10]
      })
  }

  @Test("HEAD answers at once and tunes nothing")
  func head() throws {
    let desk = try Self.desk(announcing: [])
    try desk.channel("7")
    let answer = desk.ask(.head, "/auto/v7?duration=10")
    #expect(answer.status == 200)
    #expect(answer.headers["Content-Type"] == "video/mp2t")
    #expect(desk.asked.isEmpty)
  }

  @Test("A cold channel is tuned and its playlist answered")
  func cold() throws {
    let desk = try TestDesk()
    let channel = try desk.channel("7")
    let path = "/live/\(channel.id.rawValue)/abcdefghijklmnop/index.m3u8"
    // On air, but no playlist: that is a failure of the start.
    #expect(desk.ask(.get, path).problem?.status == 503)
    let folder = desk.folder.file("run/live/\(channel.id.rawValue)")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data("#EXTM3U\n".utf8).write(to: URL(filePath: folder + "/index.m3u8"))
    let answer = desk.ask(.get, path)
    #expect(answer.text == "#EXTM3U\n")
    #expect(answer.headers["Content-Type"] == "application/vnd.apple.mpegurl")
    try Data("#EXTM3U\n# sound\n".utf8).write(to: URL(filePath: folder + "/a1.m3u8"))
    let place = path.replacing("index.m3u8", with: "")
    #expect(desk.ask(.get, place + "a1.m3u8").text == "#EXTM3U\n# sound\n")
    #expect(desk.ask(.get, place + "v1.m3u8").problem?.status == 404)
    #expect(desk.ask(.get, place + "state.m3u8").problem?.status == 404)
    #expect(desk.asked.last == .tune(channel: Reception(channel.id), wait: true))
  }

  @Test("A channel of AV1 is had by playlist only, and says so")
  func withoutTransport() throws {
    let desk = try TestDesk()
    var profile = TranscodeProfile.builtIn[0]
    (profile.name, profile.videoCodec, profile.segments) = ("AV1", .av1, .fragmented)
    _ = try desk.store.insert(profile)
    try desk.channel("7")
    try desk.channel("8", profile: "AV1")
    for path in ["/iptv/channel/8.ts", "/auto/v8"] {
      let problem = try #require(desk.ask(.get, path).problem)
      #expect(problem.status == 406)
      #expect(problem.detail.contains("'AV1'") && problem.detail.contains("/iptv/channel/8.m3u8"))
    }
    let list = desk.ask(.get, "/iptv/channels.m3u").text
    #expect(list.contains("/iptv/channel/7.ts\n") && list.contains("/iptv/channel/8.m3u8\n"))
    let lineup = desk.ask(.get, "/lineup.json").text
    #expect(lineup.contains("/auto/v7") && !lineup.contains("/auto/v8"))
  }

  @Test("A cold channel that does not start says when to come again")
  func coldFailure() throws {
    let desk = try TestDesk { (_) throws(ControlFailure) in
      throw ControlFailure(.startFailed, "ffmpeg does not start.")
    }
    let answer = desk.ask(.get, "/live/abcdefgh/abcdefghijklmnop/index.m3u8")
    #expect(answer.problem?.status == 503)
    #expect(answer.headers["Retry-After"] == "2")
    for path in ["/live/ABCDEFGH/abcdefghijklmnop/index.m3u8", "/live/abcdefgh/x/index.m3u8"] {
      #expect(desk.ask(.get, path).problem?.status == 404)
    }
  }
}
