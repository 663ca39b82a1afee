import FastCGI
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("Shutdown", .timeLimit(.minutes(1)))
struct ShutdownTests {
  @Test("A request under way is answered although the end was asked for")
  func busy() async throws {
    let began = DispatchSemaphore(value: 0)
    let goOn = DispatchSemaphore(value: 0)
    try await withServer { _ in
      began.signal()
      goOn.wait()
      return Response(type: "text/plain", text: "done")
    } _: { socket, server in
      async let answer = onThread { try FastCGIClient.ask(socket, "GET", "/") }
      await onThread { began.wait() }
      server.shutDown()
      goOn.signal()
      let text = try await answer.text
      #expect(text == "done")
      await onThread { server.finish() }
    }
  }

  @Test("A stream sees that the program ends")
  func stream() async throws {
    try await withServer { _ in
      Response(
        body: .stream { writer in
          writer.write([1])
          while !writer.isShuttingDown { usleep(1000) }
          writer.write([2])
        })
    } _: { socket, server in
      let client = try FastCGIClient(path: socket)
      try client.send("GET", "/")
      _ = try client.answer(atLeast: 1)
      server.shutDown()
      let body = try client.answer().body
      #expect(body == [1, 2])
    }
  }

  @Test("A stream that never ends is cut when the farewell is over")
  func stubborn() async throws {
    let ended = Atomic(false)
    try await withServer(limits: Limits(farewell: 0)) { _ in
      Response(
        body: .stream { writer in
          while writer.write([UInt8](repeating: 0, count: 100_000)) {}
          ended.store(true, ordering: .releasing)
        })
    } _: { socket, server in
      let client = try FastCGIClient(path: socket)
      try client.send("GET", "/")
      _ = try client.answer(atLeast: 1)
      await onThread { server.finish() }
      let hasEnded = ended.load(ordering: .acquiring)
      #expect(hasEnded)
    }
  }

  @Test("Replacing the server on the same socket loses no request")
  func replacement() async throws {
    let path = "/tmp/fcgi-\(UUID().uuidString.prefix(12)).sock"
    let socket = try ListeningSocket.listening(at: path)
    defer { socket.close() }
    let handler: Server.Handler = { _ in Response(status: 204) }
    let stop = Atomic(false)
    async let failures = onThreads(8) { _ in
      var failed = 0
      var asked = 0
      while !stop.load(ordering: .acquiring) {
        asked += 1
        if (try? FastCGIClient.ask(path, "GET", "/"))?.status != 204 { failed += 1 }
      }
      return (failed, asked)
    }
    var server = try Server(socket: socket, threads: 4, handler: handler)
    for _ in 0..<30 {
      let next = try Server(socket: socket, threads: 4, handler: handler)
      await onThread { [server] in server.finish() }
      server = next
    }
    stop.store(true, ordering: .releasing)
    let counts = await failures
    server.finish()
    #expect(counts.map(\.0).reduce(0, +) == 0)
    #expect(counts.map(\.1).reduce(0, +) > 30)
  }
}
