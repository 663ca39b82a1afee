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
