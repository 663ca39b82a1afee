import Control
import FastCGI
import Foundation
import Library
import Playout
import Store
import TestSupport
import Testing

@testable import WebAPI

@Suite("Taking a channel over")
struct TakeOverTests {
  private let camera = #"{"url":"rtsp://me:secret@camera.lan/1"}"#

  private func wish(_ more: String = "", title: String = "Match") -> String {
    #"{"title":"\#(title)","sources":[\#(camera)]\#(more)}"#
  }

  private func path(_ id: ChannelID) -> String { "/api/channels/\(id.rawValue)/take-overs" }

  @Test("begins by hand, shows in guide and plan, tells everybody, and is ended by hand")
  func life() throws {
    let desk = try TestDesk()
    let id = try desk.channel("7").id
    let answer = desk.ask(.post, path(id), json: wish())
    #expect(answer.status == 201)
    #expect(!answer.text.contains("secret"))
    let made = try answer.json(TakeOverAnswer.self)
    #expect(made.isOn && made.start == today && made.end == nil)
    #expect(desk.asked.contains(.refresh(channel: id)))
    #expect(desk.published.contains { $0.contains("taken over") })
    #expect(try desk.store.jobs().contains { $0.kind == .guide })
    let guide = try desk.ask(.get, "/api/guide").json(GuideAnswer.self).channels[0].programmes
    #expect(guide.contains { $0.title == "Match" && $0.takeOver == made.id && $0.start == today })
    let plan = try desk.ask(
      .get, "/internal/plan/\(id.rawValue)?from=\(today.milliseconds)",
      parameters: ["EXSTREAMTV_INTERNAL": "1"]
    ).json(Plan.self)
    #expect(plan.takeOvers.first?.sources == [LiveSource(url: "rtsp://me:secret@camera.lan/1")])
    let listed = desk.ask(.get, path(id))
    #expect(!listed.text.contains("secret"))
    #expect(try listed.json(TakeOversAnswer.self).takeOvers == [made])
    #expect(desk.ask(.delete, "\(path(id))/\(made.id)").status == 204)
    #expect(try desk.ask(.get, path(id)).json(TakeOversAnswer.self).takeOvers.isEmpty)
    #expect(desk.ask(.delete, "\(path(id))/\(made.id)").status == 404)
    #expect(desk.ask(.delete, "\(path(id))/x").status == 404)
  }

  @Test("begins and ends where what is made ahead of the clock ends")
  func madeAhead() throws {
    let stream = Shared<OnAirStatus>()
    let desk = try TestDesk(reply: { request in
      request == .status ? .status(stream.value.map { [$0] } ?? []) : .done
    })
    let channel = try desk.channel("7")
    stream.value = OnAirStatus(
      channel: channel.id, number: channel.number, name: channel.name, state: .onAir,
      since: today, lead: .milliseconds(38_200))
    let made = try desk.ask(.post, path(channel.id), json: wish()).json(TakeOverAnswer.self)
    #expect(made.start == today + .seconds(39) && !made.isOn)
    let early = wish(#","start":\#((today + .seconds(3)).milliseconds)"#)
    #expect(desk.ask(.post, path(channel.id), json: early).status == 409)
    #expect(desk.ask(.delete, "\(path(channel.id))/\(made.id)").status == 204)
    let again = try desk.ask(.post, path(channel.id), json: early).json(TakeOverAnswer.self)
    #expect(again.start == today + .seconds(39))
    #expect(desk.ask(.delete, "\(path(channel.id))/\(again.id)").status == 204)
    // What is being ended still has some seconds to go.
    let ending = wish(#","end":\#((today + .seconds(50)).milliseconds)"#)
    #expect(desk.ask(.post, path(channel.id), json: ending).status == 201)
    let next = try desk.ask(.post, path(channel.id), json: wish()).json(TakeOverAnswer.self)
    #expect(next.start == today + .seconds(50))
  }

  @Test(
    "is refused with the field that is at fault",
    arguments: [
      (#"{"title":"","sources":[{"url":"http://a/"}]}"#, "title", 422),
      (#"{"title":"X","sources":[]}"#, "sources", 422),
      (#"{"title":"X","sources":[{"url":"file:///etc/passwd"}]}"#, "sources", 422),
      (#"{"title":"X","sources":[{"url":"http://127.0.0.1:8411/auto/v7"}]}"#, "sources", 422),
      (#"{"title":"X","sources":[{"url":"http://a/"}],"start":1000}"#, "start", 422),
      (#"{"title":"X","sources":[{"url":"http://a/"}],"start":9000000000000}"#, "start", 422),
      (#"{"title":"X","sources":[{"url":"http://a/"}],"end":1000}"#, "end", 422),
      (#"{"title":"X","sources":[{"url":"http://a/"}],"end":9000000000000}"#, "end", 422),
    ])
  func refusals(json: String, field: String, status: Int) throws {
    let desk = try TestDesk()
    let id = try desk.channel("7").id
    let answer = desk.ask(.post, path(id), json: json)
    #expect(answer.problem?.status == status && answer.problem?.field == field, "\(answer.text)")
    #expect(try desk.store.takeOvers(of: id, from: today).isEmpty)
  }

  @Test("is refused at the time of another, and on channels that play no programmes")
  func conflicts() throws {
    let desk = try TestDesk()
    let id = try desk.channel("7").id
    #expect(desk.ask(.post, path(id), json: wish()).status == 201)
    let second = desk.ask(.post, path(id), json: wish(title: "Other"))
    #expect(second.problem?.status == 409 && second.problem?.field == "start")
    #expect(second.problem?.detail.contains("Match") == true)
    let live = try desk.ask(
      .post, "/api/channels",
      json: #"{"name":"L","kind":"live","sources":[{"url":"http://a/"}]}"#
    ).json(ChannelAnswer.self).id
    let mirror = try desk.ask(
      .post, "/api/channels", json: #"{"name":"M","kind":"mirror","source":"\#(id.rawValue)"}"#
    ).json(ChannelAnswer.self).id
    for other in [live, mirror] {
      #expect(desk.ask(.post, path(other), json: wish()).status == 409)
    }
    #expect(desk.ask(.get, "/api/channels/zzzzzzzz/take-overs").status == 404)
  }
}
