import Control
import FastCGI
import Foundation
import Library
import Playout
import Testing

@testable import WebAPI

@Suite("Guide")
struct GuideTests {
  @Test("The guide shows the enabled channels and what they air in the window")
  func guide() throws {
    let desk = try TestDesk()
    let channel = try desk.channel("7")
    try desk.channel("8", enabled: false)
    let path = "/api/guide?from=\(today.milliseconds)&hours=3"
    let guide = try desk.ask(.get, path).json(GuideAnswer.self)
    #expect(guide.from == today)
    #expect(guide.to == today + .hours(3))
    #expect(guide.channels.map(\.id) == [channel.id])
    #expect(guide.channels[0].programmes.map(\.title) == ["Alien", "Brazil", "Cube", "Alien"])
  }

  @Test(
    "A window that is none names its parameter",
    arguments: ["hours=0", "hours=337", "hours=x", "from=yesterday", "from=-1", "from=9e99"])
  func badWindow(query: String) throws {
    let problem = try #require(TestDesk().ask(.get, "/api/guide?\(query)").problem)
    #expect(problem.status == 400)
    #expect(problem.field == String(query.prefix { $0 != "=" }))
  }

  @Test("On air shows now, next and the stream, with null where there is none")
  func onAir() throws {
    let seen = Shared<ChannelID>()
    let desk = try TestDesk { (_) throws(ControlFailure) in
      guard let id = seen.value, let number = ChannelNumber("7") else { return .done }
      return .status([
        OnAirStatus(channel: id, number: number, name: "Seven", state: .onAir, since: today)
      ])
    }
    seen.value = try desk.channel("7").id
    try desk.channel("8")
    let answer = desk.ask(.get, "/api/on-air")
    let onAir = try answer.json(OnAirAnswer.self)
    #expect(onAir.at == today)
    #expect(onAir.channels.map(\.number.description) == ["7", "8"])
    #expect(onAir.channels[0].now?.title == "Alien")
    #expect(onAir.channels[0].next?.title == "Brazil")
    #expect(onAir.channels[0].stream?.state == .onAir)
    #expect(onAir.channels[1].stream == nil)
    #expect(answer.text.contains(#""stream":null"#))
  }

  @Test("On air needs no transcoder")
  func onAirAlone() throws {
    let desk = try TestDesk { (_) throws(ControlFailure) in
      throw ControlFailure(.unreachable, "The transcoder does not answer.")
    }
    try desk.channel("7")
    #expect(desk.ask(.get, "/api/on-air").status == 200)
  }

  @Test("The plan tells the transcoder what to play")
  func plan() throws {
    let desk = try TestDesk()
    let channel = try desk.channel("7")
    let mine = ["EXSTREAMTV_INTERNAL": "1"]
    let path = "/internal/plan/\(channel.id.rawValue)?from=\(today.milliseconds)"
    let plan = try desk.ask(.get, path, parameters: mine).json(Plan.self)
    #expect(plan.channel.id == channel.id)
    #expect(plan.item(at: today)?.title == "Alien")
    let short = try desk.ask(.get, path + "&hours=1", parameters: mine).json(Plan.self)
    #expect(short.items == Array(plan.items.prefix(short.items.count)))
    #expect(short.items.count < plan.items.count)
    for unknown in ["zzzzzzzz", "7", "..."] {
      let answer = desk.ask(.get, "/internal/plan/\(unknown)", parameters: mine)
      #expect(answer.problem?.status == 404)
    }
  }
}
