import FastCGI
import Foundation
import Library
import Playout
import Store
import Testing

@testable import WebAPI

@Suite("Subtitles in the API")
struct SubtitleTests {
  private let wish = """
    {"subtitles":[{"name":"English","language":"en","isDefault":true,"rules":[
    {"language":"en","sdh":false},{"language":"English","title":" "}]}],
    "burn":[{"language":"de","forced":true,"soundOtherThan":"de","text":false}]}
    """

  @Test("What a channel offers and draws is kept and shown")
  func roundTrip() throws {
    let desk = try TestDesk()
    let path = "/api/channels/\(try desk.channel("7").id.rawValue)"
    let plain = try desk.ask(.get, path).json(ChannelAnswer.self)
    #expect(plain.subtitles.isEmpty && plain.burn.isEmpty)
    let changed = try desk.ask(.patch, path, json: wish).json(ChannelAnswer.self)
    #expect(changed.subtitles.map(\.name) == ["English"])
    #expect(changed.subtitles.first?.rules.map(\.sdh) == [false, nil])
    #expect(changed.subtitles.first?.rules.last?.title == nil)
    #expect(changed.burn.first?.soundOtherThan == "de" && changed.burn.first?.text == false)
    #expect(try desk.ask(.get, path).json(ChannelAnswer.self) == changed)
    let nothing = desk.ask(.patch, path, json: #"{"subtitles":[],"burn":[]}"#)
    #expect(try nothing.json(ChannelAnswer.self) == plain)
  }

  @Test(
    "What can't be used is named",
    arguments: [
      (#"{"subtitles":[{"name":"","rules":[{}]}]}"#, 422, "subtitles.0.name"),
      (#"{"subtitles":[{"name":"x","rules":[]}]}"#, 422, "subtitles.0.rules"),
      (#"{"burn":[{},{"title":"a\nb"}]}"#, 422, "burn.1.title"),
      (#"{"burn":[{"forced":"yes"}]}"#, 400, "burn.0.forced"),
    ])
  func invalid(json: String, status: Int, field: String) throws {
    let desk = try TestDesk()
    let path = "/api/channels/\(try desk.channel("7").id.rawValue)"
    let problem = desk.ask(.patch, path, json: json).problem
    #expect(problem?.status == status)
    #expect(problem?.field == field)
  }

  @Test("A preview tells what each file would get, and how far its words are")
  func preview() throws {
    let desk = try TestDesk()
    let folder = try desk.store.insertFolder(path: desk.media)
    var batch = ScanBatch()
    batch.found = ["Alien", "Brazil"].map { name in
      FoundMedia(
        path: "\(desk.media)/\(name).mkv", stamp: MediaStamp(size: 10, modified: today),
        kind: .movie, title: name, duration: .hours(1),
        probe: MediaProbe(
          container: "matroska", duration: .hours(1),
          audio: [
            AudioStream(index: 1, codec: "aac", channels: 2, sampleRate: 48_000, language: "eng")
          ],
          subtitles: name == "Alien"
            ? []
            : [
              SubtitleStream(index: 2, codec: "dvd_subtitle", language: "ger", isDefault: false),
              SubtitleStream(index: 3, codec: "subrip", language: "ger", isDefault: false),
            ]))
    }
    try desk.store.upsertScan(batch, in: folder.id)
    let question = """
      {"subtitles":[{"name":"German","rules":[{"language":"ja"},{"language":"de"}]}],
      "burn":[{"language":"de","soundOtherThan":"de"}]}
      """
    func ask() throws -> SubtitleAnswer {
      try desk.ask(.post, "/api/channels/subtitles", json: question).json(SubtitleAnswer.self)
    }
    let answer = try ask()
    #expect(answer.files.map(\.name.title) == ["Brazil", "Alien"], "those with any come first")
    let brazil = answer.files[0]
    #expect(brazil.sound == "eng" && brazil.tracks.map(\.text) == [false, true])
    #expect(brazil.offered == [.init(track: 3, rule: 1, state: .waiting)])
    #expect(brazil.burn == .init(track: 2, rule: 0, state: .ready))
    #expect(answer.files[1].offered == [.init()] && answer.files[1].burn == .init())
    let file = try #require(try desk.store.nextSubtitlesDue(after: nil))
    try desk.store.keep(
      ExtractedSubtitles(folder: "x", tracks: [.init(index: 3, failure: "Bad.")]), of: file)
    #expect(
      try ask().files[0].offered == [.init(track: 3, rule: 1, state: .failed, reason: "Bad.")])
  }

  @Test("A channel that begins to show subtitles has their words taken out")
  func job() throws {
    let desk = try TestDesk()
    let path = "/api/channels/\(try desk.channel("7").id.rawValue)"
    func jobs() throws -> Int { try desk.store.jobs().filter { $0.kind == .subtitles }.count }
    #expect(desk.ask(.patch, path, json: #"{"name":"Other"}"#).status == 200)
    #expect(try jobs() == 0)
    #expect(desk.ask(.patch, path, json: wish).status == 200)
    #expect(try jobs() == 1)
  }

  @Test("A channel's subtitles survive its export as YAML")
  func text() throws {
    let desk = try TestDesk()
    let id = try desk.channel("7").id.rawValue
    #expect(desk.ask(.patch, "/api/channels/\(id)", json: wish).status == 200)
    let before = try desk.ask(.get, "/api/channels/\(id)").json(ChannelAnswer.self)
    let yaml = desk.ask(.get, "/api/channels/\(id)/rules.yaml").text
    #expect(desk.ask(.delete, "/api/channels/\(id)").status == 204)
    let body = try JSONEncoder().encode(["text": yaml])
    let answer = desk.ask(
      .post, "/api/channels/import", json: String(decoding: body, as: UTF8.self))
    #expect(answer.status == 200, "\(answer.text)")
    let made = desk.ask(.get, "/api/channels").text
    #expect(made.contains("soundOtherThan"))
    let channel = try #require(try desk.store.channels().first?.channel)
    #expect(channel.subtitles?.map(SubtitleOffer.init) == before.subtitles)
    #expect(channel.burnRules?.map(SubtitleChoice.init) == before.burn)
  }
}
