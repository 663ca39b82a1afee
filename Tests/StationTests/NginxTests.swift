import FastCGI
import Foundation
import Glibc
import TestSupport
import Testing

@testable import Config
@testable import Station

@Suite("nginx as the templates make it", .timeLimit(.minutes(1)))
struct NginxTests {
  private let playlist = "/live/abcdefgh/aaaaaaaaaaaaaaaa/index.m3u8"

  @Test("The start page comes from disk with an ETag and a strict content policy")
  func startPage() async throws {
    try await ServedFolder.run { served in
      let answer = served.client.get("/")
      #expect(answer.status == 200)
      #expect(answer.text.contains("<title>TV</title>"))
      #expect(answer.headers["cache-control"] == "no-cache")
      #expect(answer.headers["etag"] != nil)
      #expect(answer.headers["x-content-type-options"] == "nosniff")
      let policy = answer.headers["content-security-policy"] ?? ""
      #expect(policy.contains("default-src 'self'") && policy.contains("frame-ancestors 'none'"))
      #expect(answer.headers["access-control-allow-origin"] == nil)
      let again = served.client.get(
        "/", headers: ["If-None-Match": answer.headers["etag"] ?? ""])
      #expect(again.status == 304)
    }
  }

  @Test("Only assets with a version in their address are kept for good")
  func assets() async throws {
    try await ServedFolder.run { served in
      #expect(served.client.get("/assets/app.js").headers["cache-control"] == "no-cache")
      let versioned = served.client.get("/assets/app.js?v=1.2").headers["cache-control"]
      #expect(versioned?.contains("immutable") == true)
      #expect(served.client.get("/assets/none.js?v=1").headers["cache-control"] == nil)
    }
  }

  @Test("What nginx refuses itself is a problem document with its status")
  func problems() async throws {
    try await ServedFolder.run { served in
      let client = served.client
      let big = [UInt8](repeating: 120, count: 10_000_000)
      let long = String(repeating: "x", count: 9000)
      let answers = [
        (404, client.get("/nothing")), (405, client.ask("POST", "/index.html", body: [1])),
        (413, client.ask("POST", "/api/channels", body: big)),
        (414, client.get("/api/guide?" + long)),
        (431, client.get("/api/health", headers: ["Cookie": long])),
        (503, client.get("/api/health")), (503, client.get("/iptv/channels.m3u")),
        (503, client.get("/live/bbbbbbbb/aaaaaaaaaaaaaaaa/index.m3u8")),
        (503, client.get("/iptv/channel/1.ts")), (503, client.get("/iptv/xmltv.xml")),
        (501, client.get("/api/events?c=jobs")),
      ]
      for (status, answer) in answers {
        #expect(answer.status == status)
        #expect(answer.headers["content-type"] == "application/problem+json", "\(status)")
        let problem = try JSONDecoder().decode(Problem.self, from: Data(answer.body))
        #expect(problem.status == status)
        #expect(problem.detail.count > 20)
      }
    }
  }

  private struct Problem: Decodable {
    var status: Int
    var detail: String
  }

  @Test("Playlists and segments are plain files; a missing segment is no playlist")
  func live() async throws {
    try await ServedFolder.run { served in
      let answer = served.client.get(playlist)
      #expect(answer.status == 200)
      #expect(answer.text.hasPrefix("#EXTM3U"))
      #expect(answer.headers["content-type"] == "application/vnd.apple.mpegurl")
      #expect(answer.headers["cache-control"] == "no-cache")
      #expect(answer.headers["etag"] == nil && answer.headers["last-modified"] == nil)
      #expect(answer.headers["access-control-allow-origin"] == "*")
      let segment = served.client.get("/live/abcdefgh/aaaaaaaaaaaaaaaa/7.ts")
      #expect(segment.text == "segment seven")
      #expect(segment.headers["content-type"] == "video/mp2t")
      #expect(segment.headers["cache-control"]?.contains("immutable") == true)
      let missing = served.client.get("/live/abcdefgh/aaaaaaaaaaaaaaaa/8.ts")
      #expect(missing.status == 404)
      #expect(missing.headers["cache-control"] == nil)
    }
  }

