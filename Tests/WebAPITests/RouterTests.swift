import FastCGI
import Foundation
import Library
import Playout
import Store
import Testing

@testable import WebAPI

@Suite("Router")
struct RouterTests {
  @Test("An unknown address is a problem in words")
  func unknownAddress() throws {
    let answer = try TestDesk().ask(.get, "/api/nothing")
    #expect(answer.problem?.status == 404)
    #expect(answer.text.contains(#""instance":"/api/nothing""#))
  }

  @Test("A method that is not possible is refused with those that are")
  func method() throws {
    let desk = try TestDesk()
    let answer = desk.ask(.put, "/api/channels")
    #expect(answer.problem?.status == 405)
    #expect(answer.headers["Allow"] == "HEAD, GET, POST, OPTIONS")
    #expect(desk.ask(.options, "/api/channels").status == 204)
    #expect(desk.ask(Method(rawValue: "BREW"), "/api/health").status == 405)
  }

  @Test("HEAD is GET without its body")
  func head() throws {
    let desk = try TestDesk()
    let get = desk.ask(.get, "/api/profiles")
    let head = desk.ask(.head, "/api/profiles")
    #expect(head.status == 200)
    #expect(head.bytes.isEmpty)
    #expect(head.headers["Content-Length"] == String(get.bytes.count))
    #expect(head.headers["Content-Type"] == get.headers["Content-Type"])
    #expect(desk.ask(.head, "/api/nothing").bytes.isEmpty)
  }

  @Test(
    "A path that climbs, hides or never ends is refused",
    arguments: [
      "/api/../etc/passwd", "/api/%2e%2e/x", "/api/channels/%2fetc", "/api/%00", "/api/%ff",
      "/api/..%5c..%5cx", "api/health", "", "/live/../api.sock",
    ])
  func hostilePath(path: String) throws {
    #expect(try TestDesk().ask(.get, path).problem?.status == 400)
  }

  @Test(
    "A path that only looks like one of ours is unknown",
    arguments: [
      "/api/channels/", "//api/health", "/api//health", "/API/health", "/iptv/channel/.ts",
      "/auto/v", "/iptv/channel/../7.ts%20", "/live/abcdefgh/index.m3u8",
    ])
  func strangePath(path: String) throws {
    let status = try TestDesk().ask(.get, path).problem?.status
    #expect(status == 404 || status == 400)
  }

  @Test("A path without end is too long")
  func longPath() throws {
    let path = "/api/" + String(repeating: "a", count: 5000)
    #expect(try TestDesk().ask(.get, path).problem?.status == 414)
  }

  @Test(
    "A Host that is none is refused",
    arguments: ["a b", "a\"b", "a/b", "a\r\nb", "<script>", "a@b"])
  func hostileHost(host: String) throws {
    let answer = try TestDesk().ask(.get, "/api/players", parameters: ["EXSTREAMTV_HOST": host])
    #expect(answer.problem?.status == 400)
  }

  @Test("Plans are for our own processes only")
  func internalOnly() throws {
    let desk = try TestDesk()
    let channel = try desk.channel("7")
    let path = "/internal/plan/\(channel.id.rawValue)?from=\(today.milliseconds)"
    #expect(desk.ask(.get, path).problem?.status == 404)
    #expect(desk.ask(.get, path, parameters: ["EXSTREAMTV_INTERNAL": "1"]).status == 200)
  }

  @Test(
    "A change that comes from another site is refused",
    arguments: [
      ["HTTP_SEC_FETCH_SITE": "cross-site"], ["HTTP_SEC_FETCH_SITE": "same-site"],
      ["HTTP_ORIGIN": "http://evil.example"], ["HTTP_ORIGIN": "null"],
      ["HTTP_ORIGIN": "http://tv.lan:9999"], ["HTTP_ORIGIN": "http://tv.lan:8411.evil.example"],
    ])
  func crossSite(parameters: [String: String]) throws {
    let desk = try TestDesk()
    let channel = try desk.channel("7")
    let path = "/api/channels/\(channel.id.rawValue)"
    #expect(desk.ask(.delete, path, parameters: parameters).problem?.status == 403)
    #expect(desk.ask(.get, path, parameters: parameters).status == 200)
    #expect(try desk.store.channel(channel.id) != nil)
  }

