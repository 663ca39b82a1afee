import FastCGI
import Foundation
import Library
import Playout
import Schedule
import Store
import Testing

@testable import WebAPI

@Suite("Scripted builds")
struct BuildTests {
  private static let begin = """
    {"name":"Film night","from":\((today + .hours(6)).milliseconds),
     "contents":[{"name":"films","content":{"kind":"library"},"order":"alphabetical"}]}
    """

  private func began(_ desk: TestDesk) throws -> (channel: String, build: BuildAnswer) {
    let id = try desk.channel("7").id.rawValue
    let answer = desk.ask(.post, "/api/channels/\(id)/builds", json: Self.begin)
    #expect(answer.status == 201)
    return (id, try answer.json(BuildAnswer.self))
  }

  @Test("are driven step by step, looked into, and have the air for their time once finished")
  func life() throws {
    let desk = try TestDesk()
    let (channel, build) = try began(desk)
    #expect(build.at == today + .hours(6))
    let path = "/api/builds/\(build.id)"
    let peek = try desk.ask(.post, path + "/peek", json: #"{"content":"films"}"#)
      .json(PeekAnswer.self)
    #expect(peek.duration == .hours(1) && peek.entry?.start == build.at)
    let two = try desk.ask(
      .post, path + "/steps", json: #"{"steps":[{"count":2,"content":"films"}]}"#
    ).json(BuildAnswer.self)
    #expect(two.at == today + .hours(8))
    #expect(two.entries.map(\.title) == [peek.entry?.title ?? "", two.entries[1].title])
    let skipped = try desk.ask(
      .post, path + "/steps",
      json: #"{"steps":[{"skipItems":1,"content":"films"},{"padToNext":30},{"all":"films"}]}"#
    ).json(BuildAnswer.self)
    #expect(skipped.steps == 4)
    // It began at 13:33:20 in UTC, so half an hour is not full.
    #expect(skipped.entries.first?.role == .flex)
    #expect(skipped.entries.count == 4 && skipped.at > today + .hours(11))
    let here = try desk.ask(.get, path).json(BuildAnswer.self)
    #expect(here.at == skipped.at && here.entries.count == 6)

    let done = try desk.ask(.post, path + "/finish").json(BuildAnswer.self)
    #expect(done.at == skipped.at)
    let rules = try desk.ask(.get, "/api/channels/\(channel)/rules").json(RulesAnswer.self).rules
    #expect(rules.builds?.map(\.name) == ["Film night"])
    #expect(rules.builds?.first?.to == done.at)
    #expect(try desk.store.jobs().map(\.kind).contains(.timeline))
    let json = String(decoding: try JSONEncoder().encode(rules), as: UTF8.self)
    let shown = try desk.ask(
      .post, "/api/schedule/preview",
      json:
        #"{"rules":\#(json),"channel":"\#(channel)","to":\#((today + .hours(20)).milliseconds)}"#
    ).json(ScheduleAnswer.self)
    let built = shown.entries.filter { $0.path.hasPrefix("build") }
    #expect(built.first?.start == today + .hours(6) && built.last?.end == done.at)
    #expect(built.map(\.title) == here.entries.map(\.title))
    #expect(shown.entries.contains { $0.start >= done.at && $0.path == "base/0" })
    let late = desk.ask(.post, path + "/steps", json: #"{"steps":[{"all":"films"}]}"#)
    #expect(late.problem?.status == 410 && late.problem?.detail.contains("finished") == true)
  }

  @Test("name graphics by name or number, and one that is not there is refused by its field")
  func graphics() throws {
    let desk = try TestDesk()
    let made = desk.ask(.post, "/api/graphics", json: #"{"name":"Next up","text":"{title}"}"#)
    let id = try made.json(GraphicAnswer.self).id
    let (channel, build) = try began(desk)
    let path = "/api/builds/\(build.id)/steps"
    let refused = desk.ask(.post, path, json: #"{"steps":[{"graphics":"Next down"}]}"#).problem
    #expect(refused?.status == 400 && refused?.field == "steps.0.graphics")
    #expect(refused?.detail.contains("'Next down' is neither") == true)
    let steps =
      #"{"steps":[{"graphics":"next UP"},{"watermark":\#(id.rawValue)},{"graphics":"off"},"#
      + #"{"count":1,"content":"films"}]}"#
    #expect(desk.ask(.post, path, json: steps).status == 200)
    #expect(desk.ask(.post, "/api/builds/\(build.id)/finish").status == 200)
    let rules = try desk.ask(.get, "/api/channels/\(channel)/rules").json(RulesAnswer.self).rules
    let kept = rules.builds?.first?.script.steps ?? []
    #expect(kept.map(\.graphics) == [.graphic(id), nil, .off, nil])
    #expect(kept.map(\.watermark) == [nil, .graphic(id), nil, nil])
  }

  @Test("refuse a step with its field, and go on from before it")
  func refuses() throws {
    let desk = try TestDesk()
    let (channel, build) = try began(desk)
    let path = "/api/builds/\(build.id)"
    #expect(desk.ask(.post, path + "/finish").problem?.status == 409)
    _ = desk.ask(.post, path + "/steps", json: #"{"steps":[{"all":"films"}]}"#)
    let wrong = desk.ask(
      .post, path + "/steps", json: #"{"steps":[{"all":"films"},{"count":1,"content":"x"}]}"#)
    #expect(wrong.problem?.status == 422 && wrong.problem?.field == "steps.1.content")
    #expect(try desk.ask(.get, path).json(BuildAnswer.self).steps == 1)
    #expect(desk.ask(.delete, path).status == 204)
    #expect(desk.ask(.get, path).problem?.detail.contains("discarded") == true)
    let rules = try desk.ask(.get, "/api/channels/\(channel)/rules").json(RulesAnswer.self).rules
    #expect(rules.builds == nil)
    let early = Self.begin.replacingOccurrences(
      of: "\((today + .hours(6)).milliseconds)", with: "\(today.milliseconds)")
    #expect(
      desk.ask(.post, "/api/channels/\(channel)/builds", json: early).problem?.field == "from")
    let missing = Self.begin.replacingOccurrences(
      of: #"{"kind":"library"}"#, with: #"{"kind":"show","id":9}"#)
    #expect(
      desk.ask(.post, "/api/channels/\(channel)/builds", json: missing).problem?.field
        == "contents.0.content")
  }

  @Test("that only ask and get no further are ended with the reason")
  func idle() throws {
    let desk = try TestDesk()
    let (_, build) = try began(desk)
    let path = "/api/builds/\(build.id)"
    var asked = 0
    while desk.ask(.get, path).status == 200, asked < 300 { asked += 1 }
    #expect(asked == BuildSession.mostIdle)
    let ended = desk.ask(.get, path).problem
    #expect(ended?.status == 410 && ended?.detail.contains("no further") == true)
  }
}
