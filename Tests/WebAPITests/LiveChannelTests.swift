import FastCGI
import Foundation
import Library
import Playout
import TestSupport
import Testing

@testable import WebAPI

@Suite("A live channel")
struct LiveChannelTests {
  private func wish(_ sources: String, more: String = "") -> String {
    #"{"name":"Camera","number":"50","kind":"live","sources":[\#(sources)]\#(more)}"#
  }

  private let camera = #"{"url":"rtsp://me:secret@camera.lan/1"}"#

  @Test("is made of sources, shows no password, and keeps it when it is sent back as shown")
  func life() throws {
    let desk = try TestDesk()
    let made = desk.ask(.post, "/api/channels", json: wish(camera))
    #expect(made.status == 201)
    #expect(!made.text.contains("secret"))
    let answer = try made.json(ChannelAnswer.self)
    #expect(answer.kind == .live)
    #expect(answer.content == nil)
    #expect(answer.sources?.map(\.url) == ["rtsp://me:***@camera.lan/1"])
    let change =
      #"{"sources":[{"url":"http://b.lan/x","userAgent":"Box"},{"url":"rtsp://me:***@camera.lan/1"}]}"#
    let path = "/api/channels/\(answer.id.rawValue)"
    let changed = try desk.ask(.patch, path, json: change).json(ChannelAnswer.self)
    #expect(changed.sources?.count == 2)
    let plan = try desk.ask(
      .get, "/internal/plan/\(answer.id.rawValue)?from=\(answer.premiere.milliseconds)",
      parameters: ["EXSTREAMTV_INTERNAL": "1"]
    ).json(Plan.self)
    let sources = [
      LiveSource(url: "http://b.lan/x", userAgent: "Box"),
      LiveSource(url: "rtsp://me:secret@camera.lan/1"),
    ]
    #expect(plan.items.count >= 6)
    #expect(plan.items.allSatisfy { $0.live == sources })
    #expect(zip(plan.items, plan.items.dropFirst()).allSatisfy { $0.end == $1.start })
    let renamed = try desk.ask(.patch, path, json: #"{"name":"Door"}"#).json(ChannelAnswer.self)
    #expect(renamed.sources == changed.sources)
  }

  @Test("has no hole in the guide, and no past to watch")
  func guide() throws {
    let desk = try TestDesk()
    let made = try desk.ask(.post, "/api/channels", json: wish(camera)).json(ChannelAnswer.self)
    let answer = try desk.ask(.get, "/api/guide?hours=5").json(GuideAnswer.self)
    let programmes = try #require(answer.channels.first { $0.id == made.id }).programmes
    #expect(programmes.count >= 5)
    #expect(programmes.allSatisfy { $0.title == "Camera" && $0.subtitle == "Live" })
    #expect(zip(programmes, programmes.dropFirst()).allSatisfy { $0.end == $1.start })
    #expect(desk.ask(.get, "/iptv/channel/50.m3u8?startover=1").status == 404)
    let list = desk.ask(.get, "/iptv/channels.m3u").text
    #expect(list.contains("/iptv/channel/50.ts"))
    #expect(!list.contains("catchup"))
  }

  @Test(
    "refuses sources that are none, and names the field",
    arguments: [
      "", #"{"url":"file:///etc/passwd"}"#, #"{"url":"http://a/x|b=c"}"#,
      #"{"url":"concat:http://a|http://b"}"#, #"{"url":"http://a/","userAgent":"a\r\nX: y"}"#,
      #"{"url":"http://127.0.0.1:8411/iptv/channel/50.ts"}"#,
      Array(repeating: #"{"url":"http://a/"}"#, count: 9).joined(separator: ","),
    ])
  func refusals(sources: String) throws {
    let desk = try TestDesk()
    let answer = desk.ask(.post, "/api/channels", json: wish(sources))
    #expect(answer.status == 422 || answer.status == 400)
    #expect(answer.text.contains(#""field":"sources""#))
  }

  @Test("plays nothing else, and no other kind has sources")
  func kinds() throws {
    let desk = try TestDesk()
    try desk.films(["Alien"])
    let both = wish(camera, more: #","content":{"kind":"library"}"#)
    #expect(desk.ask(.post, "/api/channels", json: both).status >= 400)
    let path = "/api/channels/\(try desk.channel("7").id.rawValue)"
    #expect(desk.ask(.patch, path, json: #"{"sources":[\#(camera)]}"#).status >= 400)
    let live = desk.ask(.patch, path, json: #"{"kind":"live","sources":[\#(camera)]}"#)
    #expect(try live.json(ChannelAnswer.self).kind == .live)
    let back = #"{"kind":"continuous","content":{"kind":"library"},"order":"shuffle"}"#
    let answer = try desk.ask(.patch, path, json: back).json(ChannelAnswer.self)
    #expect(answer.sources == nil)
  }
}
