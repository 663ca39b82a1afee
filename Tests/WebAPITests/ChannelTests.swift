import Control
import FastCGI
import Foundation
import Library
import Playout
import Schedule
import Store
import Testing

@testable import WebAPI

@Suite("Channels")
struct ChannelTests {
  private let wish = #"{"name":"Films","content":{"kind":"library"},"order":"shuffle"}"#

  @Test("A channel is made, listed, shown, changed and removed")
  func life() throws {
    let desk = try TestDesk()
    try desk.films(["Alien"])
    let made = desk.ask(.post, "/api/channels", json: wish)
    #expect(made.status == 201)
    let channel = try made.json(ChannelAnswer.self)
    #expect(channel.number.description == "1")
    #expect(channel.hls == "iptv/channel/1.m3u8")
    #expect(channel.profile == "720p")
    #expect(try desk.store.jobs().map(\.kind).contains(.timeline))
    #expect(try desk.store.jobs().map(\.kind).contains(.guide))
    #expect(desk.published == [#"channels {"reason":"created"}"#])
    let list = try desk.ask(.get, "/api/channels").json(ChannelList.self)
    #expect(list.channels == [channel])
    let path = "/api/channels/\(channel.id.rawValue)"
    #expect(try desk.ask(.get, path).json(ChannelAnswer.self) == channel)
    let change = #"{"number":"7.1","name":"Kino","group":"Film","profile":"480p"}"#
    let changed = try desk.ask(.patch, path, json: change).json(ChannelAnswer.self)
    #expect(changed.number.description == "7.1")
    #expect(changed.group == "Film")
    let ungrouped = try desk.ask(.patch, path, json: #"{"group":""}"#).json(ChannelAnswer.self)
    #expect(ungrouped.group == nil)
    #expect(desk.ask(.delete, path).status == 204)
    let refresh = ControlRequest.refresh(channel: channel.id)
    #expect(desk.asked == [refresh, refresh, .stop(channel: channel.id)])
    #expect(desk.ask(.get, path).problem?.status == 404)
    #expect(desk.ask(.delete, path).problem?.status == 404)
  }

  @Test("A channel's viewers can be limited, and the limit lifted")
  func viewerLimit() throws {
    let desk = try TestDesk()
    let path = "/api/channels/\(try desk.channel("7").id.rawValue)"
    func set(_ limit: Int) throws -> Int? {
      try desk.ask(.patch, path, json: #"{"viewerLimit":\#(limit)}"#).json(ChannelAnswer.self)
        .viewerLimit
    }
    #expect(try set(3) == 3)
    #expect(try desk.ask(.get, path).json(ChannelAnswer.self).viewerLimit == 3)
    #expect(try desk.ask(.get, "/api/channels").json(ChannelList.self).channels[0].viewerLimit == 3)
    #expect(try set(0) == nil)
    let refused = desk.ask(.patch, path, json: #"{"viewerLimit":-1}"#)
    #expect(refused.problem?.field == "viewerLimit")
  }

  @Test("A renamed channel keeps its timeline, one with another order gets a new one")
  func jobs() throws {
    let desk = try TestDesk()
    let path = "/api/channels/\(try desk.channel("7").id.rawValue)"
    #expect(desk.ask(.patch, path, json: #"{"name":"Kino"}"#).status == 200)
    #expect(try desk.store.jobs().map(\.kind) == [.guide])
    #expect(desk.ask(.patch, path, json: #"{"order":"shuffle"}"#).status == 200)
    #expect(try desk.store.jobs().map(\.kind).contains(.timeline))
  }

  @Test("A channel that is switched off goes off air")
  func disable() throws {
    let desk = try TestDesk()
    let channel = try desk.channel("7")
    let path = "/api/channels/\(channel.id.rawValue)"
    #expect(desk.ask(.patch, path, json: #"{"enabled":false}"#).status == 200)
    #expect(desk.asked == [.stop(channel: channel.id)])
  }

  @Test(
    "A wish that can't be met names its field",
    arguments: [
      (#""number":"x""#, 422, "number"), (#""number":"7""#, 409, "number"),
      (#""number":"-1""#, 422, "number"), (#""number":"123456""#, 422, "number"),
      (#""name":"""#, 422, "name"), (#""name":"   ""#, 422, "name"),
      (#""name":"a\nb""#, 422, "name"), (#""name":"a\u0000b""#, 422, "name"),
      (#""profile":"8K""#, 422, "profile"), (#""order":"backwards""#, 400, "order"),
      (#""content":{"kind":"folder"}"#, 422, "content.id"),
      (#""content":{"kind":"folder","id":99}"#, 422, "content"),
      (#""content":{"kind":"show","id":99}"#, 422, "content"),
      (#""content":{"kind":"collection","id":99}"#, 422, "content"),
      (#""content":{"kind":"radio"}"#, 400, "content.kind"),
      (#""content":"library""#, 400, "content"), (#""seed":-1"#, 422, "seed"),
    ])
  func invalid(field: String, status: Int, name: String) throws {
    let desk = try TestDesk()
    try desk.channel("7", name: "Taken")
    let key = field.prefix { $0 != ":" }
    var parts = [
      #""name":"Films""#, #""content":{"kind":"library"}"#, #""order":"shuffle""#,
    ].filter { !$0.hasPrefix(key) }
    parts.append(field)
    let answer = desk.ask(.post, "/api/channels", json: "{\(parts.joined(separator: ","))}")
    let problem = try #require(answer.problem)
    #expect(problem.status == status)
    #expect(problem.field == name)
    if status == 409 { #expect(problem.detail.contains("Taken")) }
    #expect(try desk.store.channels().count == 1)
  }

  @Test("A name may have a hundred characters and not one more")
  func nameLength() throws {
    let desk = try TestDesk()
    let path = "/api/channels/\(try desk.channel("7").id.rawValue)"
    let long = String(repeating: "ä", count: 100)
    #expect(desk.ask(.patch, path, json: #"{"name":"\#(long)"}"#).status == 200)
    #expect(desk.ask(.patch, path, json: #"{"name":"\#(long)x"}"#).problem?.status == 422)
  }

  @Test("An empty library makes no channel and says what to do")
  func emptyLibrary() throws {
    let problem = try #require(TestDesk().ask(.post, "/api/channels", json: wish).problem)
    #expect(problem.status == 422)
    #expect(problem.detail.contains("Add media"))
  }

  @Test("The preview shows a day without a hole and stores nothing")
  func preview() throws {
    let desk = try TestDesk()
    try desk.films(["Alien", "Brazil"])
    let idea = #"{"content":{"kind":"library"},"order":"alphabetical"}"#
    let answer = try desk.ask(.post, "/api/channels/preview", json: idea).json(PreviewAnswer.self)
    #expect(answer.programmes.count == 24)
    #expect(answer.programmes.prefix(3).map(\.title) == ["Alien", "Brazil", "Alien"])
    #expect(answer.programmes.first?.start == today)
    #expect(zip(answer.programmes, answer.programmes.dropFirst()).allSatisfy { $0.end == $1.start })
    #expect(try desk.store.channels().isEmpty)
    let bad = desk.ask(
      .post, "/api/channels/preview", json: #"{"content":{"kind":"show","id":3},"order":"shuffle"}"#
    )
    #expect(bad.problem?.status == 422)
  }

  @Test("A channel made with the preview's seed plays what was shown")
  func previewSeed() throws {
    let desk = try TestDesk()
    try desk.films((0..<20).map { "Film \($0)" })
    let idea = #"{"content":{"kind":"library"},"order":"shuffle"}"#
    let shown = try desk.ask(.post, "/api/channels/preview", json: idea).json(PreviewAnswer.self)
    let seeded = wish.dropLast() + ",\"seed\":\(shown.seed)}"
    #expect(desk.ask(.post, "/api/channels", json: String(seeded)).status == 201)
    #expect(try desk.store.channels().first?.rules.seed == UInt64(shown.seed))
  }

  @Test("Stopping a channel asks the transcoder, whose silence is told")
  func stop() throws {
    let desk = try TestDesk()
    let path = "/api/channels/\(try desk.channel("7").id.rawValue)/stop"
    #expect(desk.ask(.post, path).status == 204)
    let broken = try TestDesk { (_) throws(ControlFailure) in
      throw ControlFailure(.unreachable, "The transcoder does not answer.")
    }
    let other = "/api/channels/\(try broken.channel("7").id.rawValue)/stop"
    #expect(broken.ask(.post, other).problem?.status == 503)
    #expect(desk.ask(.post, "/api/channels/zzzzzzzz/stop").problem?.status == 404)
  }

  @Test("What writes itself as JSON means what its type encodes")
  func writers() throws {
    let desk = try TestDesk()
    let channel = try desk.channel("7.1", name: "A \"quoted\" \\ \u{1} 😀 name")
    let programmed = try #require(try desk.store.channel(channel.id))
    let list = ChannelList(channels: [ChannelAnswer(programmed)])
    let written = try JSONDecoder().decode(
      ChannelList.self, from: Data(try JSONAnswer.bytes(of: list)))
    #expect(written == list)
    let encoded = try JSONDecoder().decode(
      ChannelList.self, from: try JSONEncoder().encode(list))
    #expect(encoded == list)
  }
}
