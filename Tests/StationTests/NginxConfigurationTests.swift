import ChildProcess
import Foundation
import TestSupport
import Testing

@testable import Config
@testable import Station

@Suite("NginxConfiguration", .timeLimit(.minutes(1)))
struct NginxConfigurationTests {
  /// Has nginx check a configuration.
  private func check(_ text: String, in settings: Settings) async throws -> ChildResult {
    let path = settings.run.nginxConfiguration
    try Data(text.utf8).write(to: URL(filePath: path))
    return try await TestSupport.onThread {
      try runToEnd(
        ChildCommand("/usr/sbin/nginx", ["-t", "-p", settings.run.nginx, "-c", path]),
        deadline: .seconds(20), outputLimit: 65536)
    }
  }

  @Test(
    "nginx accepts what up renders, with events and without, on every kind of address",
    arguments: [true, false], ["127.0.0.1", "0.0.0.0", "::1", "::"])
  func up(nchan: Bool, bind: String) async throws {
    let folder = try ScratchFolder()
    let settings = try ServedFolder.settings(data: folder.file("data"), bind: bind)
    let user = try StationFolders(settings: settings).make()
    let text = try NginxConfiguration(
      settings: settings, seenPort: 9, nchanModule: nchan ? NchanModule.locate() : nil,
      user: user
    ).main()
    let result = try await check(text, in: settings)
    #expect(result.status.isSuccess, "\(result.stderrTail)")
    #expect(text.contains("nchan_subscriber") == (nchan && NchanModule.locate() != nil))
  }

  @Test("The system's nginx accepts the site beside others", arguments: [true, false])
  func site(nchan: Bool) async throws {
    let folder = try ScratchFolder()
    let settings = try ServedFolder.settings(data: folder.file("data"))
    _ = try StationFolders(settings: settings).make()
    let site = try NginxConfiguration.site(
      settings: settings, cacheFolder: folder.path, hasNchan: nchan)
    guard !nchan || NchanModule.locate() != nil else { return }
    let load = nchan ? "load_module \(NchanModule.locate() ?? "");" : ""
    // What Debian's own nginx.conf says around a site.
    let text = """
      \(load)
      pid \(folder.path)/pid;
      error_log stderr;
      events { worker_connections 768; }
      http {
        sendfile on;
        tcp_nopush on;
        types_hash_max_size 2048;
        include /etc/nginx/mime.types;
        default_type application/octet-stream;
        access_log off;
        gzip on;
        client_body_temp_path \(folder.path)/a;
        proxy_temp_path \(folder.path)/b;
        fastcgi_temp_path \(folder.path)/c;
        uwsgi_temp_path \(folder.path)/d;
        scgi_temp_path \(folder.path)/e;
        \(site)
        server { listen 127.0.0.1:\(FreePort.tcp()) default_server; }
      }
      """
    let result = try await check(text, in: settings)
    #expect(result.status.isSuccess, "\(result.stderrTail)")
  }

  @Test("No name of a template is left unfilled")
  func filled() throws {
    let settings = try ServedFolder.settings(data: "/srv/tv")
    let text = try NginxConfiguration(settings: settings, seenPort: 9, nchanModule: nil).main()
    #expect(text.firstMatch(of: /@[A-Z_]+@/) == nil)
    #expect(text.contains("daemon off;"))
  }

  @Test("A name that nothing stands for and a missing template are told")
  func failures() throws {
    let folder = try ScratchFolder()
    #expect(throws: NginxTemplate.Failure.self) { try NginxTemplate(folder: folder.path) }
    for name in NginxTemplate.partNames {
      try Data("mail me@HOME @NOTHING@".utf8).write(to: URL(filePath: folder.file(name + ".conf")))
    }
    let failure = #expect(throws: NginxTemplate.Failure.self) {
      try NginxTemplate(folder: folder.path).rendered("http", values: [:])
    }
    #expect(failure?.description.contains("@NOTHING@") == true)
  }

  @Test("Every locations of the templates that passes to a pool hands all parameters down")
  func parameters() throws {
    let settings = try ServedFolder.settings(data: "/srv/tv")
    let text = try NginxConfiguration(settings: settings, seenPort: 9, nchanModule: nil).main()
    let passes = text.matches(of: /fastcgi_pass exstreamtv_/).count
    #expect(passes >= 8)
    for name in ["REQUEST_METHOD", "REQUEST_URI", "EXSTREAMTV_HOST", "EXSTREAMTV_PREFIX"] {
      let count = text.ranges(of: "fastcgi_param \(name) ").count
      #expect(count == passes, "\(name)")
    }
  }
}
