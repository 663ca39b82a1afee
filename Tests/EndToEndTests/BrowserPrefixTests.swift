import Fetch
import Foundation
import Harness
import Testing

extension BrowserTests {
  @Test("pages, pictures and events arrive below /tv/", .timeLimit(.minutes(3)))
  func prefix() throws {
    try BrowserTests.station(["red", "green", "blue"], seconds: 10) { station, browser in
      try Self.proxy(of: station) { outer in
        try browser.open(outer + "/tv/")
        try browser.see("connection") { $0 == "Live" }
        try browser.see("on-air-card")
        try browser.see("viewers-total") { $0 == "0" }
        try browser.run("window.fetch = () => new Promise(() => {})")
        let viewer = try StreamViewer(station)
        try browser.see("viewers-total", "to be told of by an event") { $0 == "1" }
        viewer.leave()
        try browser.open(outer + "/tv/#/players")
        try browser.command("POST", "/refresh")
        try browser.see(".address-value") { $0 == outer + "/tv/iptv/channels.m3u" }
        try browser.go(to: "watch/1")
        try browser.see("watch-now")
        try BrowserTests.expectPlay(station, browser)
        #expect(try browser.complaints() == [])
        let list = String(
          decoding: try HTTP.get(outer + "/tv/iptv/channels.m3u").body, as: UTF8.self)
        #expect(list.contains(outer + "/tv/"))
      }
    }
  }

  /// The nginx of somebody who has other things on that machine, too.
  private static func proxy(of station: Station, _ body: (String) throws -> Void) throws {
    let folder = TemporaryFolder.make("outer")
    defer { try? FileManager.default.removeItem(at: folder) }
    let port = try freePort()
    let configuration = folder.appending(path: "nginx.conf")
    try Data(Self.configuration(folder.path, port, station.base).utf8).write(to: configuration)
    let nginx = try Child.start("nginx", ["-p", folder.path, "-c", configuration.path])
    defer { nginx.end() }
    let outer = "http://127.0.0.1:\(port)"
    try eventually(within: .seconds(10), "the outer nginx: \(nginx.transcript)") {
      (try? HTTP.get(outer + "/tv/api/health").status) == 200
    }
    try body(outer)
  }

  private static func configuration(_ folder: String, _ port: UInt16, _ base: String) -> String {
    """
    daemon off;
    worker_processes 1;
    pid \(folder)/nginx.pid;
    error_log stderr;
    events { worker_connections 256; }
    http {
      access_log off;
      client_body_temp_path \(folder)/body;
      proxy_temp_path \(folder)/proxy;
      fastcgi_temp_path \(folder)/fastcgi;
      uwsgi_temp_path \(folder)/uwsgi;
      scgi_temp_path \(folder)/scgi;
      server {
        listen 127.0.0.1:\(port);
        location = /tv { return 301 /tv/; }
        location /tv/ {
          proxy_pass \(base)/;
          proxy_http_version 1.1;
          proxy_set_header Connection "";
          proxy_set_header Host $http_host;
          proxy_set_header X-Forwarded-Host $http_host;
          proxy_set_header X-Forwarded-Proto $scheme;
          proxy_set_header X-Forwarded-For $remote_addr;
          proxy_set_header X-Forwarded-Prefix /tv;
          proxy_buffering off;
          proxy_read_timeout 1h;
        }
      }
    }
    """
  }
}
