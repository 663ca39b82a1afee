import Foundation
import Library
import Playout
import Schedule
import Store
import TestSupport
import Testing

@testable import Config
@testable import Station

@Suite("The first start", .timeLimit(.minutes(1)))
struct FirstStartTests {
  private func make(_ files: [String], in folder: ScratchFolder) throws -> String {
    let media = folder.file("My Films")
    for file in ["x"] + files {
      let url = URL(filePath: media + "/" + file)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      if file != "x" { try Data("media".utf8).write(to: url) }
    }
    return media
  }

  @Test(
    "A folder that can't be used is refused with its name",
    arguments: ["none", "file", "empty"])
  func refused(kind: String) throws {
    let folder = try ScratchFolder()
    if kind == "file" { try Data().write(to: URL(filePath: folder.file(kind))) }
    if kind == "empty" {
      try FileManager.default.createDirectory(
        atPath: folder.file(kind), withIntermediateDirectories: true)
    }
    let error = #expect(throws: StationError.self) { try MediaFolder(named: folder.file(kind)) }
    #expect(error?.description.contains(folder.file(kind)) == true)
  }

  @Test("A folder of one show is played by its episodes, anything else is shuffled")
  func order() throws {
    let show = try ScratchFolder()
    let episodes = try make(["The Wire/S01E01.mkv", "The Wire/S01E02.mkv"], in: show)
    #expect(try MediaFolder(named: episodes).order == .episode)
    let mixed = try ScratchFolder()
    let films = try make(["Alien (1979).mkv", "Heat (1995).mp4"], in: mixed)
    #expect(try MediaFolder(named: films).order == .shuffle)
    #expect(try MediaFolder(named: films).name == "My Films")
  }

  @Test("A new folder gets a channel with the next free number; a known one is only read again")
  func add() throws {
    let folder = try ScratchFolder()
    let store = try Store.open(at: folder.file("db.sqlite"))
    let programming = Programming(store: store)
    let first = try programming.add("/srv/a", named: "A", order: .shuffle)
    #expect(first.channel?.number == ChannelNumber("1"))
    #expect(first.scan.kind == .scan && first.scan.subject == "\(first.folder.id.rawValue)")
    let again = try programming.add("/srv/a", named: "A", order: .shuffle)
    #expect(again.channel == nil && again.folder.id == first.folder.id)
    let second = try programming.add("/srv/b", named: "B", order: .episode)
    #expect(second.channel?.number == ChannelNumber("2"))
    #expect(try store.channels().map(\.rules.content).count == 2)
    #expect(try store.jobs().contains { $0.kind == .timeline })
  }

  @Test("A wrong folder is no obstacle to a station that has channels, and one to another")
  func wrongMedia() async throws {
    let folder = try ScratchFolder()
    var settings = try ServedFolder.settings(data: folder.path)
    settings.media = folder.file("none")
    let store = try Store.open(at: settings.database)
    let start = FirstStart(settings: settings, store: store)
    await #expect(throws: StationError.self) { try await start.run() }
    _ = try Programming(store: store).addChannel(
      number: nil, name: "Any", content: .library, order: .shuffle)
    try await start.run()
  }

  @Test("The demo clips are made once and kept")
  func demo() async throws {
    let folder = try ScratchFolder()
    let settings = try ServedFolder.settings(data: folder.path)
    let made = try await TestSupport.onThread { try DemoClips(settings: settings).make() }
    let names = try FileManager.default.contentsOfDirectory(atPath: made)
    #expect(names.count == 3 && names.allSatisfy { $0.hasSuffix(".mp4") })
    var broken = settings
    broken.ffmpeg = "/bin/false"
    #expect(try DemoClips(settings: broken).make() == made)
    try FileManager.default.removeItem(atPath: made)
    #expect(throws: StationError.self) { try DemoClips(settings: broken).make() }
  }
}
