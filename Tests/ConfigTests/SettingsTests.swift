import Foundation
import TestSupport
import Testing

@testable import Config

@Suite("Settings")
struct SettingsTests {
  private func load(_ environment: [String: String] = [:]) throws(ConfigError) -> Settings {
    try Settings.load(environment: environment, workingFolder: "/home/me", executable: nil)
  }

  @Test("Without any variable everything has its documented value")
  func defaults() throws {
    let settings = try load()
    #expect(settings.port == 8411)
    #expect(settings.bind == .ipv4("127.0.0.1"))
    #expect(settings.data == "/home/me/data")
    #expect(settings.run.path == "/home/me/data/run")
    #expect(settings.database == "/home/me/data/exstreamtv.sqlite")
    #expect(settings.ffmpeg == "ffmpeg" && settings.nginx == "nginx")
    #expect(settings.media == nil && settings.seenPort == nil && settings.log == .info)
    #expect(settings.viewerLimit == 1000 && settings.viewersPerClient == 0)
    #expect(settings.notices.isEmpty)
  }

  @Test("Limits of viewers reach the other processes, and can be switched off")
  func viewers() throws {
    let settings = try load(["EXSTREAMTV_VIEWERS": "0", "EXSTREAMTV_VIEWERS_PER_CLIENT": "3"])
    #expect(settings.viewerLimit == 0 && settings.viewersPerClient == 3)
    #expect(settings.environment["EXSTREAMTV_VIEWERS"] == "0")
    #expect(settings.environment["EXSTREAMTV_VIEWERS_PER_CLIENT"] == "3")
    #expect(throws: ConfigError.self) { try load(["EXSTREAMTV_VIEWERS": "many"]) }
  }

  @Test("Loudness is a level or off, and background analysis is on or off")
  func loudness() throws {
    let usual = try load()
    #expect(usual.analysesMedia && usual.loudness == -23 && !usual.levelsCopies)
    let chosen = try load([
      "EXSTREAMTV_ANALYSIS": "off", "EXSTREAMTV_LOUDNESS": "-16",
      "EXSTREAMTV_LOUDNESS_COPIES": "on",
    ])
    #expect(!chosen.analysesMedia && chosen.loudness == -16 && chosen.levelsCopies)
    let none = try load(["EXSTREAMTV_LOUDNESS": "off"])
    #expect(none.loudness == nil)
    let again = try Settings.load(
      environment: none.environment, workingFolder: "/elsewhere", executable: nil)
    #expect(again.loudness == nil)
    for (name, value) in [("LOUDNESS", "3"), ("LOUDNESS", "loud"), ("ANALYSIS", "perhaps")] {
      let error = #expect(throws: ConfigError.self) { try load(["EXSTREAMTV_\(name)": value]) }
      #expect(error?.description.contains("EXSTREAMTV_\(name)") == true)
      #expect(error?.description.contains("'off'") == true)
    }
  }

  @Test("Relative paths are relative to the working folder and lose their dots")
  func paths() throws {
    let settings = try load([
      "EXSTREAMTV_DATA": "../tv/./data/", "MEDIA": "films", "EXSTREAMTV_FFMPEG": "./bin/ffmpeg",
    ])
    #expect(settings.data == "/home/tv/data")
    #expect(settings.media == "/home/me/films")
    #expect(settings.ffmpeg == "/home/me/bin/ffmpeg")
  }

  @Test("Every setting that can't be used is named with its value and a cure")
  func problems() {
    let error = #expect(throws: ConfigError.self) {
      try load([
        "EXSTREAMTV_PORT": "0", "EXSTREAMTV_BIND": "everywhere", "EXSTREAMTV_LOG": "loud",
        "EXSTREAMTV_DATA": "/a$b", "EXSTREAMTV_SEEN_PORT": "65536",
      ])
    }
    let problems = error?.problems ?? []
    #expect(
      Set(problems.map(\.variable)) == [
        "EXSTREAMTV_PORT", "EXSTREAMTV_BIND", "EXSTREAMTV_LOG", "EXSTREAMTV_DATA",
        "EXSTREAMTV_SEEN_PORT",
      ])
    #expect(error?.description.contains("EXSTREAMTV_BIND='everywhere'") == true)
    #expect(problems.allSatisfy { $0.advice.contains("use") || $0.advice.contains("rename") })
  }

  @Test("A misspelt variable is a notice, not an obstacle")
  func misspelt() throws {
    let settings = try load(["EXSTREAMTV_PROT": "9000"])
    #expect(settings.notices.count == 1)
    #expect(settings.notices.first?.contains("EXSTREAMTV_PROT") == true)
  }

  @Test("The file in the data folder fills in what the environment leaves open")
  func file() throws {
    let folder = try ScratchFolder()
    let text = """
      # port of the living room
      EXSTREAMTV_PORT=9001
      EXSTREAMTV_BIND = "0.0.0.0"

      EXSTREAMTV_LOG='debug'
      """
    try Data(text.utf8).write(to: URL(filePath: folder.file("exstreamtv.env")))
    let settings = try load(["EXSTREAMTV_DATA": folder.path, "EXSTREAMTV_LOG": "error"])
    #expect(settings.port == 9001)
    #expect(settings.bind.isEveryInterface)
    #expect(settings.log == .error)
  }

  @Test("A line of the file that is no setting is named by its number")
  func unreadableLine() throws {
    let folder = try ScratchFolder()
    try Data("EXSTREAMTV_PORT=1\nnonsense\n".utf8).write(
      to: URL(filePath: folder.file("exstreamtv.env")))
    let error = #expect(throws: ConfigError.self) {
      try load(["EXSTREAMTV_DATA": folder.path])
    }
    #expect(error?.description.contains("line 2") == true)
  }

  @Test("What is handed to another process makes it load the same settings")
  func handedDown() throws {
    var settings = try load(["MEDIA": "/m", "EXSTREAMTV_BIND": "::", "EXSTREAMTV_PORT": "9001"])
    settings.seenPort = 4000
    let again = try Settings.load(
      environment: settings.environment, workingFolder: "/elsewhere", executable: nil)
    #expect(again == settings)
  }
}
