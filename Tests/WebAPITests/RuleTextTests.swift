import FastCGI
import Foundation
import Library
import Playout
import Schedule
import Store
import Testing

@testable import WebAPI

@Suite("Rules as text")
struct RuleTextTests {
  private static func quoted(_ fields: [String: Any]) throws -> String {
    String(decoding: try JSONSerialization.data(withJSONObject: fields), as: UTF8.self)
  }

  private static let script = """
    timeZone: Europe/Berlin
    base:
      style: script
      script:
        contents:
        - {name: films, content: library, order: shuffle}
        steps:
        - count: 2
          content: films
        - waitUntil: 20:15
    """

  @Test("are read with the line of each fault, and written back")
  func reading() throws {
    let desk = try TestDesk()
    let read = try desk.ask(
      .post, "/api/schedule/read", json: Self.quoted(["text": Self.script])
    ).json(RulesRead.self)
    #expect(read.problems == [])
    let rules = try #require(read.rules)
    #expect(rules.base.script?.steps.count == 2)
    let json = String(decoding: try JSONEncoder().encode(["rules": rules]), as: UTF8.self)
    let written = try desk.ask(.post, "/api/schedule/write", json: json).json(RulesWritten.self)
    let again = try desk.ask(
      .post, "/api/schedule/read", json: Self.quoted(["text": written.text])
    ).json(RulesRead.self)
    #expect(again.rules == rules)
    let broken = Self.script.replacingOccurrences(of: "20:15", with: "late")
    let refused = try desk.ask(
      .post, "/api/schedule/read", json: Self.quoted(["text": broken])
    ).json(RulesRead.self)
    #expect(refused.problems.map(\.line) == [10])
    #expect(refused.problems.first?.field == "base.script.steps.1.waitUntil")
  }

