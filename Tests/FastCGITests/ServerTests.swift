import FastCGI
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("Server", .timeLimit(.minutes(1)))
struct ServerTests {
  @Test("A request arrives with method, path, query, header fields and body")
  func wholeRequest() async throws {
    try await withServer { request in
      let query = request.query["name"] ?? "-"
      let agent = request.header("User-Agent") ?? "-"
      let body = String(decoding: request.body, as: UTF8.self)
      return Response(
        status: 201, type: "text/plain",
        text: "\(request.method) \(request.path) \(query) \(agent) \(body)")
    } _: { socket, _ in
      let answer = try FastCGIClient.ask(
        socket, "POST", "/a%2Fb?name=Big+Buck%20Bunny", body: Array("hello".utf8),
        parameters: ["HTTP_USER_AGENT": "VLC/3"])
      #expect(answer.status == 201)
      #expect(answer.headers["content-type"] == "text/plain")
      #expect(answer.text == "POST /a%2Fb Big Buck Bunny VLC/3 hello")
      #expect(answer.headers["content-length"] == String(answer.body.count))
    }
  }

  @Test("Many clients at once each get their own answer")
  func concurrency() async throws {
    try await withServer(threads: 8) { request in
      Response(type: "text/plain", text: request.path)
    } _: { socket, _ in
      let wrong = await onThreads(16) { thread in
        (0..<50).count { turn in
          (try? FastCGIClient.ask(socket, "GET", "/\(thread)/\(turn)"))?.text
            != "/\(thread)/\(turn)"
        }
      }
      #expect(wrong.reduce(0, +) == 0)
    }
  }

  @Test("A large body of bytes comes through whole")
  func largeAnswer() async throws {
    let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    try await withServer { _ in
      Response(body: .bytes(bytes))
    } _: { socket, _ in
      let answer = try FastCGIClient.ask(socket, "GET", "/")
      #expect(answer.body == bytes)
    }
  }

  @Test("A body over the limit is refused with the limit in words")
  func oversizedBody() async throws {
    try await withServer(limits: Limits(body: 1000)) { request in
      Response(type: "text/plain", text: "\(request.body.count)")
    } _: { socket, _ in
      let refused = try FastCGIClient.ask(
        socket, "POST", "/", body: Array(repeating: 1, count: 1001))
      #expect(refused.status == 413)
      #expect(refused.headers["content-type"] == "application/problem+json")
      #expect(refused.text.contains("1000 bytes"))
      let large = try FastCGIClient.ask(
        socket, "POST", "/", body: Array(repeating: 1, count: 300_000), length: "")
      #expect(large.status == 413)
      let taken = try FastCGIClient.ask(socket, "POST", "/", body: Array(repeating: 1, count: 1000))
      #expect(taken.text == "1000")
    }
  }

  @Test(
    "A Content-Length that lies is refused",
    arguments: [
      ("10", 4, 400), ("2", 4, 400), ("-3", 4, 400), ("four", 4, 400),
      ("99999999999999999999", 4, 413),
    ])
  func lyingLength(length: String, sent: Int, status: Int) async throws {
    try await withServer { _ in
      Response()
    } _: { socket, _ in
      let answer = try FastCGIClient.ask(
        socket, "POST", "/", body: Array(repeating: 1, count: sent), length: length)
      #expect(answer.status == status)
    }
  }

  @Test("A body without a length is read to its end")
  func bodyWithoutLength() async throws {
    try await withServer { request in
      Response(type: "text/plain", text: "\(request.body.count)")
    } _: { socket, _ in
      let body = [UInt8](repeating: 7, count: 200_000)
      let answer = try FastCGIClient.ask(socket, "POST", "/", body: body, length: "")
      #expect(answer.text == "200000")
    }
  }

  @Test(
    "A viewer who leaves ends the stream, whether it writes or waits", arguments: [true, false])
  func abort(writes: Bool) async throws {
    let ended = DispatchSemaphore(value: 0)
    try await withServer { _ in
      Response(
        body: .stream { writer in
          writer.write([1, 2, 3])
          while !writer.isShuttingDown {
            if writes, !writer.write([UInt8](repeating: 0, count: 100_000)) { break }
            if !writes, writer.isClientGone { break }
            if !writes { usleep(1000) }
          }
          ended.signal()
        })
    } _: { socket, _ in
      let client = try FastCGIClient(path: socket)
      try client.send("GET", "/")
      _ = try client.answer(atLeast: 3)
      client.leave()
      let result = await onThread { ended.wait(timeout: .now() + 20) }
      #expect(result == .success)
    }
  }

  @Test("A client that leaves in the middle of its body costs no thread")
  func brokenBody() async throws {
    try await withServer(threads: 1) { _ in
      Response(status: 204)
    } _: { socket, _ in
      for _ in 0..<3 {
        let client = try FastCGIClient(path: socket)
        try client.begin("POST", "/", length: "100")
        client.leave()
      }
      let answer = try FastCGIClient.ask(socket, "GET", "/")
      #expect(answer.status == 204)
    }
  }

  @Test("Bytes that are no FastCGI cost no thread")
  func garbage() async throws {
    try await withServer(threads: 2) { _ in
      Response(status: 204)
    } _: { socket, _ in
      for _ in 0..<4 { try FastCGIClient(path: socket).sendGarbage() }
      let answer = try FastCGIClient.ask(socket, "GET", "/")
      #expect(answer.status == 204)
    }
  }
}
