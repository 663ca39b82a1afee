import Foundation
import Glibc
import Testing

@testable import Fetch

@Suite("HTTP as a client", .timeLimit(.minutes(1)))
struct FetchTests {
  @Test("status, headers and body come back, on a unix socket and on TCP")
  func answers() throws {
    let text = "HTTP/1.1 404 Not Found\r\nX-Reason: none\r\nContent-Length: 4\r\n\r\ngone"
    try LineServer.run(answer: text) { server in
      for request in [server.overSocket("/a?b=c"), server.overTCP("/a?b=c")] {
        let response = try Fetch.send(request)
        #expect(response.status == 404)
        #expect(response.header("x-reason") == "none")
        #expect(String(decoding: response.body, as: UTF8.self) == "gone")
      }
    }
  }

  @Test("method, headers and body are sent as they are")
  func sends() throws {
    try LineServer.run(answer: "HTTP/1.1 204 No Content\r\n\r\n") { server in
      var request = server.overSocket("/pub/onair")
      request.method = "POST"
      request.headers = [("Content-Type", "application/json")]
      request.body = Array(#"{"a":1}"#.utf8)
      let response = try Fetch.send(request)
      #expect(response.status == 204)
      let asked = server.requests.first ?? ""
      #expect(asked.hasPrefix("POST /pub/onair HTTP/1.1\r\n"))
      #expect(asked.contains("Content-Type: application/json\r\n"))
      #expect(asked.hasSuffix(#"{"a":1}"#))
    }
  }

  @Test("a redirect is an answer, not a journey")
  func redirect() throws {
    let text = "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"
    try LineServer.run(answer: text) { server in
      let response = try Fetch.send(server.overSocket("/"))
      #expect(response.status == 302)
      #expect(response.header("Location") == "http://127.0.0.1:1/")
    }
  }

  @Test("a body over the limit is cut off with a name")
  func limit() throws {
    let text =
      "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + String(repeating: "x", count: 100_000)
    try LineServer.run(answer: text) { server in
      var request = server.overSocket("/")
      request.bodyLimit = 1000
      #expect { () throws in try Fetch.send(request) } throws: {
        ($0 as? FetchError)?.code == .tooLarge
      }
    }
  }

  @Test("a server that says nothing is given up")
  func timeout() throws {
    try LineServer.run(answer: nil) { server in
      var request = server.overSocket("/")
      request.timeout = .milliseconds(200)
      #expect { () throws in try Fetch.send(request) } throws: {
        ($0 as? FetchError)?.code == .timedOut
      }
    }
  }

  @Test("nobody listens")
  func refused() {
    let request = Request(url: "http://localhost/", unixSocket: "/nonexistent/socket")
    #expect { () throws in try Fetch.send(request) } throws: {
      ($0 as? FetchError)?.code == .refused
    }
  }

  @Test(
    "only HTTP is spoken",
    arguments: ["file:///etc/passwd", "gopher://localhost/", "", "http://", "not an address"])
  func schemes(url: String) {
    #expect(throws: FetchError.self) { try Fetch.send(Request(url: url)) }
  }

  @Test("a header can't smuggle a second one")
  func injection() {
    let request = Request(
      url: "http://localhost/", headers: [("X-A", "1\r\nX-B: 2")], unixSocket: "/nonexistent")
    #expect { () throws in try Fetch.send(request) } throws: {
      ($0 as? FetchError)?.code == .badAddress
    }
  }

  @Test("an error names the host, not the password")
  func secrets() {
    #expect(Fetch.host(of: "http://user:secret@tv.lan:8080/path?token=x") == "tv.lan:8080")
    #expect(Fetch.host(of: "tv.lan/path") == "tv.lan")
    #expect(Fetch.host(of: "") == "an address without a host")
  }
}