  @Test("of a script are previewed and set like all others, and refused at their step")
  func scripts() throws {
    let desk = try TestDesk()
    try desk.films(["Alien", "Brazil", "Cube"])
    let read = try desk.ask(
      .post, "/api/schedule/read", json: Self.quoted(["text": Self.script])
    ).json(RulesRead.self)
    let rules = try #require(read.rules)
    let json = String(decoding: try JSONEncoder().encode(rules), as: UTF8.self)
    let idea = #"{"rules":\#(json)}"#
    let shown = try desk.ask(.post, "/api/schedule/preview", json: idea).json(ScheduleAnswer.self)
    #expect(shown.entries.prefix(2).map(\.path) == ["base/s0", "base/s0"])
    #expect(shown.entries.first?.reason.contains("Step 1: 2 of 'films'") == true)
    let id = try desk.channel("7").id.rawValue
    let set = desk.ask(.put, "/api/channels/\(id)/rules", json: json)
    #expect(set.status == 200)
    let missing = json.replacingOccurrences(
      of: #""content":{"kind":"library"}"#, with: #""content":{"kind":"show","id":77}"#)
    let refused = desk.ask(.put, "/api/channels/\(id)/rules", json: missing)
    #expect(refused.problem?.field == "base.script.contents.0.content")
    let wrong = json.replacingOccurrences(of: #""waitUntil":"20:15""#, with: #""skipItems":1"#)
    #expect(
      desk.ask(.put, "/api/channels/\(id)/rules", json: wrong).problem?.field
        == "base.script.steps.1.content")
  }

  @Test("call collections of every kind, searches and seasons by their names")
  func names() throws {
    let desk = try TestDesk()
    try desk.films(["Alien", "Brazil"])
    func make(_ json: String) throws -> Int64 {
      try desk.ask(.post, "/api/collections", json: json).json(CollectionAnswer.self).id.rawValue
    }
    let smart = try make(#"{"name":"Short","kind":"smart","query":"title:a"}"#)
    let entry = #"{"content":{"kind":"smart","id":\#(smart)}}"#
    var contents = [
      RuleContent(kind: .smart, id: smart), RuleContent(kind: .search, query: "year:1980..1989"),
    ]
    for kind in [RuleContent.Kind.multi, .playlist, .rerun, .fillers] {
      let json = #"{"name":"My \#(kind)","kind":"\#(kind)","entries":[\#(entry)]}"#
      contents.append(RuleContent(kind: kind, id: try make(json)))
    }
    let rules = RuleSet(
      base: Programming(style: .sequence, slots: contents.map { Slot(content: $0) }))
    let json = String(decoding: try JSONEncoder().encode(["rules": rules]), as: UTF8.self)
    let text = try desk.ask(.post, "/api/schedule/write", json: json).json(RulesWritten.self).text
    for line in ["smart: Short", "search: year:1980..1989", "rerun: My rerun", "multi: My multi"] {
      #expect(text.contains(line), "\(text)")
    }
    #expect(!text.contains("id:"))
    let read = try desk.ask(.post, "/api/schedule/read", json: Self.quoted(["text": text]))
      .json(RulesRead.self)
    #expect(read.problems == [] && read.rules == rules)
    let gone = text.replacingOccurrences(of: "My playlist", with: "Nothing")
    let problems = try desk.ask(.post, "/api/schedule/read", json: Self.quoted(["text": gone]))
      .json(RulesRead.self).problems
    #expect(problems.count == 1)
    #expect(problems.first?.detail.contains("no playlist 'Nothing'") == true)
  }

  @Test("a channel is exported, and had again under another number")
  func exchange() throws {
    let desk = try TestDesk()
    try desk.films(["Alien"])
    let id = try desk.channel("7").id.rawValue
    let read = try desk.ask(
      .post, "/api/schedule/read", json: Self.quoted(["text": Self.script])
    ).json(RulesRead.self)
    let rules = try #require(read.rules)
    let json = String(decoding: try JSONEncoder().encode(rules), as: UTF8.self)
    #expect(desk.ask(.put, "/api/channels/\(id)/rules", json: json).status == 200)
    let file = desk.ask(.get, "/api/channels/\(id)/rules.yaml")
    #expect(file.headers["Content-Type"] == "application/yaml; charset=utf-8")
    let text = file.text
    #expect(text.contains("number: '7'") && text.contains("content: library"))

    let other = text.replacingOccurrences(of: "number: '7'", with: "number: 8.1")
    let dry = try desk.ask(
      .post, "/api/channels/import", json: Self.quoted(["text": other, "dryRun": true])
    ).json(ImportAnswer.self)
    #expect(dry.isNew && !dry.isDone && dry.problems == [])
    #expect(try desk.store.channels().count == 1)
    let done = try desk.ask(.post, "/api/channels/import", json: Self.quoted(["text": other]))
      .json(ImportAnswer.self)
    #expect(done.isDone && done.number == ChannelNumber("8.1"))
    let made = try #require(done.channel)
    let same = try desk.ask(.get, "/api/channels/\(made.rawValue)/rules").json(RulesAnswer.self)
    #expect(same.rules == rules)

    let again = try desk.ask(
      .post, "/api/channels/import", json: Self.quoted(["text": other, "dryRun": true])
    ).json(ImportAnswer.self)
    #expect(!again.isNew && again.changes == [])
    let lost = other.replacingOccurrences(of: "content: library", with: "content: {show: Gone}")
    let refused = desk.ask(.post, "/api/channels/import", json: try Self.quoted(["text": lost]))
    #expect(refused.problem?.status == 422)
    #expect(refused.problem?.detail.contains("no show 'Gone'") == true)
    #expect(refused.problem?.detail.hasPrefix("line ") == true)
  }

  @Test("the guide shows the programmes of a group as one, and shows others by themselves")
  func guideGroups() throws {
    let desk = try TestDesk()
    let channel = try desk.channel("7")
    var open = ScriptStep()
    open.guideGroup = "Film night"
    var close = ScriptStep()
    close.endGuideGroup = true
    let films = ScriptContent(name: "films", content: RuleContent(kind: .library))
    let rules = RuleSet(
      base: Programming(
        style: .script,
        script: Script(
          contents: [films],
          steps: [open, .count(3, of: "films"), close, .count(1, of: "films")])))
    let rundown = try rules.rundown(seed: 1)
    var engine = Engine(
      rundown, library: try desk.store.snapshot(for: rundown), zone: .utc,
      state: EngineState(at: today - .minutes(30)))
    try desk.store.replaceTimeline(
      of: channel.id, from: today - .minutes(30), with: engine.run(until: today + .hours(12)))
    let shown = try desk.store.guide(from: today, to: today + .hours(7)).map(\.programme)
    #expect(shown.map { ($0.end - $0.start).milliseconds / 3_600_000 } == [3, 1, 3, 1])
    #expect(shown[0].title == "Film night" && shown[1].title != "Film night")
  }

  @Test("the schema describes what is read")
  func schema() throws {
    let desk = try TestDesk()
    let answer = desk.ask(.get, "/api/schedule/schema.json")
    let schema = try #require(
      JSONSerialization.jsonObject(with: Data(answer.bytes)) as? [String: Any])
    let definitions = try #require(schema["$defs"] as? [String: [String: Any]])
    let root = try #require((schema["$ref"] as? String)?.split(separator: "/").last)
    #expect(definitions[String(root)] != nil)
    let step = try #require(definitions["ScriptStep"]?["properties"] as? [String: Any])
    #expect(step["padToNext"] != nil && step["duration"] != nil)
    #expect(definitions["ScriptStep"]?["additionalProperties"] as? Bool == false)
  }
}
