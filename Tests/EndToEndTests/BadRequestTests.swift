import Fetch
import Foundation
import Glibc
import Harness
import TestSupport
import Testing

@Suite("Requests that nobody should send", .serialized)
struct BadRequestTests {
  @Test(
    "every one is refused in words, and nothing leaks, hangs or starts",
    .timeLimit(.minutes(3)))
  func refusals() throws {
    let place = try SecretPlace()
    defer { place.remove() }
    try Station.run(media: place.media, environment: ["EXSTREAMTV_WWW": place.www.path]) {
      station in
      try station.awaitChannel()
      try place.plant(in: station.data)
      let raw = RawHTTP(port: Int(station.port))
      expectUnknownChannels(raw)
      expectNoClimbing(raw, place)
      expectInnerAddressesHidden(raw)
      expectBodies(raw)
      expectMethods(raw)
      expectForeignPages(raw)
      try expectHosts(raw)
      try expectHalfRequests(station, raw)
      expectHeads(raw)
      // The encoders are still being tried, it may be; nobody watched, so nothing else is to run.
      try eventually(within: .seconds(90), "every ffmpeg to end") {
        ProcessTree.named("ffmpeg", below: station.process.pid).isEmpty
      }
      try expectRanges(station)
      #expect(try station.json("/api/channels")["channels"].array.count == 1)
      #expect(!station.process.transcript.contains("started again"), "no program crashed")
    }
  }

  private func expectUnknownChannels(_ raw: RawHTTP) {
    let session = String(repeating: "a", count: 16)
    for path in [
      "/iptv/channel/99.m3u8", "/iptv/channel/99.ts", "/iptv/channel/abc.ts",
      "/iptv/channel/1.5.7.m3u8", "/iptv/channel/-1.m3u8", "/iptv/channel/.m3u8",
      "/live/abcdefgh/\(session)/index.m3u8", "/live/abcdefgh/\(session)/1.ts",
      "/live/abcdefgh/short/index.m3u8", "/live/ABCDEFGH/\(session)/index.m3u8",
      "/api/channels/abcdefgh", "/api/channels/%f0%9f%8e%ac", "/api/nothing", "/nothing.html",
    ] {
      expectProblem(raw.get(path), 404, path)
    }
    for path in ["/auto/v99", "/auto/v9.9"] {
      let answer = raw.get(path)
      expectProblem(answer, 404, path)
      #expect(answer.headers["x-hdhomerun-error"]?.hasPrefix("801") == true, "\(path)")
    }
  }

  private func expectNoClimbing(_ raw: RawHTTP, _ place: SecretPlace) {
    var asked = 0
    for path in ClimbingPaths.all(to: place.targets) {
      let answer = raw.get(path)
      #expect(!answer.text.contains(SecretPlace.secret), "\(path) leaks")
      #expect(!answer.text.contains("root:"), "\(path) leaks")
      #expect((400..<500).contains(answer.status), "\(path): \(answer.status)")
      asked += 1
    }
    #expect(asked > 500)
    for path in ["/api/channels/a\u{0}b", "/a b", "nonsense", "http://other/../../secret.txt"] {
      #expect(!raw.get(path).text.contains(SecretPlace.secret), "\(path)")
    }
  }

  private func expectInnerAddressesHidden(_ raw: RawHTTP) {
    for path in [
      "/internal/plan/abcdefgh", "/internal/", "/api/../internal/plan/abcdefgh",
      "//internal/plan/abcdefgh", "/%69nternal/plan/abcdefgh", "/pub/onair", "/api/../pub/onair",
    ] {
      expectProblem(raw.get(path), 404, path)
      let sent = raw.ask("POST", path, body: Array("[]".utf8))
      #expect([404, 405].contains(sent.status), "\(path): \(sent.status)")
    }
    // A client can't pretend to be nginx's inner server.
    let pretended = raw.get(
      "/internal/plan/abcdefgh",
      headers: ["EXSTREAMTV_INTERNAL": "1", "EXSTREAMTV-INTERNAL": "1"])
    #expect(pretended.status == 404)
  }

