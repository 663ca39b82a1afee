import Foundation
import TestSupport
import Testing

@testable import Config
@testable import Station

@Suite("Doctor", .timeLimit(.minutes(1)))
struct DoctorTests {
  private func findings(_ settings: Settings) async -> [String: Finding] {
    let list = await TestSupport.onThread { Doctor(settings: settings).examine() }
    return Dictionary(list.map { ($0.name, $0) }) { $1 }
  }

  @Test("On a machine that has everything nothing is wrong")
  func healthy() async throws {
    let folder = try ScratchFolder()
    let settings = try ServedFolder.settings(data: folder.path)
    try FileManager.default.createDirectory(atPath: settings.www, withIntermediateDirectories: true)
    try Data().write(to: URL(filePath: settings.www + "/index.html"))
    let found = await findings(settings)
    for name in ["nginx", "ffmpeg", "ffprobe", "encoders", "data folder", "UDP loopback"] {
      #expect(found[name]?.state == .ok, "\(String(describing: found[name]))")
    }
    #expect(found["WebUI"]?.state == .ok && found["nginx templates"]?.state == .ok)
    #expect(found["port \(settings.port)"]?.state == .ok)
  }

  @Test("What is missing is named with what to do")
  func missing() async throws {
    let folder = try ScratchFolder()
    var settings = try ServedFolder.settings(data: folder.path)
    settings.ffmpeg = "no-ffmpeg-here"
    settings.nginx = "/bin/false"
    settings.share = ShareFolder(path: "/nonexistent")
    try Data("no database".utf8).write(to: URL(filePath: settings.database))
    let found = await findings(settings)
    #expect(found["ffmpeg"]?.state == .missing)
    #expect(found["ffmpeg"]?.detail.contains("apt-get install") == true)
    #expect(found["nginx"]?.state == .problem)
    #expect(found["WebUI"]?.state == .missing && found["nginx templates"]?.state == .missing)
    #expect(found["database"]?.state == .problem)
  }

  @Test("Lines are for people, JSON is for programs")
  func output() throws {
    let findings = [Finding("nginx", .ok, "works"), Finding("x", .missing, "install it")]
    #expect(Finding.lines(findings) == "ok       nginx  works\nmissing  x      install it\n")
    let decoded = try JSONDecoder().decode(
      [Finding].self, from: Data(try Finding.json(findings).utf8))
    #expect(decoded == findings)
  }
}
