import Dossiers
import FastCGI
import Foundation
import Library
import Playout
import TestSupport
import Testing

@testable import WebAPI

@Suite("Failures over HTTP")
struct FailureTests {
  private let desk: TestDesk

  init() throws {
    desk = try TestDesk()
  }

  private func file(_ title: String, channel: String = "abcdefgh", after: Int64 = 0) throws {
    let limits = DossierLimits(bytes: 10_000_000)
    let filing = DossierDesk(
      folder: DossierFolder(path: desk.folder.file("data/dossiers")), limits: limits,
      version: { "ffmpeg version 5" }, told: { _ in })
    let channel = Channel(
      id: try #require(ChannelID(rawValue: channel)), number: try #require(ChannelNumber("7")),
      name: "Seven", profile: "720p", premiere: today)
    filing.file(
      Dossier(
        at: today + .seconds(after), channel: channel, title: title, path: "/m/\(title).mp4",
        rung: "planned", method: "copy", cause: "invalidData", why: "It is damaged.", frames: 0,
        plannedFrom: today, plannedTo: today + .hours(1), stoppedAt: today,
        arguments: ["ffmpeg", "x"], stderr: ["bad"],
        probe: MediaProbe(
          container: "mp4", duration: .hours(1),
          audio: [AudioStream(index: 0, codec: "aac", channels: 2, sampleRate: 48_000)])))
    filing.settle()
  }

  @Test("failures are listed newest first, shown whole and removed")
  func life() throws {
    #expect(try desk.ask(.get, "/api/failures").json(FailureList.self).failures.isEmpty)
    try file("A")
    try file("B", after: 1)
    try file("C", channel: "zzzzzzzz", after: 2)
    let list = try desk.ask(.get, "/api/failures").json(FailureList.self)
    #expect(list.total == 3 && list.failures.map(\.title) == ["C", "B", "A"])
    let some = try desk.ask(.get, "/api/failures?channel=abcdefgh&limit=1").json(FailureList.self)
    #expect(some.total == 2 && some.failures.map(\.title) == ["B"])
    let id = try #require(some.failures.first).id
    let whole = try desk.ask(.get, "/api/failures/\(id)").json(Dossier.self)
    #expect(whole.arguments == ["ffmpeg", "x"] && whole.stderr == ["bad"])
    #expect(whole.probe.audio.count == 1 && whole.ffmpeg == "ffmpeg version 5")
    #expect(desk.ask(.delete, "/api/failures/\(id)").status == 204)
    #expect(desk.ask(.get, "/api/failures/\(id)").problem?.status == 404)
    #expect(desk.ask(.delete, "/api/failures/\(id)").problem?.status == 404)
    #expect(desk.ask(.delete, "/api/failures").status == 204)
    #expect(desk.ask(.delete, "/api/failures").status == 204)
    #expect(try desk.ask(.get, "/api/failures").json(FailureList.self).total == 0)
    #expect(desk.published.filter { $0.hasPrefix("failures ") }.count == 2)
  }

  @Test(
    "no id leads out of the folder",
    arguments: [
      "..%2f..%2fexstreamtv.sqlite", "..", "%2e%2e", "20260921T141320Z-abcdefgh-1%00",
      "20260921T141320Z-abcdefgh-1%2f..%2f..", "-rf", "20260921T141320Z-abcdefgh-99",
    ])
  func strictIds(_ id: String) throws {
    try file("A")
    #expect([400, 404].contains(desk.ask(.get, "/api/failures/\(id)").status))
    #expect([400, 404].contains(desk.ask(.delete, "/api/failures/\(id)").status))
    #expect(FileManager.default.fileExists(atPath: desk.folder.file("data/exstreamtv.sqlite")))
    #expect(try desk.ask(.get, "/api/failures").json(FailureList.self).total == 1)
  }

  @Test("what can't be asked is refused", arguments: ["limit=0", "limit=x", "channel=../x"])
  func refusals(_ query: String) {
    #expect(desk.ask(.get, "/api/failures?\(query)").problem?.status == 400)
  }
}
