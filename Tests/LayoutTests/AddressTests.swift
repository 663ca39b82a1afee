import Foundation
import Testing

@Suite("Addresses: the route table, nginx and the pages agree")
struct AddressTests {
  @Test("nginx hands every route to the pool that answers it")
  func routes() throws {
    let table = try routeTable()
    let open = NginxLocations(try configuration())
    let closed = NginxLocations(try internalServer())
    for line in table.lines {
      let locations = line.permission == "internal" ? closed : open
      #expect(try locations.upstream(for: line.example) == "exstreamtv_\(line.pool)", "\(line)")
    }
  }

  @Test("a channel's past is tuned where the channel is")
  func past() throws {
    let open = NginxLocations(try configuration())
    let path = "/live/abcdefgh-3600/abcdefghijkl2345/index.m3u8"
    #expect(try open.upstream(for: path) == "exstreamtv_streams")
    for name in ["v1", "a2", "s3"] {
      let other = path.replacing("index", with: name)
      #expect(try open.upstream(for: other) == "exstreamtv_streams", "\(name)")
    }
    #expect(try open.upstream(for: path.replacing("index", with: "x1")) == nil)
    #expect(try open.upstream(for: "/live/abcdefgh-03/abcdefghijkl2345/index.m3u8") == nil)
  }

  @Test("what is internal can't be asked for from outside")
  func internals() throws {
    let open = NginxLocations(try configuration())
    for line in try routeTable().lines where line.permission == "internal" {
      #expect(try open.upstream(for: line.example) == nil, "\(line)")
    }
    #expect(try open.upstream(for: "/pub/jobs") == nil)
  }

  @Test("every single address that nginx hands on has a route")
  func locations() throws {
    let table = try routeTable()
    let locations = NginxLocations(try configuration()).locations
    let handed = locations.filter { $0.modifier == "=" && $0.upstream != nil }
    #expect(!handed.isEmpty)
    for location in handed {
      #expect(table.line("GET", location.pattern) != nil, "\(location.pattern)")
    }
  }

  @Test("every call of the pages has a route")
  func calls() throws {
    let table = try routeTable()
    let calls = try Self.calls(in: #require(Checkout.text("www/assets/api.js")))
    #expect(calls.count > 15)
    for call in calls {
      #expect(table.line(call.method, call.path) != nil, "\(call.method) \(call.path)")
    }
  }

  @Test("no page calls the API past api.js")
  func strays() {
    let pages = Checkout.files(below: "www", ending: [".js"])
    #expect(!pages.isEmpty)
    for page in pages where page.path != "www/assets/api.js" {
      let stray = page.text.matches(
        of: /\bfetch\(|XMLHttpRequest|["`]\/?api\/(?!events)/.wordBoundaryKind(.simple))
      #expect(stray.isEmpty, "\(page.path)")
    }
  }

  @Test("pages use relative addresses, so that they work below any prefix")
  func relative() {
    for page in Checkout.files(below: "www", ending: [".js", ".html", ".css"]) {
      let absolute = page.text.matches(
        of: /(?:src|href)="\/(?!\/)|["'`(]\/(?:api|iptv|live|assets)\//)
      #expect(absolute.isEmpty, "\(page.path)")
    }
  }

  @Test("nginx's choice among locations is followed")
  func choice() throws {
    let locations = NginxLocations(
      """
      location / { a 1; }
      location = /x { fastcgi_pass exact; }
      location /x/ { fastcgi_pass prefix; }
      location ~ "^/x/[0-9]{1,3}$" { try_files $uri @cold; }
      location ^~ /x/static/ { root "{"; fastcgi_pass strict; }
      location ~* \\.TS$ { fastcgi_pass late; }
      location @cold { fastcgi_pass cold; }
      """)
    let expected = [
      "/x": "exact", "/x/a": "prefix", "/x/12": "cold", "/x/static/1.ts": "strict",
      "/y.ts": "late", "/x/1234": "prefix",
    ]
    for (path, upstream) in expected {
      #expect(try locations.upstream(for: path) == upstream, "\(path)")
    }
    #expect(try locations.upstream(for: "/elsewhere") == nil)
  }

  @Test("routes and calls are read as they are written")
  func reading() {
    let table = RouteTable(
      """
      .read("/api/a", .viewer, "A") { $0 },
      .act(
        .post, "/api/a/{id}/b", .editor, "B", status: 202, run),
      // .read("/api/hidden", .viewer, "no"),
      .serve("/live/{channel}/{session}/index.m3u8", .player, "C", type: "x", pool: .streams, cold),
      .read("/internal/plan/{id}", .internal, "D", plan),
      """)
    #expect(
      table.lines.map(\.description) == [
        "GET /api/a", "POST /api/a/{id}/b", "GET /live/{channel}/{session}/index.m3u8",
        "GET /internal/plan/{id}",
      ])
    #expect(table.lines.map(\.pool) == ["api", "api", "streams", "api"])
    #expect(table.lines.map(\.permission) == ["viewer", "editor", "player", "internal"])
    #expect(table.line("POST", "/api/a/{x}/b") != nil)
    #expect(table.line("GET", "/api/a/{x}/b") == nil)
    let calls = Self.calls(
      in: "const a = () => get(\"api/a\"); post(`api/a/${id}/b`); remove(`api/c/${x.y}`)")
    #expect(calls.map(\.method) == ["GET", "POST", "DELETE"])
    #expect(calls.map(\.path) == ["/api/a", "/api/a/{}/b", "/api/c/{}"])
  }

  private func routeTable() throws -> RouteTable {
    let table = RouteTable(try #require(Checkout.text("Sources/WebAPI/Routes.swift")))
    #expect(table.lines.count > 20)
    return table
  }

  /// The locations of the server that everybody reaches.
  private func configuration() throws -> String {
    let names = ["locations", "events", "problems", "server"]
    return try names.map { name in
      let text = try #require(Checkout.text("nginx/\(name).conf"), "nginx/\(name).conf")
      return Self.withoutComments(text)
    }.joined(separator: "\n")
  }

  /// The server of `internal.sock`, which is the last one of the file.
  private func internalServer() throws -> String {
    let text = Self.withoutComments(try #require(Checkout.text("nginx/http.conf")))
    let parts = text.split(separator: "internal.sock", maxSplits: 1)
    return String(try #require(parts.count == 2 ? parts[1] : nil))
  }

  private static func withoutComments(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.drop { $0 == " " }.hasPrefix("#") }
      .joined(separator: "\n")
  }

  private static func calls(in text: String) -> [(method: String, path: String)] {
    let methods = [
      "get": "GET", "post": "POST", "patch": "PATCH", "remove": "DELETE", "put": "PUT",
    ]
    return text.matches(of: /\b(get|post|patch|remove|put)\(\s*["`](api\/[^"`]*)["`]/).map {
      match in
      let path = match.output.2.replacing(/\$\{[^}]*\}/, with: "{}")
      return (methods[String(match.output.1)] ?? "", "/" + String(path))
    }
  }
}
