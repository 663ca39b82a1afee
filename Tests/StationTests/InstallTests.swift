import ChildProcess
import Config
import Foundation
import TestSupport
import Testing

@testable import Station

@Suite("make install", .timeLimit(.minutes(1)))
struct InstallTests {
  private static let tree = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  private static let units = [
    "exstreamtv.target", "exstreamtv-api.socket", "exstreamtv-api.service",
    "exstreamtv-streams.socket", "exstreamtv-streams.service", "exstreamtv-jobs.service",
    "exstreamtv-transcoder.service",
  ]

  private func run(_ program: String, _ arguments: [String]) async throws -> ChildResult {
    try await TestSupport.onThread {
      try runToEnd(
        ChildCommand(program, arguments, workingDirectory: Self.tree), deadline: .seconds(30),
        outputLimit: 1 << 20)
    }
  }

  /// Installs everything but the programs, for which stand-ins are enough here.
  private func installed(in folder: ScratchFolder) async throws {
    let result = try await run("make", ["-s", "install-files", "DESTDIR=" + folder.path])
    #expect(result.status.isSuccess, "\(result.stderrTail)")
    let bin = folder.file("usr/local/bin")
    try FileManager.default.createDirectory(atPath: bin, withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: "/bin/true", toPath: bin + "/exstreamtv")
  }

  @Test("Everything lands below DESTDIR, where the programs and services look for it")
  func files() async throws {
    let folder = try ScratchFolder()
    try await installed(in: folder)
    let found = ShareFolder.locate(
      executable: folder.file("usr/local/bin/exstreamtv"), workingFolder: "/")
    #expect(found.path == folder.file("usr/local/share/exstreamtv"))
    _ = try NginxTemplate(folder: found.nginx)
    for path in [
      "etc/exstreamtv/exstreamtv.env", "etc/sysusers.d/exstreamtv.conf",
      "etc/tmpfiles.d/exstreamtv.conf", "usr/local/share/exstreamtv/www/index.html",
    ] {
      #expect(FileManager.default.isReadableFile(atPath: folder.file(path)), "\(path)")
    }
    for unit in Self.units {
      let path = folder.file("usr/local/lib/systemd/system/" + unit)
      let text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
      #expect(!text.contains("@BINDIR@"), "\(unit)")
    }
  }

  @Test(
    "systemd accepts the units", .enabled(if: ProgramSearch.locate("systemd-analyze") != nil))
  func verify() async throws {
    let folder = try ScratchFolder()
    try await installed(in: folder)
    // systemd's own targets, which our units name.
    let system = folder.file("usr/lib/systemd/system")
    try FileManager.default.createDirectory(
      atPath: folder.file("usr/lib/systemd"), withIntermediateDirectories: true)
    let real = ["/usr/lib/systemd/system", "/lib/systemd/system"].first {
      FileManager.default.fileExists(atPath: $0)
    }
    try FileManager.default.copyItem(atPath: try #require(real), toPath: system)
    for (name, line) in [
      ("passwd", "exstreamtv:x:990:990::/:/bin/false"), ("group", "exstreamtv:x:990:"),
    ] {
      try Data((line + "\n").utf8).write(to: URL(filePath: folder.file("etc/" + name)))
    }
    let result = try await run(
      "systemd-analyze", ["--root=" + folder.path, "--man=no", "verify"] + Self.units)
    #expect(result.status.isSuccess, "\(result.stderrTail)")
    let ours = result.stderrTail.filter { $0.contains("exstreamtv") }
    #expect(ours.isEmpty, "\(ours)")
  }

  /// Runs the script with stand-ins for the system's programs, which note how they are called.
  private func packages(
    _ wishes: [String], installed: String, user: Int, sudo: Bool, in folder: ScratchFolder
  ) async throws -> (result: ChildResult, calls: String) {
    let note = "echo \"$(basename \"$0\") $*\" >> '\(folder.file("calls"))'\n"
    var programs = [
      "dpkg-query": "for last; do :; done; [ \"$last\" = \(installed) ] && echo installed\n",
      "id": "echo \(user)\n", "apt-get": note, "systemctl": note, "update-rc.d": note,
    ]
    if sudo { programs["sudo"] = note + "exec \"$@\"\n" }
    for name in ["basename", "tr", "env", "sh", "echo"] {
      let real = try #require(ProgramSearch.locate(name))
      try FileManager.default.createSymbolicLink(
        atPath: folder.file(name), withDestinationPath: real)
    }
    for (name, text) in programs {
      try Data(("#!/bin/sh\n" + text).utf8).write(to: URL(filePath: folder.file(name)))
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: folder.file(name))
    }
    let result = try await TestSupport.onThread {
      try runToEnd(
        ChildCommand(
          Self.tree + "/.ci/packages", wishes, environment: ["PATH": folder.path]),
        deadline: .seconds(30), outputLimit: 65536)
    }
    let calls = FileManager.default.contents(atPath: folder.file("calls")) ?? Data()
    return (result, String(decoding: calls, as: UTF8.self))
  }

  @Test("Packages that are there are left alone, alternatives included")
  func present() async throws {
    let folder = try ScratchFolder()
    let (result, calls) = try await packages(
      ["nginx|nginx-light"], installed: "nginx-light", user: 0, sudo: false, in: folder)
    #expect(result.status.isSuccess && result.stderrTail.isEmpty && calls.isEmpty)
  }

  @Test("Root installs only what is missing, an ordinary user does so by sudo")
  func missing() async throws {
    for user in [0, 1000] {
      let folder = try ScratchFolder()
      let (result, calls) = try await packages(
        ["ffmpeg", "zlib1g-dev"], installed: "ffmpeg", user: user, sudo: user != 0, in: folder)
      #expect(result.status.isSuccess)
      #expect(calls.contains("apt-get -qq -y install --no-install-recommends zlib1g-dev\n"))
      #expect(calls.contains("sudo") == (user != 0))
    }
  }

  @Test("Without root and sudo the command is printed and nothing is done")
  func helpless() async throws {
    let folder = try ScratchFolder()
    let (result, calls) = try await packages(
      ["ffmpeg", "nginx|nginx-light"], installed: "none", user: 1000, sudo: false, in: folder)
    #expect(result.status == .exited(1) && calls.isEmpty)
    let line = "apt-get install --no-install-recommends ffmpeg nginx"
    #expect(result.stderrTail.contains { $0.contains(line) })
  }

  @Test("A freshly installed nginx is kept from taking port 80")
  func freshNginx() async throws {
    let folder = try ScratchFolder()
    let (result, calls) = try await packages(
      ["nginx|nginx-light"], installed: "none", user: 0, sudo: false, in: folder)
    #expect(result.status.isSuccess)
    #expect(calls.contains("disable"))
  }
}