  @Test("Each rendition is served as what it is, and each playlist is a cold tune of its own")
  func renditions() async throws {
    let streams: Server.Handler = { request in
      Response(type: "application/vnd.apple.mpegurl", text: request.path)
    }
    try await ServedFolder.run(streams: streams) { served in
      let client = served.client
      let folder = served.settings.run.live(channel: "abcdefgh")
      let place = "/live/abcdefgh/aaaaaaaaaaaaaaaa/"
      let files = [
        ("7.m4s", "video/mp4"), ("7.v1.m4s", "video/mp4"), ("7.a2.ts", "video/mp2t"),
        ("7.s1.vtt", "text/vtt; charset=utf-8"), ("init-main-0123456789abcdef.mp4", "video/mp4"),
      ]
      for (name, type) in files {
        try Data(name.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
        let answer = client.get(place + name)
        #expect(answer.text == name)
        #expect(answer.headers["content-type"] == type, "\(name)")
        #expect(answer.headers["cache-control"] == "public, max-age=3600, immutable", "\(name)")
        #expect(answer.headers["access-control-allow-origin"] == "*")
      }
      try Data("sound".utf8).write(to: URL(filePath: folder + "/a1.m3u8"))
      #expect(client.get(place + "a1.m3u8").text == "sound")
      for name in ["v1", "s2"] {
        #expect(client.get(place + name + ".m3u8").text == place + name + ".m3u8")
      }
      for name in ["7.x1.ts", "7.s1.ts", "7.v1.vtt", "init-main-0.mp4", "x1.m3u8", "state.m3u8"] {
        #expect(client.get(place + name).status == 404, "\(name)")
      }
      let door = "\(folder)/ended"
      try FileManager.default.createDirectory(atPath: door, withIntermediateDirectories: true)
      try Data().write(to: URL(filePath: door + "/aaaaaaaaaaaaaaaa"))
      for name in ["a1.m3u8", "7.m4s", "7.s1.vtt"] {
        #expect(client.get(place + name).status == 410, "\(name)")
      }
    }
  }

  @Test("A channel's past has a folder of its own, and is a cold tune of its own")
  func shifted() async throws {
    let seen = Seen()
    let streams: Server.Handler = { request in
      seen.note(request)
      return Response(type: "application/vnd.apple.mpegurl", text: request.path)
    }
    try await ServedFolder.run(streams: streams) { served in
      let client = served.client
      let folder = served.settings.run.live(channel: "abcdefgh-3600")
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try Data("late".utf8).write(to: URL(filePath: folder + "/7.ts"))
      #expect(client.get("/live/abcdefgh-3600/aaaaaaaaaaaaaaaa/7.ts").text == "late")
      #expect(client.get("/live/abcdefgh/aaaaaaaaaaaaaaaa/7.ts").text == "segment seven")
      for name in ["abcdefgh-3600", "abcdefgh-7200"] {
        let path = "/live/\(name)/aaaaaaaaaaaaaaaa/index.m3u8"
        #expect(client.get(path).text == path)
      }
      for name in ["abcdefgh-", "abcdefgh-0", "abcdefgh-012", "abcdefgh-12345678", "abcdefgh-x"] {
        #expect(client.get("/live/\(name)/aaaaaaaaaaaaaaaa/index.m3u8").status == 404, "\(name)")
        #expect(client.get("/live/\(name)/aaaaaaaaaaaaaaaa/7.ts").status == 404, "\(name)")
      }
      #expect(seen.requests.count == 2)
    }
  }

  @Test("Forty viewers of a cold channel are one call, and a HEAD before them spoils nothing")
  func cold() async throws {
    let seen = Seen()
    let streams: Server.Handler = { request in
      seen.note(request)
      usleep(300_000)
      return Response(type: "application/vnd.apple.mpegurl", text: "#EXTM3U\n# cold\n")
    }
    try await ServedFolder.run(streams: streams) { served in
      let client = served.client
      #expect(client.ask("HEAD", "/live/cccccccc/aaaaaaaaaaaaaaaa/index.m3u8").status == 200)
      let first = client.get("/live/cccccccc/aaaaaaaaaaaaaaaa/index.m3u8")
      #expect(first.text == "#EXTM3U\n# cold\n")
      let before = seen.requests.count
      let answers = await TestSupport.onThreads(40) { _ in
        client.get("/live/bbbbbbbb/aaaaaaaaaaaaaaaa/index.m3u8")
      }
      #expect(answers.allSatisfy { $0.status == 200 && $0.text.contains("# cold") })
      #expect(seen.requests.count == before + 1)
      #expect(seen.requests.allSatisfy { $0.method == .get })
    }
  }

  @Test("A session's requests are reported with their address as the viewer asked it")
  func seenLog() async throws {
    try await ServedFolder.run { served in
      let reports = try #require(Reports(port: served.seenPort))
      _ = served.client.get(playlist, headers: ["User-Agent": "a \"quoted\" player"])
      let line = try #require(reports.next())
      let start = try #require(line.firstIndex(of: "{"))
      let report = try JSONDecoder().decode(Report.self, from: Data(line[start...].utf8))
      #expect(report.u == playlist)
      #expect(report.st == 200 && report.b > 0)
      #expect(report.ip == "127.0.0.1")
      #expect(report.ua == "a \"quoted\" player")
      _ = served.client.get("/live/abcdefgh/aaaaaaaaaaaaaaaa/7.ts")
      #expect(reports.next()?.contains("/aaaaaaaaaaaaaaaa/7.ts") == true)
    }
  }

  private struct Report: Decodable {
    var u: String
    var st: Int
    var b: Int
    var ip: String
    var ua: String
  }

  @Test(
    "No path leads out of what is served",
    arguments: [
      "", "/live", "/live/", "/live/abcdefgh", "/live/abcdefgh/aaaaaaaaaaaaaaaa",
      "/live/abcdefgh/aaaaaaaaaaaaaaaa/", "/iptv", "/iptv/", "/iptv/channel", "/iptv/xmltv.xml",
      "/assets", "/assets/", "/api", "/api/", "/auto", "/auto/", "/internal", "/pub",
    ])
  func traversal(prefix: String) async throws {
    let api: Server.Handler = { _ in Response(status: 404, type: "text/plain", text: "api") }
    try await ServedFolder.run(api: api, streams: api) { served in
      let steps = ["..", "%2e%2e", "..%2f..", "%2e%2e%2f%2e%2e", "..%5c..", ".%2e/.%2e", "..;"]
      let ends = [
        "secret", "run/secret", "state.json", "nginx/nginx.conf", "data/secret", "api.sock",
        "abcdefgh/state.json", ".secret", "station.lock", "index.m3u8/../state.json",
      ]
      for step in steps {
        for end in ends {
          let target = "\(prefix)/\(step)/\(end)"
          let answer = served.client.get(target)
          #expect([400, 403, 404, 503].contains(answer.status), "\(target) → \(answer.status)")
          #expect(!answer.text.contains("SECRET") && !answer.text.contains("listen"), "\(target)")
        }
      }
    }
  }

  @Test(
    "Addresses of the live folder that are not exactly ours do not exist",
    arguments: [
      "/live/abcdefgh/state.json", "/live/abcdefgh/index.m3u8", "/live/secret",
      "/live/ABCDEFGH/aaaaaaaaaaaaaaaa/index.m3u8", "/live/abcdefgh/aaaa/7.ts",
      "/live/abcdefgh/aaaaaaaaaaaaaaaa/state.json", "/live/abcdefgh/aaaaaaaaaaaaaaaa/-7.ts",
      "/live/abcdefgh/aaaaaaaaaaaaaaaa/index.m3u8%00.ts", "/live/abcdefgh/aaaaaaaaaaaaaaaa/",
      "/.secret", "/live/../secret", "/live//abcdefgh/state.json",
    ])
  func notOurs(target: String) async throws {
    try await ServedFolder.run { served in
      let answer = served.client.get(target)
      #expect([400, 404].contains(answer.status))
      #expect(!answer.text.contains("SECRET"))
    }
  }

  @Test("The pools are told what the client asked and what a proxy on this machine says")
  func parameters() async throws {
    let seen = Seen()
    let api: Server.Handler = { request in
      seen.note(request)
      return Response(type: "text/plain", text: "ok")
    }
    try await ServedFolder.run(api: api) { served in
      let client = served.client
      _ = client.get("/api/a?x=1", headers: ["Host": "Tv.Lan:99"])
      let direct = try #require(seen.requests.last).parameters
      #expect(direct["EXSTREAMTV_HOST"] == "Tv.Lan:99")
      #expect(direct["EXSTREAMTV_SCHEME"] == "http" && direct["EXSTREAMTV_PREFIX"] ?? "" == "")
      #expect(direct["REQUEST_URI"] == "/api/a?x=1" && direct["DOCUMENT_URI"] == "/api/a")
      #expect(direct["REMOTE_ADDR"] == "127.0.0.1")
      let forwarded = [
        "X-Forwarded-Proto": "https", "X-Forwarded-Host": "tv.example:8443, inner",
        "X-Forwarded-Prefix": "/tv/", "X-Forwarded-For": "9.9.9.9, 10.0.0.7",
      ]
      _ = client.get("/api/b", headers: forwarded)
      let proxied = try #require(seen.requests.last).parameters
      #expect(proxied["EXSTREAMTV_SCHEME"] == "https")
      #expect(proxied["EXSTREAMTV_HOST"] == "tv.example:8443")
      #expect(proxied["EXSTREAMTV_PREFIX"] == "/tv")
      #expect(proxied["REMOTE_ADDR"] == "10.0.0.7")
      _ = client.get(
        "/api/c",
        headers: ["X-Forwarded-Prefix": "//evil.example", "X-Forwarded-Proto": "javascript"])
      let hostile = try #require(seen.requests.last).parameters
      #expect(hostile["EXSTREAMTV_PREFIX"] ?? "" == "" && hostile["EXSTREAMTV_SCHEME"] == "http")
      #expect(hostile["EXSTREAMTV_INTERNAL"] == nil)
    }
  }

  private static let outside = LocalNetwork.hosts(for: .ipv4("0.0.0.0")).dropFirst().first

  @Test("From anywhere else forwarding headers mean nothing", .enabled(if: outside != nil))
  func spoofed() async throws {
    let seen = Seen()
    let api: Server.Handler = { request in
      seen.note(request)
      return Response(type: "text/plain", text: "ok")
    }
    let address = try #require(Self.outside)
    try await ServedFolder.run(bind: "0.0.0.0", api: api) { served in
      let client = RawHTTP(port: served.settings.port, address: address)
      _ = client.get(
        "/api/a",
        headers: [
          "X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil", "X-Forwarded-Prefix": "/x",
          "X-Forwarded-For": "1.2.3.4",
        ])
      let parameters = try #require(seen.requests.last).parameters
      #expect(parameters["EXSTREAMTV_SCHEME"] == "http")
      #expect(parameters["EXSTREAMTV_HOST"] == "tv.test")
      #expect(parameters["EXSTREAMTV_PREFIX"] ?? "" == "")
      #expect(parameters["REMOTE_ADDR"] == address)
    }
  }

  @Test("The channel list is kept for each address that asks, and for a moment only")
  func channelList() async throws {
    let seen = Seen()
    let api: Server.Handler = { request in
      seen.note(request)
      return Response(
        type: "audio/x-mpegurl", text: request.parameters["EXSTREAMTV_HOST"] ?? "")
    }
    try await ServedFolder.run(api: api) { served in
      let client = served.client
      let list = "/iptv/channels.m3u"
      #expect(client.ask("HEAD", list, headers: ["Host": "a"]).status == 200)
      #expect(client.get(list, headers: ["Host": "a"]).text == "a")
      #expect(client.get(list, headers: ["Host": "b"]).text == "b")
      #expect(client.get(list, headers: ["Host": "a"]).text == "a")
      #expect(seen.requests.count == 2)
      #expect(client.get(list).headers["access-control-allow-origin"] == "*")
    }
  }

  @Test("Endless streams and cold tunes go to their own pool, everything else to the other")
  func pools() async throws {
    let named: @Sendable (String) -> Server.Handler = { name in
      { _ in Response(type: "text/plain", text: name) }
    }
    try await ServedFolder.run(api: named("api"), streams: named("streams")) { served in
      for target in ["/iptv/channel/7.ts", "/iptv/channel/7.1.ts", "/auto/v7", "/auto/v7.1"] {
        #expect(served.client.get(target).text == "streams", "\(target)")
      }
      for target in [
        "/api/health", "/iptv/channel/7.m3u8", "/discover.json", "/lineup.json",
        "/lineup_status.json", "/lineup.post", "/device.xml", "/iptv/channel/x.ts", "/auto/x",
      ] {
        #expect(served.client.get(target).text == "api", "\(target)")
      }
      #expect(served.client.get("/internal/plan/abcdefgh").status == 404)
      #expect(served.client.get("/pub/jobs").status == 404)
    }
  }

  @Test("Plans are asked for on the internal socket only, and marked as such")
  func internalServer() async throws {
    let seen = Seen()
    let api: Server.Handler = { request in
      seen.note(request)
      return Response(type: "text/plain", text: "plan")
    }
    try await ServedFolder.run(api: api) { served in
      let inner = RawHTTP(socket: served.settings.run.internalSocket)
      #expect(inner.get("/internal/plan/abcdefgh?from=1").text == "plan")
      #expect(seen.requests.last?.parameters["EXSTREAMTV_INTERNAL"] == "1")
      #expect(inner.get("/api/channels").status == 404)
      var status = stat()
      #expect(stat(served.settings.run.sockets, &status) == 0)
      #expect(status.st_mode & 0o007 == 0)
    }
  }

  @Test("The guide goes out compressed to who can read that, and plain to who can't")
  func guide() async throws {
    try await ServedFolder.run { served in
      let run = served.settings.run
      try served.write("<tv/>", run.xmltv)
      try served.write("packed", run.xmltvGzip)
      let plain = served.client.get("/iptv/xmltv.xml")
      #expect(plain.text == "<tv/>" && plain.headers["content-encoding"] == nil)
      #expect(plain.headers["content-type"]?.hasPrefix("application/xml") == true)
      #expect(plain.headers["cache-control"] == "no-cache")
      let packed = served.client.get("/iptv/xmltv.xml", headers: ["Accept-Encoding": "gzip"])
      #expect(packed.text == "packed" && packed.headers["content-encoding"] == "gzip")
      #expect(packed.headers["vary"]?.contains("Accept-Encoding") == true)
      let file = served.client.get("/iptv/xmltv.xml.gz", headers: ["Accept-Encoding": "gzip"])
      #expect(file.text == "packed" && file.headers["content-encoding"] == nil)
      #expect(file.headers["content-type"] == "application/gzip")
    }
  }

  @Test(
    "A new subscriber is sent the last message of each topic",
    .enabled(if: NchanModule.locate() != nil))
  func events() async throws {
    try await ServedFolder.run(nchan: true) { served in
      let inner = RawHTTP(socket: served.settings.run.internalSocket)
      for topic in ["onair", "jobs"] {
        let answer = inner.ask("POST", "/pub/\(topic)", body: Array("news of \(topic)".utf8))
        #expect([200, 201, 202].contains(answer.status))
      }
      let accept = ["Accept": "text/event-stream"]
      for separator in [",", "%2C"] {
        let text = served.client.listen(
          "/api/events?c=onair\(separator)jobs", headers: accept, until: "news of jobs")
        #expect(text.contains("X-Accel-Buffering: no"))
        #expect(text.contains("news of jobs"))
      }
      #expect(served.client.get("/api/events", headers: accept).status == 404)
      #expect(served.client.get("/api/events?c=../x", headers: accept).status == 404)
      #expect(served.client.ask("POST", "/pub/jobs", body: [1]).status != 202)
      let foreign = served.client.get(
        "/api/events?c=jobs", headers: accept.merging(["Origin": "http://evil"]) { $1 })
      #expect(foreign.status == 403)
    }
  }

  @Test(
    "A folder's name may hold what means something to nginx",
    arguments: [
      "a b", "it's", "quote\"quote", "back\\slash", "[tv]*?", "semi;colon{}", "ümläut #1",
    ])
  func oddNames(name: String) async throws {
    try await ServedFolder.run(nchan: true, name: name) { served in
      #expect(served.client.get("/").status == 200)
      #expect(served.client.get(playlist).status == 200)
    }
  }
}

/// The receiving end of nginx's reports.
private final class Reports {
  private let descriptor: Int32

  init?(port: Int) {
    descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_port = UInt16(port).bigEndian
    name.sin_addr.s_addr = inet_addr("127.0.0.1")
    let isBound = withUnsafePointer(to: &name) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard isBound else { return nil }
  }

  deinit { close(descriptor) }

  /// The next report; nil when none comes within ten seconds.
  func next() -> String? {
    var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&waiting, 1, 10_000) == 1 else { return nil }
    var buffer = [UInt8](repeating: 0, count: 65536)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
  }
}
