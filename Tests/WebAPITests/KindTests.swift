import Control
import FastCGI
import Library
import Playout
import Schedule
import Store
import Testing

@testable import WebAPI

@Suite("Kinds of channels")
struct KindTests {
  private let mine = ["EXSTREAMTV_INTERNAL": "1"]

  private func make(
    _ desk: TestDesk, _ fields: String
  ) throws -> ChannelAnswer {
    try desk.ask(.post, "/api/channels", json: #"{"name":"X",\#(fields)}"#)
      .json(ChannelAnswer.self)
  }

  @Test("A mirror is made, shows its source later everywhere, and becomes a channel of its own")
  func mirror() throws {
    let desk = try TestDesk()
    let source = try desk.channel("1").id
    let made = try make(
      desk, #""kind":"mirror","source":"\#(source.rawValue)","offset":600000,"number":"2""#)
    #expect(made.kind == .mirror && made.source == source && made.offset == .minutes(10))
    #expect(made.content == nil && made.order == nil)
    let path = "/api/channels/\(made.id.rawValue)"
    #expect(try desk.ask(.get, path).json(ChannelAnswer.self) == made)
    let guide = try desk.ask(.get, "/api/guide").json(GuideAnswer.self).channels
    #expect(guide[1].offset == .minutes(10))
    #expect(guide[1].programmes.first?.start == today - .minutes(20))
    #expect(guide[0].programmes.first?.start == today - .minutes(30))
    let onAir = try desk.ask(.get, "/api/on-air").json(OnAirAnswer.self).channels
    #expect(onAir[1].kind == .mirror && onAir[1].now?.title == onAir[0].now?.title)
    let plan = "/internal/plan/\(made.id.rawValue)?from=\(today.milliseconds)"
    #expect(
      try desk.ask(.get, plan, parameters: mine).json(Plan.self).items.first?.start
        == today - .minutes(20))
    // Start over and the list of channels know it as any other.
    let over = desk.ask(.get, "/iptv/channel/2.m3u8?startover=1").text
    #expect(over.contains("/\(made.id.rawValue)-1200/"), "\(over)")
    #expect(desk.ask(.get, "/iptv/channels.m3u").text.contains("iptv/channel/2.ts"))
    let later = try desk.ask(.patch, path, json: #"{"offset":1200000}"#).json(ChannelAnswer.self)
    #expect(later.offset == .minutes(20) && later.source == source)
    #expect(desk.asked.last == .stop(channel: made.id), "its clock is another one")
    let own = #"{"kind":"continuous","content":{"kind":"library"},"order":"shuffle"}"#
    let changed = try desk.ask(.patch, path, json: own).json(ChannelAnswer.self)
    #expect(changed.kind == .continuous && changed.source == nil && changed.order == .shuffle)
  }

  @Test(
    "Fields that don't belong to the kind are refused by name",
    arguments: [
      (#""kind":"mirror""#, "source"), (#""kind":"mirror","source":"zzzzzzzz""#, "source"),
      (#""kind":"mirror","source":"SELF","offset":-1"#, "offset"),
      (#""kind":"mirror","source":"SELF","offset":604800001"#, "offset"),
      (#""kind":"mirror","source":"SELF","order":"shuffle""#, "order"),
      (#""kind":"mirror","source":"SELF","content":{"kind":"library"}"#, "content"),
      (
        #""kind":"onDemand","source":"SELF","content":{"kind":"library"},"order":"shuffle""#,
        "source"
      ),
      (#""offset":1,"content":{"kind":"library"},"order":"shuffle""#, "offset"),
      (#""order":"shuffle""#, "content"), (#""content":{"kind":"library"}"#, "order"),
      (#""kind":"other","content":{"kind":"library"},"order":"shuffle""#, "kind"),
    ])
  func wrong(fields: String, field: String) throws {
    let desk = try TestDesk()
    let source = try desk.channel("1").id
    let json = #"{"name":"X",\#(fields.replacing("SELF", with: source.rawValue))}"#
    let refused = desk.ask(.post, "/api/channels", json: json)
    #expect([400, 422].contains(refused.status))
    #expect(refused.problem?.field == field, "\(refused.text)")
    #expect(try desk.store.channels().count == 1)
  }

  @Test("The source of a mirror can't be removed, and the refusal names the mirror")
  func removal() throws {
    let desk = try TestDesk()
    let source = try desk.channel("1").id
    let mirror = try make(desk, #""kind":"mirror","source":"\#(source.rawValue)","number":"7.5""#)
    let path = "/api/channels/\(source.rawValue)"
    let refused = desk.ask(.delete, path)
    #expect(refused.problem?.status == 409)
    #expect(refused.problem?.detail.contains("7.5 X") == true)
    #expect(desk.asked.isEmpty, "who watches goes on watching")
    let second = desk.ask(
      .post, "/api/channels",
      json: #"{"name":"Y","kind":"mirror","source":"\#(mirror.id.rawValue)"}"#)
    #expect(second.problem?.status == 409 && second.problem?.field == "source")
    #expect(desk.ask(.delete, "/api/channels/\(mirror.id.rawValue)").status == 204)
    #expect(desk.ask(.delete, path).status == 204)
  }

  @Test("An on-demand channel stands still until it is tuned, and each time that it is left")
  func onDemand() throws {
    let desk = try TestDesk()
    let id = try desk.channel("1").id
    let path = "/api/channels/\(id.rawValue)"
    func pausedAt() throws -> Moment? {
      try desk.ask(.get, path).json(ChannelAnswer.self).pausedAt
    }
    func tell(_ what: String) throws {
      let answer = desk.ask(.post, "/internal/\(what)", parameters: mine)
      #expect(answer.status == 204, "\(answer.text)")
    }
    let changed = desk.ask(.patch, path, json: #"{"kind":"onDemand"}"#)
    #expect(try changed.json(ChannelAnswer.self).pausedAt == today)
    #expect(desk.asked.last == .stop(channel: id))
    try tell("resumed/\(id.rawValue)?at=\((today + .hours(2)).milliseconds)")
    #expect(try pausedAt() == nil)
    let moved = try desk.store.timeline(of: id, from: today + .hours(2), to: today + .hours(4))
    #expect(moved.first?.start == today + .hours(2))
    #expect(moved.first?.inPoint == .minutes(30))
    try tell("resumed/\(id.rawValue)?at=\((today + .hours(3)).milliseconds)")
    #expect(try desk.store.timeline(of: id, from: today, to: today + .hours(4)).contains(moved[0]))
    #expect(try desk.store.jobs().contains { $0.kind == .guide })
    #expect(desk.published.filter { $0.contains("resumed") }.count == 1)
    // Nobody else may say so.
    #expect(desk.ask(.post, "/internal/paused/\(id.rawValue)").status == 404)
    try tell("paused/zzzzzzzz?at=1")
  }
}
