import Foundation
import Glibc
import Synchronization
import TestSupport
import Testing

@testable import FastCGI

@Suite("Streams from one process to the next", .timeLimit(.minutes(1)))
struct HandOverTests {
  @Test("A stream that another process began is written on and ended")
  func goOn() async throws {
    let folder = try ScratchFolder()
    let socket = try ListeningSocket.listening(at: folder.file("other.sock"))
    defer { socket.close() }
    let client = try FastCGIClient(path: folder.file("other.sock"))
    let connection = accept(socket.descriptor, nil, nil)
    try #require(connection >= 0)
    let bytes = (0..<200_000).map { UInt8($0 % 251) }
    try await withServer { _ in
      Response()
    } _: { _, server in
      let baton = Baton(connection: connection, request: 1, note: [7, 9])
      server.goOn(with: [baton]) { baton, writer in
        writer.write(Array("Status: 200 OK\r\n\r\n".utf8) + baton.note)
        writer.write(bytes)
      }
      let answer = try client.answer()
      #expect(answer.body == [7, 9] + bytes)
    }
  }

  @Test("Where nobody keeps the connection a stream is not handed over, and ends in order")
  func nobody() async throws {
    let taken = Mutex<Bool?>(nil)
    try await withServer { _ in
      Response(
        body: .stream { writer in
          let isTaken = writer.keep([1]) || writer.handOver()
          taken.withLock { $0 = isTaken }
          writer.write([2])
        })
    } _: { socket, _ in
      let body = try await onThread { try FastCGIClient.ask(socket, "GET", "/").body }
      #expect(body == [2])
    }
    #expect(taken.withLock { $0 } == false)
  }
}
