import FastCGI
import Foundation
import Library
import Playout
import Store
import Testing

@testable import WebAPI

@Suite("Further sound tracks in the API")
struct AudioTrackTests {
  private let wish = """
    {"audioTracks":[{"name":"Deutsch","language":"de","rules":[
    {"language":"de","commentary":false},{"title":"deutsch","prefers":"mostChannels"}]},
    {"name":"Commentary","rules":[{"commentary":true}]}]}
    """

  @Test("What a channel offers is kept and shown, and survives its export as YAML")
  func roundTrip() throws {
    let desk = try TestDesk()
    let path = "/api/channels/\(try desk.channel("7").id.rawValue)"
    let plain = try desk.ask(.get, path).json(ChannelAnswer.self)
    #expect(plain.audioTracks.isEmpty)
    let changed = try desk.ask(.patch, path, json: wish).json(ChannelAnswer.self)
    #expect(changed.audioTracks.map(\.name) == ["Deutsch", "Commentary"])
    #expect(changed.audioTracks.first?.rules.map(\.commentary) == [false, nil])
    #expect(changed.audioTracks.last?.language == nil)
    #expect(try desk.ask(.get, path).json(ChannelAnswer.self) == changed)
    let yaml = desk.ask(.get, path + "/rules.yaml").text
    let nothing = desk.ask(.patch, path, json: #"{"audioTracks":[]}"#)
    #expect(try nothing.json(ChannelAnswer.self) == plain)
    #expect(desk.ask(.delete, path).status == 204)
    let body = String(decoding: try JSONEncoder().encode(["text": yaml]), as: UTF8.self)
    let answer = desk.ask(.post, "/api/channels/import", json: body)
    #expect(answer.status == 200, "\(answer.text)")
    let channel = try #require(try desk.store.channels().first?.channel)
    #expect(channel.audioTracks?.map(AudioOffer.init) == changed.audioTracks)
  }

  @Test(
    "What can't be used is named",
    arguments: [
      (#"{"audioTracks":[{"name":"","rules":[{}]}]}"#, 422, "audioTracks.0.name"),
      (#"{"audioTracks":[{"name":"x","rules":[]}]}"#, 422, "audioTracks.0.rules"),
      (
        #"{"audioTracks":[{"name":"x","rules":[{},{"channels":99}]}]}"#, 422,
        "audioTracks.0.rules.1.channels"
      ),
      (
        #"{"audioTracks":[{"name":"x","language":"a\nb","rules":[{}]}]}"#, 422,
        "audioTracks.0.language"
      ),
      (#"{"audioTracks":[{"rules":[{}]}]}"#, 400, "audioTracks.0.name"),
    ])
  func invalid(json: String, status: Int, field: String) throws {
    let desk = try TestDesk()
    let path = "/api/channels/\(try desk.channel("7").id.rawValue)"
    let problem = desk.ask(.patch, path, json: json).problem
    #expect(problem?.status == status)
    #expect(problem?.field == field)
  }
}
