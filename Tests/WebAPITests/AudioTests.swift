import FastCGI
import Foundation
import Library
import Pipeline
import Playout
import Store
import Testing

@testable import WebAPI

@Suite("Rules for sound tracks in the API")
struct AudioTests {
  /// A desk with a film of two languages and one of one.
  private func desk() throws -> TestDesk {
    let desk = try TestDesk()
    let folder = try desk.store.insertFolder(path: desk.media)
    var batch = ScanBatch()
    let tracks = [("eng", true), ("ger", false)].enumerated().map { index, track in
      AudioStream(
        index: index + 1, codec: "aac", channels: 2, sampleRate: 48_000, language: track.0,
        isDefault: track.1)
    }
    batch.found = [("Alien", 1), ("Brazil", 2)].map { name, count in
      FoundMedia(
        path: "\(desk.media)/\(name).mkv", stamp: MediaStamp(size: 10, modified: today),
        kind: .movie, title: name, duration: .hours(1),
        probe: MediaProbe(
          container: "matroska", duration: .hours(1),
          video: VideoStream(index: 0, codec: "h264", width: 1280, height: 720),
          audio: Array(tracks.prefix(count))))
    }
    try desk.store.upsertScan(batch, in: folder.id)
    return desk
  }

  @Test("A channel's rules are kept, shown and reach the plan")
  func plan() throws {
    let desk = try desk()
    let id = try desk.channel("7").id
    let path = "/api/channels/\(id.rawValue)"
    #expect(try desk.ask(.get, path).json(ChannelAnswer.self).audio == [])
    let rules = """
      {"audio":[{"language":"ja"},{"language":"German","commentary":false,
      "prefers":"mostChannels","title":" ","channels":2}]}
      """
    let changed = try desk.ask(.patch, path, json: rules).json(ChannelAnswer.self)
    #expect(changed.audio.count == 2)
    #expect(changed.audio[1].language == "German" && changed.audio[1].title == nil)
    #expect(changed.audio[1].commentary == false && changed.audio[1].prefers == .mostChannels)
    #expect(try desk.ask(.get, path).json(ChannelAnswer.self) == changed)
    let items = try #require(try desk.store.plan(for: id, from: today, hours: 3)).items
    let picked = items.map { ($0.title, $0.probe.preferredAudio?.language) }
    #expect(picked.contains { $0 == ("Brazil", "ger") })
    #expect(picked.contains { $0 == ("Alien", "eng") }, "nothing fits: its own default")
    #expect(desk.ask(.patch, path, json: #"{"audio":[]}"#).status == 200)
    let plain = try #require(try desk.store.plan(for: id, from: today, hours: 3)).items
    #expect(plain.allSatisfy { $0.probe.preferredAudio?.language == "eng" } == true)
  }

  @Test("A preview tells what each file would get, and by which rule")
  func preview() throws {
    let desk = try desk()
    let answer = try desk.ask(
      .post, "/api/channels/tracks", json: #"{"audio":[{"language":"de"}]}"#
    ).json(TrackAnswer.self)
    #expect(answer.files.map(\.name.title) == ["Brazil", "Alien"], "a choice comes first")
    #expect(answer.files.map(\.picked) == [2, 1])
    #expect(answer.files.map(\.rule) == [0, nil])
    #expect(answer.files[0].tracks.map(\.language) == ["eng", "ger"])
  }

  @Test(
    "A rule that can't be used is named",
    arguments: [
      (#"{"channels":0}"#, 422, "audio.0.channels"), (#"{"channels":99}"#, 422, "audio.0.channels"),
      (#"{"language":"a\nb"}"#, 422, "audio.0.language"),
      (#"{"prefers":"loudest"}"#, 400, "audio.0.prefers"),
      (#"{"commentary":"yes"}"#, 400, "audio.0.commentary"),
    ])
  func invalid(rule: String, status: Int, field: String) throws {
    let desk = try desk()
    let path = "/api/channels/\(try desk.channel("7").id.rawValue)"
    let problem = desk.ask(.patch, path, json: #"{"audio":[\#(rule)]}"#).problem
    #expect(problem?.status == status)
    #expect(problem?.field == field)
    let many = Array(repeating: "{}", count: 21).joined(separator: ",")
    #expect(desk.ask(.patch, path, json: #"{"audio":[\#(many)]}"#).problem?.field == "audio")
  }
}