  private func expectBodies(_ raw: RawHTTP) {
    let json = ["Content-Type": "application/json"]
    func post(_ text: String, headers: [String: String] = json) -> RawHTTP.Answer {
      raw.ask("POST", "/api/channels", headers: headers, body: Array(text.utf8))
    }
    let large = [UInt8](repeating: UInt8(ascii: "a"), count: 10_000_000)
    expectProblem(raw.ask("POST", "/api/channels", headers: json, body: large), 413, "10 MB")
    let announced = json.merging(["Content-Length": "10000000"]) { $1 }
    expectProblem(raw.ask("POST", "/api/channels", headers: announced), 413, "10 MB announced")
    let nearly = [UInt8](repeating: UInt8(ascii: "["), count: 7_900_000)
    expectProblem(
      raw.ask("POST", "/api/channels", headers: json, body: nearly), 400, "7.9 MB of brackets")
    let broken = post("{\"name\": \"x\",\n \"order\": }")
    expectProblem(broken, 400, "broken JSON")
    #expect(broken.text.contains("line 2, column 11"), "\(broken.text)")
    expectProblem(post(""), 400, "no body")
    expectProblem(post("{\"name\":\"\u{0}\"}"), 400, "a control character")
    let missing = post(#"{"name":"x","order":"shuffle"}"#)
    expectProblem(missing, 422, "a field is missing", field: "content")
    let wrong = post(#"{"name":7,"order":"shuffle","content":{"kind":"library"}}"#)
    expectProblem(wrong, 400, "a number for a name", field: "name")
    let order = post(#"{"name":"x","order":"sideways","content":{"kind":"library"}}"#)
    expectProblem(order, 400, "an order that is none", field: "order")
    let taken = post(#"{"number":"1","name":"x","order":"shuffle","content":{"kind":"library"}}"#)
    expectProblem(taken, 409, "a number that is taken", field: "number")
    for type in ["text/plain", "application/x-www-form-urlencoded", ""] {
      expectProblem(post("{}", headers: ["Content-Type": type]), 415, type)
    }
    let invalid = raw.ask(
      "POST", "/api/channels", headers: json, body: Array(#"{"name":""#.utf8) + [0xFF, 0xFE])
    expectProblem(invalid, 400, "no UTF-8")
  }

  private func expectMethods(_ raw: RawHTTP) {
    for (method, path, allowed) in [
      ("DELETE", "/api/channels", "POST"), ("PUT", "/api/channels/abcdefgh", "PATCH"),
      ("BREW", "/api/health", "GET"), ("POST", "/iptv/channel/1.m3u8", "GET"),
      ("POST", "/iptv/channel/1.ts", "GET"), ("DELETE", "/auto/v1", "GET"),
      ("PUT", "/lineup.json", "GET"),
    ] {
      let answer = raw.ask(method, path)
      expectProblem(answer, 405, "\(method) \(path)")
      #expect(answer.headers["allow"]?.contains(allowed) == true, "\(method) \(path)")
    }
    for path in ["/", "/iptv/xmltv.xml"] {
      let answer = raw.ask("POST", path, body: [1])
      #expect(answer.status == 405, "POST \(path): \(answer.status)")
    }
    let options = raw.ask("OPTIONS", "/api/channels")
    #expect(options.status == 204 && options.headers["allow"]?.contains("POST") == true)
    #expect(options.headers["access-control-allow-methods"] == nil)
  }

  private func expectForeignPages(_ raw: RawHTTP) {
    let body = Array(#"{"name":"x","order":"shuffle","content":{"kind":"library"}}"#.utf8)
    for fields in [
      ["Origin": "http://evil.test"], ["Origin": "null"], ["Sec-Fetch-Site": "cross-site"],
      ["Sec-Fetch-Site": "same-site"], ["Origin": "http://tv.test.evil.test"],
    ] {
      let headers = ["Content-Type": "application/json"].merging(fields) { $1 }
      expectProblem(
        raw.ask("POST", "/api/channels", headers: headers, body: body), 403, "\(fields)")
      expectProblem(raw.ask("POST", "/api/channels/abcdefgh/stop", headers: fields), 403, "stop")
    }
    for path in ["/api/channels", "/api/health"] {
      let answer = raw.get(path, headers: ["Origin": "http://evil.test"])
      #expect(answer.headers["access-control-allow-origin"] == nil, "\(path)")
    }
  }

  private func expectHosts(_ raw: RawHTTP) throws {
    let lists = [
      "/iptv/channels.m3u", "/lineup.json", "/discover.json", "/device.xml", "/api/players",
    ]
    for path in lists {
      for host in ["evil/\"><script>", "a b", "evil\\", "x@evil", "é.test"] {
        let answer = raw.get(path, headers: ["Host": host])
        #expect(answer.status == 400, "\(path) for \(host): \(answer.status)")
        #expect(!answer.text.contains("<script>") && !answer.text.contains("\">"), "\(path)")
      }
      let asked = raw.get(path, headers: ["Host": "tv.example:1234"])
      #expect(asked.status == 200)
      #expect(asked.text.contains("http://tv.example:1234"), "\(path)")
      #expect(!asked.text.contains("127.0.0.1"), "\(path)")
      let other = raw.get(path, headers: ["Host": "other.example"])
      #expect(other.text.contains("http://other.example") && !other.text.contains("tv.example"))
      let proxied = raw.get(
        path,
        headers: [
          "Host": "x", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "tv.home",
          "X-Forwarded-Prefix": "/tv",
        ])
      #expect(proxied.text.contains("https://tv.home/tv"), "\(path)")
    }
  }

  private func expectHeads(_ raw: RawHTTP) {
    for path in [
      "/iptv/channels.m3u", "/iptv/channel/1.m3u8", "/iptv/channel/1.ts", "/auto/v1",
      "/discover.json", "/lineup.json", "/lineup_status.json", "/device.xml", "/api/channels", "/",
    ] {
      let answer = raw.ask("HEAD", path)
      #expect(answer.status == 200 && answer.body.isEmpty, "HEAD \(path): \(answer.status)")
    }
    expectProblemHead(raw.ask("HEAD", "/iptv/channel/99.ts"))
  }

  private func expectProblemHead(_ answer: RawHTTP.Answer) {
    #expect(answer.status == 404 && answer.body.isEmpty)
  }

  private func expectRanges(_ station: Station) throws {
    let player = try PlaylistViewer(station)
    let folder = player.address.prefix(
      through: player.address.lastIndex(of: "/") ?? player.address.startIndex)
    let segment = try #require(player.segments.first)
    let path = folder + segment.name
    let part = try station.get(String(path), headers: [("Range", "bytes=188-375")])
    #expect(part.status == 206)
    #expect(part.body == Array(segment.bytes[188..<376]))
    let beyond = try station.get(String(path), headers: [("Range", "bytes=99999999-")])
    #expect(beyond.status == 416)
  }

  /// Clients that stop in the middle hold nobody up.
  private func expectHalfRequests(_ station: Station, _ raw: RawHTTP) throws {
    let start = "POST /api/channels HTTP/1.1\r\nHost: tv.test\r\nContent-Type: application/json\r\n"
    let halves = try (0..<50).map { number in
      try HalfRequest(
        station.port,
        number % 2 == 0
          ? "GET /api/channels HTTP/1.1\r\nHo" : start + "Content-Length: 900\r\n\r\n{")
    }
    for _ in 0..<20 { #expect(raw.get("/api/channels").status == 200) }
    withExtendedLifetime(halves) {}
    // What follows the body is another request, and no part of this one.
    let smuggled = raw.ask(
      "POST", "/api/channels",
      headers: ["Content-Type": "application/json", "Content-Length": "2"],
      body: Array("{}DELETE /api/channels HTTP/1.1\r\n\r\n".utf8))
    expectProblem(smuggled, 400, "a body beyond its length", field: "name")
    let both = raw.ask(
      "POST", "/api/channels",
      headers: ["Content-Length": "2", "Transfer-Encoding": "chunked"],
      body: Array("0\r\n\r\n".utf8))
    #expect(both.status == 400)
  }

  private func expectProblem(
    _ answer: RawHTTP.Answer, _ status: Int, _ what: String, field: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(answer.status == status, "\(what): \(answer.text)", sourceLocation: sourceLocation)
    #expect(
      answer.headers["content-type"]?.hasPrefix("application/problem+json") == true,
      "\(what): \(answer.headers)", sourceLocation: sourceLocation)
    let problem = try? JSONValue(answer.body)
    #expect(
      problem?["status"].number == Int64(status), "\(what): \(answer.text)",
      sourceLocation: sourceLocation)
    #expect(
      (problem?["detail"].string ?? "").count > 10, "\(what)", sourceLocation: sourceLocation)
    if let field {
      #expect(problem?["field"].string == field, "\(what)", sourceLocation: sourceLocation)
    }
  }
}
