import Control
import Foundation
import Glibc
import Library
import Playout
import Synchronization
import TestSupport
import Testing

@testable import FastCGI
@testable import WebAPI

@Suite("Endless streams from one worker to the next", .timeLimit(.minutes(1)))
struct HandOverTests {
  @Test("A stream goes on at the byte where the worker before was, as the same session")
  func middle() throws {
    let viewers = Mutex<[Viewer]>([])
    let desk = try TestDesk(feed: { (viewer) throws(ControlFailure) in
      viewers.withLock { $0.append(viewer) }
      let left = Mutex((6...8).map(Self.notice)[...])
      return SegmentFeed(
        next: { (_) throws(ControlFailure) in
          guard let next = left.withLock({ $0.popFirst() }) else {
            throw ControlFailure(.ended, "It is over.")
          }
          return next
        }, close: {})
    })
    let channel = try desk.channel("7")
    for sequence in 4...8 { try write(sequence, desk, channel.id) }
    let viewer = Viewer(
      session: "abcdefghabcdefgh", mode: .ts, address: "10.0.0.9", client: "VLC")
    let relay = SegmentRelay(
      studio: desk.router.studio, reception: Reception(channel.id), viewer: viewer,
      pacing: .adaptive, bitrate: nil, end: nil, until: nil)
    let body = try goOn(RelayNote(relay).bytes, StreamMark(unit: 5, bytes: 94_000), desk)
    #expect(body.count == 94_000 + 2 * 188_000)
    #expect([0, 93_999, 94_000, 282_000].map { body[$0] } == [6, 6, 7, 8])
    #expect(viewers.withLock { $0 } == [viewer])
  }

  @Test("A note that nobody can read ends the stream")
  func unreadable() throws {
    let body = try goOn(Array("{}".utf8), .beginning, try TestDesk())
    #expect(body.isEmpty)
  }

  private static func notice(_ sequence: Int) -> SegmentNotice {
    SegmentNotice(
      sequence: Int64(sequence), start: today, duration: .seconds(2), file: "\(sequence).ts")
  }

  private func write(_ sequence: Int, _ desk: TestDesk, _ id: ChannelID) throws {
    let folder = desk.folder.file("run/live/\(id.rawValue)")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(repeating: UInt8(sequence), count: 188 * 1000)
      .write(to: URL(filePath: "\(folder)/\(sequence).ts"))
  }

  /// Gives a worker a connection whose answer was begun, and returns what it writes.
  private func goOn(_ note: [UInt8], _ mark: StreamMark, _ desk: TestDesk) throws -> [UInt8] {
    Server.ignoreBrokenPipes()
    let path = desk.folder.file("before.sock")
    let before = try ListeningSocket.listening(at: path)
    let socket = try ListeningSocket.listening(at: desk.folder.file("t.sock"))
    let server = try Server(socket: socket, threads: 2, handler: desk.router.answer)
    defer {
      server.finish()
      socket.close()
      before.close()
    }
    let client = try FastCGIClient(path: path)
    let connection = accept(before.descriptor, nil, nil)
    try #require(connection >= 0)
    let router = desk.router
    let baton = Baton(connection: connection, request: 1, note: note, mark: mark)
    server.goOn(with: [baton]) { baton, writer in
      writer.write(Array("Status: 200 OK\r\n\r\n".utf8))
      router.goOn(baton.note, from: baton.mark, to: writer)
    }
    return try client.answer().body
  }
}
