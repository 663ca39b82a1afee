import Control
import Foundation
import Glibc
import Library
import NIOCore
import NIOPosix
import Playout
import Testing

@testable import Transcoder

@Suite("Sessions over a real socket", .serialized, .timeLimit(.minutes(2)))
struct SessionTests {
  @Test("a thousand zaps leave no session and no descriptor")
  func zapping() async throws {
    try await Self.serve { studio, client in
      let viewers = (0..<3).map { Samples.viewer(Character("\(["x", "y", "z"][$0])"), mode: .ts) }
      // The first round opens what stays open.
      for (channel, viewer) in zip(Samples.channels, viewers) {
        let watch = try client.watch(channel: Reception(channel), viewer: viewer)
        #expect(try watch.next(timeout: .seconds(20)) != nil)
        watch.close()
      }
      try studio.eventually { studio.transcoder.status.allSatisfy { $0.sessions.isEmpty } }
      let before = Self.descriptors
      for turn in 0..<1000 {
        let watch = try client.watch(
          channel: Reception(Samples.channels[turn % 3]), viewer: viewers[turn / 3 % 3])
        // Every seventh is looked at; most zaps are over before anything came.
        if turn.isMultiple(of: 7) { _ = try watch.next(timeout: .milliseconds(20)) }
        watch.close()
      }
      try studio.eventually { studio.transcoder.status.allSatisfy { $0.sessions.isEmpty } }
      try studio.eventually { Self.descriptors <= before }
      let news = studio.transcoder.takeSessionNews()
      #expect(news.changes.allSatisfy { $0.reason == nil || $0.reason == .left })
    }
  }

  @Test("who finds no place is told so, and gets in when one is free; who returns always does")
  func places() async throws {
    try await Self.serve(limits: ViewerLimits(all: 2)) { studio, client in
      let first = try client.watch(
        channel: Reception(Samples.channels[0]), viewer: Samples.viewer("a", mode: .ts))
      #expect(try first.next(timeout: .seconds(20)) != nil)
      let playlist = Self.request("b")
      studio.transcoder.see(playlist)
      #expect(studio.transcoder.status.flatMap(\.sessions).count == 2)
      var other = Samples.viewer("c", mode: .ts)
      other.client = "other"
      let third = try client.watch(channel: Reception(Samples.channels[1]), viewer: other)
      #expect { try third.next(timeout: .seconds(5)) } throws: {
        ($0 as? ControlFailure)?.code == .limit
      }
      // An address that was given out is no place; one that is followed is, and is turned away.
      studio.transcoder.see(Self.request("d"))
      let file = "\(studio.live)/abcdefgh/refused/\(Samples.viewer("d").session)"
      #expect(FileManager.default.fileExists(atPath: file))
      studio.transcoder.tidyDoor()
      #expect(FileManager.default.fileExists(atPath: file))
      studio.transcoder.see(playlist)
      first.close()
      try studio.eventually { studio.transcoder.status.flatMap(\.sessions).count == 1 }
      studio.transcoder.tidyDoor()
      #expect(!FileManager.default.fileExists(atPath: file))
      studio.transcoder.see(Self.request("d"))
      #expect(studio.transcoder.status.flatMap(\.sessions).count == 2)
      let kinds = studio.transcoder.takeSessionNews().changes.map(\.kind)
      #expect(kinds.count { $0 == .refused } == 2)
    }
  }

  @Test("a channel's own limit counts from the first viewer on, and ghosts take no place")
  func channelLimit() async throws {
    try await Self.serve { studio, client in
      let id = Reception(Samples.channels[0])
      for letter in ["a", "b", "c"] {
        let ghost = Visit(viewer: Samples.viewer(Character(letter)), viewerLimit: 1)
        #expect(try client.send(.admit(channel: id, visit: ghost), timeout: .seconds(5)) == .done)
      }
      try studio.eventually { !studio.transcoder.status.isEmpty }
      studio.transcoder.see(Self.request("a"))
      let next = Visit(viewer: Samples.viewer("d"), viewerLimit: 1)
      #expect { try client.send(.admit(channel: id, visit: next), timeout: .seconds(5)) } throws: {
        ($0 as? ControlFailure)?.detail.contains("channel has 1 viewer") == true
      }
    }
  }

  @Test("ending a session cuts a stream and turns a playlist's viewer away")
  func ending() async throws {
    try await Self.serve { studio, client in
      let watcher = Samples.viewer("a", mode: .ts)
      let watch = try client.watch(channel: Reception(Samples.channels[0]), viewer: watcher)
      let notice = try #require(try watch.next(timeout: .seconds(20)))
      watch.report(sequence: notice.sequence, bytes: 1234)
      try studio.eventually {
        studio.transcoder.status.first?.sessions.first?.bytes == 1234
      }
      #expect(studio.transcoder.status.first?.sessions.first?.position == notice.start)
      studio.transcoder.see(Self.request("b"))
      try client.send(.end(session: watcher.session), timeout: .seconds(5))
      try client.send(.end(session: Samples.viewer("b").session), timeout: .seconds(5))
      // A request that was answered before is heard of late.
      studio.transcoder.see(Self.request("b"))
      #expect(studio.transcoder.status.flatMap(\.sessions).isEmpty)
      let file = "\(studio.live)/abcdefgh/ended/\(Samples.viewer("b").session)"
      #expect(FileManager.default.fileExists(atPath: file))
      var end: ControlFailure?
      do throws(ControlFailure) {
        while try watch.next(timeout: .seconds(5)) != nil {}
      } catch {
        end = error
      }
      #expect(end?.code == .ended)
      #expect {
        try client.send(.end(session: watcher.session), timeout: .seconds(5))
      } throws: {
        ($0 as? ControlFailure)?.code == .unknownSession
      }
    }
  }

  /// A transcoder behind a socket, with three channels of one film.
  private static func serve(
    limits: ViewerLimits = ViewerLimits(),
    _ body: @escaping @Sendable (Studio, ControlClient) throws -> Void
  ) async throws {
    try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
      let thread = Thread {
        done.resume(with: Result { try serveHere(limits, body) })
      }
      thread.start()
    }
  }

  private static func serveHere(
    _ limits: ViewerLimits, _ body: (Studio, ControlClient) throws -> Void
  ) throws {
    try Studio.run(limits: limits) { studio in
      try studio.make("a.mp4", seconds: 60)
      studio.plan(["a.mp4"], seconds: 60)
      let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
      defer { try? group.syncShutdownGracefully() }
      let path = studio.folder.appending(path: "c.sock").path
      let transcoder = studio.transcoder
      let server = try group.next().makeFutureWithTask {
        try await ControlServer.start(at: path, group: group, transcoder: transcoder)
      }.wait()
      try body(studio, ControlClient(socket: path))
      try group.next().makeFutureWithTask { try await server.close() }.wait()
    }
  }

  private static func request(_ letter: Character) -> SeenRequest {
    let uri = "/live/abcdefgh/\(Samples.viewer(letter).session)/index.m3u8"
    let line = #"{"t":1,"u":"\#(uri)","b":9,"st":200,"ip":"10.0.0.1","ua":"\#(letter)"}"#
    guard let request = SeenRequest(datagram: Array(line.utf8)) else {
      preconditionFailure("\(line) is a request")
    }
    return request
  }

  private static var descriptors: Int {
    (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
  }
}