  @Test("A change from the page itself, or from a program, is made")
  func sameSite() throws {
    let desk = try TestDesk()
    let path = "/api/channels/\(try desk.channel("7").id.rawValue)"
    let page = ["HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_ORIGIN": "http://TV.lan:8411"]
    #expect(desk.ask(.patch, path, json: #"{"name":"A"}"#, parameters: page).status == 200)
    #expect(desk.ask(.patch, path, json: #"{"name":"B"}"#).status == 200)
  }

  @Test(
    "A body that is not understood is explained",
    arguments: [
      ("", 400, nil), ("{", 400, nil), ("[]", 400, "body"), (#"{"path":7}"#, 400, "path"),
      ("{}", 400, "path"), (#"{"path":null}"#, 400, "path"), ("\u{0}\u{1}", 400, nil),
    ] as [(String, Int, String?)])
  func malformed(body: String, status: Int, field: String?) throws {
    let problem = try #require(
      TestDesk().ask(.post, "/api/folders", json: body).problem)
    #expect(problem.status == status)
    #expect(problem.field == field)
  }

  @Test(
    "A broken body is told with its place",
    arguments: [
      ("{\n\"path\": /srv}", "a value is expected in line 2, column 9"),
      ("{\"path\": \"/srv\"", "a comma or the end is expected in line 1, column 16"),
      ("{path: 1}", "a field name in quotes is expected in line 1, column 2"),
      ("{\"path\" 1}", "a colon is expected in line 1, column 9"),
      ("{\"path\": \"a", "a text does not end in line 1, column 12"),
      ("{\"path\": \"a\n\"}", "a control character stands in a text in line 1, column 12"),
      ("{} {}", "there is more after the end in line 1, column 4"),
      (String(repeating: "[", count: 100_000), "nested too deep"),
    ])
  func position(body: String, words: String) throws {
    let problem = try #require(TestDesk().ask(.post, "/api/folders", json: body).problem)
    #expect(problem.status == 400)
    #expect(problem.detail.contains(words))
  }

  @Test("A body that does not say it is JSON is refused")
  func contentType() throws {
    let desk = try TestDesk()
    let answer = desk.ask(
      .post, "/api/folders", json: #"{"path":"/"}"#, parameters: ["CONTENT_TYPE": "text/plain"])
    #expect(answer.problem?.status == 415)
  }

  @Test("A list is kept until the database changes, and its tag with it")
  func cache() throws {
    let desk = try TestDesk()
    try desk.channel("7")
    let first = desk.ask(.get, "/api/channels")
    let tag = try #require(first.headers["ETag"])
    let again = desk.ask(.get, "/api/channels", parameters: ["HTTP_IF_NONE_MATCH": tag])
    #expect(again.status == 304)
    #expect(again.bytes.isEmpty)
    // Another process writes.
    let other = try #require(try? StoreTwin(of: desk))
    try other.rename()
    let changed = desk.ask(.get, "/api/channels", parameters: ["HTTP_IF_NONE_MATCH": tag])
    #expect(changed.status == 200)
    #expect(changed.text.contains("Renamed"))
  }

  @Test("A pool answers its own routes only")
  func pools() throws {
    let desk = try TestDesk()
    let streams = Set(Routes.all.filter { $0.pool == .streams }.map(\.path))
    #expect(
      streams
        == [
          "/iptv/channel/{number}.ts", "/auto/v{number}",
          "/live/{channel}/{session}/{playlist}.m3u8",
        ])
    #expect(desk.ask(.get, "/api/openapi.json").status == 200)
  }
}
