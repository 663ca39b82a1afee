import FastCGI
import Foundation
import Library
import Playout
import Schedule
import Store
import Testing

@testable import WebAPI

@Suite("Rules")
struct RulesTests {
  private static let dark = """
    {"version":1,"base":{"style":"slots","slots":[{"name":"Day","start":"06:00","pad":30,
      "content":{"kind":"library"},"order":"alphabetical","padding":"black"}]}}
    """
  private static let slots = """
    {"version":1,"timeZone":"Europe/Berlin","base":{"style":"slots","slots":[
      {"name":"Day","start":"06:00","content":{"kind":"library"},"order":"alphabetical"},
      {"name":"Night","start":"23:00","action":"off"}]}}
    """

  @Test("A channel's rules are shown, set, and told of where the channel is")
  func life() throws {
    let desk = try TestDesk()
    let id = try desk.channel("7").id.rawValue
    let path = "/api/channels/\(id)/rules"
    let simple = try desk.ask(.get, path).json(RulesAnswer.self)
    #expect(simple.isSimple && simple.rules.base.style == .continuous)
    let set = try desk.ask(.put, path, json: Self.slots).json(RulesAnswer.self)
    #expect(!set.isSimple && set.rules.base.slots.map(\.name) == ["Day", "Night"])
    #expect(try desk.ask(.get, path).json(RulesAnswer.self) == set)
    #expect(try desk.store.jobs().map(\.kind).contains(.timeline))
    let channel = try desk.ask(.get, "/api/channels/\(id)").json(ChannelAnswer.self)
    #expect(channel.style == .slots)
    let refused = desk.ask(.patch, "/api/channels/\(id)", json: #"{"order":"shuffle"}"#)
    #expect(refused.problem?.status == 409 && refused.problem?.field == "order")
    let named = desk.ask(
      .patch, "/api/channels/\(id)",
      json: #"{"name":"Other","content":{"kind":"library"},"order":"alphabetical"}"#)
    #expect(named.status == 200)
    let back =
      #"{"version":1,"base":{"style":"continuous","slots":[{"content":{"kind":"library"},"order":"shuffle"}]}}"#
    #expect(try desk.ask(.put, path, json: back).json(RulesAnswer.self).isSimple)
  }

  @Test("Who edits at the same time as somebody else overwrites nothing unknowingly")
  func revisions() throws {
    let desk = try TestDesk()
    let path = "/api/channels/\(try desk.channel("7").id.rawValue)/rules"
    let mine = try desk.ask(.get, path).json(RulesAnswer.self).revision
    let theirs = try desk.ask(.put, path + "?revision=\(mine)", json: Self.slots)
      .json(RulesAnswer.self)
    #expect(theirs.revision != mine)
    let other = Self.slots.replacingOccurrences(of: "06:00", with: "07:00")
    let refused = desk.ask(.put, path + "?revision=\(mine)", json: other)
    #expect(refused.problem?.status == 409 && refused.problem?.field == "revision")
    #expect(try desk.ask(.get, path).json(RulesAnswer.self).rules == theirs.rules)
    let replaced = try desk.ask(.put, path, json: other).json(RulesAnswer.self)
    #expect(replaced.rules.base.slots.first?.start == "07:00")
  }

  @Test(
    "Rules that can't be followed are refused with the rule and its field",
    arguments: [
      (
        #"{"version":1,"base":{"style":"slots","slots":[{"content":{"kind":"library"}}]}}"#, 422,
        "base.slots.0.start"
      ),
      (
        #"{"version":1,"base":{"style":"slots","slots":[{"content":{"kind":"show","id":99},"start":"20:00"}]}}"#,
        422, "base.slots.0.content"
      ),
      (
        #"{"version":1,"base":{"style":"slots","slots":[{"action":"redirect","channel":"zzzzzzzz","start":"20:00"}]}}"#,
        422, "base.slots.0.channel"
      ),
      (
        #"{"version":1,"timeZone":"Moon/Base","base":{"style":"continuous","slots":[{"content":{"kind":"library"}}]}}"#,
        422, "timeZone"
      ),
      (#"{"version":1,"base":{"style":"weird","slots":[]}}"#, 400, "base.style"),
      (#"{"version":1,"base":{"style":"slots","slots":[{"start":5}]}}"#, 400, "base.slots.0.start"),
    ])
  func refuses(json: String, status: Int, field: String) throws {
    let desk = try TestDesk()
    let path = "/api/channels/\(try desk.channel("7").id.rawValue)/rules"
    let problem = try #require(desk.ask(.put, path, json: json).problem)
    #expect(problem.status == status)
    #expect(problem.field == field)
    let idea = #"{"rules":\#(json)}"#
    let refused = try #require(desk.ask(.post, "/api/schedule/preview", json: idea).problem)
    #expect(refused.field == "rules.\(field)")
  }

  @Test("A preview tells what would play, why, and what can't be done; nothing is stored")
  func preview() throws {
    let desk = try TestDesk()
    try desk.films(["Alien", "Brazil", "Cube"])
    let from = today.milliseconds
    let idea = #"{"rules":\#(Self.slots),"from":\#(from),"to":\#(from + 3 * 86_400_000)}"#
    let first = try desk.ask(.post, "/api/schedule/preview", json: idea).json(ScheduleAnswer.self)
    #expect(first.entries.first?.start == today)
    #expect(zip(first.entries, first.entries.dropFirst()).allSatisfy { $0.end == $1.start })
    #expect(first.entries.contains { $0.reason == "'Day': next by title, round 1." })
    #expect(first.entries.contains { $0.role == .offAir && $0.path == "base/1" })
    #expect(first.entries.last.map { $0.end >= first.to } == true && !first.isCut)
    let again = try desk.ask(.post, "/api/schedule/preview", json: idea).json(ScheduleAnswer.self)
    #expect(again.entries == first.entries)
    #expect(try desk.store.channels().isEmpty)
    let dark = #"{"rules":\#(Self.dark),"from":\#(from),"to":\#(from + 86_400_000)}"#
    let black = try desk.ask(.post, "/api/schedule/preview", json: dark).json(ScheduleAnswer.self)
      .entries.filter { $0.title == "Black" }
    #expect(!black.isEmpty && black.allSatisfy { $0.role == .flex && $0.media == nil })
    #expect(
      black.allSatisfy { $0.reason == "A gap of 'Day'. It is black and silent." })
    let long = #"{"rules":\#(Self.slots),"from":\#(from),"to":\#(from + 32 * 86_400_000)}"#
    #expect(desk.ask(.post, "/api/schedule/preview", json: long).problem?.field == "to")
    let empty = """
      {"rules":{"version":1,"base":{"style":"slots","slots":[
        {"name":"None","start":"06:00","content":{"kind":"library"},"seasons":[7]}]}}}
      """
    let warned = try desk.ask(.post, "/api/schedule/preview", json: empty).json(ScheduleAnswer.self)
    #expect(warned.warnings.map(\.kind) == [.empty])
    #expect(warned.warnings.first?.detail.contains("'None'") == true)
  }

  @Test("Channels that would show each other in a circle are refused by the names of the circle")
  func circle() throws {
    let desk = try TestDesk()
    let ids = try ["1", "2", "3"].map { try desk.channel($0).id.rawValue }
    func rules(_ target: String) -> String {
      #"{"version":1,"base":{"style":"slots","slots":[{"action":"off","start":"01:00"},{"action":"redirect","channel":"\#(target)","start":"00:00"}]}}"#
    }
    for (channel, target) in [(ids[0], ids[1]), (ids[1], ids[2])] {
      #expect(
        desk.ask(.put, "/api/channels/\(channel)/rules", json: rules(target)).status == 200)
    }
    let path = "/api/channels/\(ids[2])/rules"
    let refused = try #require(desk.ask(.put, path, json: rules(ids[0])).problem)
    #expect(refused.status == 422 && refused.field == "base.slots.1.channel")
    let third = try #require(ChannelID(rawValue: ids[2]))
    let circle = try #require(try desk.store.circle(through: third, showing: [ids[0]]))
    #expect(circle.components(separatedBy: " → ").map { $0.prefix(1) } == ["3", "1", "2", "3"])
    #expect(refused.detail.contains(circle))
    let idea = #"{"channel":"\#(ids[2])","rules":\#(rules(ids[0]))}"#
    let seen = try #require(desk.ask(.post, "/api/schedule/preview", json: idea).problem)
    #expect(seen.field == "rules.base.slots.1.channel")
    // A mirror closes a circle as well.
    let mirror = try desk.ask(
      .post, "/api/channels",
      json:
        #"{"number":"9","name":"Mirror","kind":"mirror","source":"\#(ids[2])","profile":"720p"}"#
    ).json(ChannelAnswer.self).id.rawValue
    #expect(desk.ask(.put, path, json: rules(mirror)).problem?.field == "base.slots.1.channel")
    // And so does a mirror of another channel than before.
    let apart = try desk.channel("12").id.rawValue
    let free = "/api/channels/\(mirror)"
    #expect(desk.ask(.patch, free, json: #"{"source":"\#(apart)"}"#).status == 200)
    #expect(desk.ask(.put, path, json: rules(mirror)).status == 200)
    let closing = desk.ask(.patch, free, json: #"{"source":"\#(ids[2])"}"#).problem
    #expect(closing?.field == "source" && closing?.detail.contains("in a circle") == true)
  }

  @Test("Warnings of the last look ahead are told with the rules and in the list of channels")
  func warnings() throws {
    let desk = try TestDesk()
    let channel = try desk.channel("7")
    let path = "/api/channels/\(channel.id.rawValue)/rules"
    #expect(try desk.ask(.get, path).json(RulesAnswer.self).warnings == [])
    let found = ScheduleWarning(
      kind: .empty, path: "base/0", at: today, count: 3, detail: "'Day' has nothing to play.")
    #expect(try desk.store.keep([found], of: channel.id))
    #expect(try desk.store.keep([found], of: channel.id) == false)
    let told = try #require(try desk.ask(.get, path).json(RulesAnswer.self).warnings.first)
    #expect(told.path == "base/0" && told.at == today && told.count == 3)
    #expect(told.detail == found.detail)
    let list = try desk.ask(.get, "/api/channels").json(ChannelList.self)
    #expect(list.channels.map(\.warnings) == [1])
    // Other rules have other warnings, which the next look ahead finds.
    #expect(try desk.ask(.put, path, json: Self.slots).json(RulesAnswer.self).warnings == [])
    #expect(
      try desk.ask(.get, "/api/channels").json(ChannelList.self).channels.map(\.warnings) == [nil])
  }

  @Test("A programming is told in another style, or refused with what has no place there")
  func converts() throws {
    let desk = try TestDesk()
    func ask(_ slots: String, _ style: String) -> Response {
      desk.ask(
        .post, "/api/schedule/convert",
        json: #"{"programming":{"style":"slots","slots":[\#(slots)]},"style":"\#(style)"}"#)
    }
    let day = #"{"name":"Day","start":"06:00","content":{"kind":"library"}}"#
    let made = try ask(day, "blocks").json(StyleAnswer.self).programming
    #expect(made.plan?.blocks.first?.name == "Day" && made.slots.isEmpty)
    #expect(made.plan?.templates.first?.times == [BlockTime(start: "06:00", block: 1)])
    let dated =
      #"{"name":"Xmas","start":"06:00","content":{"kind":"library"},"days":{"dates":["12-24"]}}"#
    let refused = try #require(ask(dated, "classic").problem)
    #expect(refused.status == 422 && refused.field == "style")
    #expect(refused.detail.contains("'Xmas'"))
    let broken = try #require(ask(#"{"start":"06:00"}"#, "blocks").problem)
    #expect(broken.field == "programming.slots.0.content")
  }

  @Test("Blocks are set and previewed; what they name has to be there")
  func blocks() throws {
    let desk = try TestDesk()
    let path = "/api/channels/\(try desk.channel("7").id.rawValue)/rules"
    func rules(_ content: String) -> String {
      """
      {"version":1,"base":{"style":"blocks","slots":[],"plan":{
        "blocks":[{"id":4,"name":"All","repeats":true,"items":[{"content":\(content)}]}],
        "templates":[{"id":1,"times":[{"start":"06:00","block":4}]}],
        "calendar":[{"days":{"holidays":[{"name":"easter","after":1}]},"template":1}]}}}
      """
    }
    let set = try desk.ask(.put, path, json: rules(#"{"kind":"library"}"#)).json(RulesAnswer.self)
    #expect(set.rules.base.plan?.calendar?.first?.days?.holidays?.first?.name == .easter)
    let idea = #"{"rules":\#(rules(#"{"kind":"library"}"#))}"#
    let shown = try desk.ask(.post, "/api/schedule/preview", json: idea).json(ScheduleAnswer.self)
    #expect(shown.entries.first?.reason.hasPrefix("'Slot 1': next by season") == true)
    let problem = desk.ask(.put, path, json: rules(#"{"kind":"show","id":99}"#)).problem
    #expect(problem?.field == "base.plan.blocks.0.items.0.content")
  }

  @Test("A channel's timeline tells why each entry is on, and its cursors are shown, set and reset")
  func cursors() throws {
    let desk = try TestDesk()
    let id = try desk.channel("7").id.rawValue
    let timeline = try desk.ask(.get, "/api/channels/\(id)/timeline").json(TimelineAnswer.self)
    #expect(timeline.entries.first?.title == "Alien")
    #expect(timeline.entries.allSatisfy { $0.reason.hasPrefix("'Slot 1': next by title, round ") })
    let path = "/api/channels/\(id)/cursors"
    let shown = try desk.ask(.get, path).json(CursorsAnswer.self)
    let row = try #require(shown.cursors.first)
    #expect(row.key == "library/alphabetical")
    #expect(row.last?.title == "Alien" && row.next?.title == "Brazil")
    let brazil = try #require(row.next?.media.rawValue)
    let set = try desk.ask(.put, path, json: #"{"key":"\#(row.key)","media":\#(brazil)}"#)
      .json(CursorsAnswer.self)
    #expect(set.cursors.first?.next?.title == "Cube")
    #expect(try desk.ask(.get, path).json(CursorsAnswer.self) == set)
    let reset = try desk.ask(.put, path, json: #"{"key":"\#(row.key)"}"#).json(CursorsAnswer.self)
    #expect(reset.cursors.first?.last == nil && reset.cursors.first?.next?.title == "Alien")
    #expect(desk.ask(.put, path, json: #"{"key":"no"}"#).problem?.field == "key")
    #expect(
      desk.ask(.put, path, json: #"{"key":"\#(row.key)","media":999}"#).problem?.field == "media")
  }
}
