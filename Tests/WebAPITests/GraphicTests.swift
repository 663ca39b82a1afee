import Control
import FastCGI
import Foundation
import Library
import Playout
import Schedule
import Store
import Synchronization
import TestSupport
import Testing

@testable import WebAPI

@Suite("Graphics")
struct GraphicTests {
  /// Enough of a PNG to be taken for one; its size is told by the test's own eyes.
  private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3]

  private func upload(
    _ desk: TestDesk, _ bytes: [UInt8] = png, type: String = "image/png"
  ) -> Response {
    var parameters: Parameters = ["EXSTREAMTV_HOST": "tv.lan:8411", "EXSTREAMTV_SCHEME": "http"]
    parameters["CONTENT_TYPE"] = type
    return desk.router.answer(
      Request(
        method: .post, path: "/api/graphics/images", query: Query(parsing: ""),
        parameters: parameters, body: bytes))
  }

  @Test("A text is made, listed, shown, changed and removed")
  func life() throws {
    let desk = try TestDesk()
    let made = desk.ask(.post, "/api/graphics", json: #"{"name":"Now","text":"{title}"}"#)
    #expect(made.status == 201)
    let graphic = try made.json(GraphicAnswer.self)
    #expect(graphic.kind == .text && graphic.place == .topRight && graphic.usedBy == [])
    #expect(desk.published == [#"channels {"reason":"graphics"}"#])
    let path = "/api/graphics/\(graphic.id.rawValue)"
    #expect(try desk.ask(.get, path).json(GraphicAnswer.self) == graphic)
    let change = """
      {"name":"Later","text":"Next: {next}","place":"bottomLeft","width":50,"marginX":1.5,
      "marginY":2,"opacity":0.8,"rhythm":{"period":900000,"length":20000},"fade":1000,"size":5,
      "color":"#FFCC00","background":"000000","onFillers":true,"first":60000}
      """
    let changed = try desk.ask(.patch, path, json: change).json(GraphicAnswer.self)
    #expect(changed.place == .bottomLeft && changed.width == 50 && changed.marginX == 1.5)
    #expect(changed.rhythm?.length == .seconds(20) && changed.fade == .seconds(1))
    #expect(changed.color == "ffcc00" && changed.background == "000000" && changed.onFillers)
    #expect(changed.first == .minutes(1) && changed.opacity == 0.8 && changed.size == 5)
    #expect(try desk.ask(.get, "/api/graphics").json(GraphicList.self).graphics == [changed])
    let plain = """
      {"width":0,"rhythm":{"period":0,"length":0},"background":"","first":0}
      """
    let usual = try desk.ask(.patch, path, json: plain).json(GraphicAnswer.self)
    #expect(usual.width == nil && usual.rhythm == nil && usual.background == nil)
    #expect(usual.first == nil && usual.name == "Later")
    #expect(desk.ask(.delete, path).status == 204)
    #expect(desk.ask(.get, path).problem?.status == 404)
    #expect(desk.ask(.delete, path).problem?.status == 404)
  }

  @Test("A picture is uploaded, served, shown by a graphic, and seen in a channel's plan")
  func pictures() throws {
    let desk = try TestDesk(picture: .picture(width: 40, height: 20, frames: 1))
    let sent = upload(desk)
    #expect(sent.status == 201)
    let picture = try sent.json(PictureAnswer.self)
    #expect(picture.image.hasSuffix(".png") && picture.width == 40 && !picture.isAnimated)
    let served = desk.ask(.get, "/api/graphics/images/\(picture.image)")
    #expect(served.bytes == Self.png && served.headers["Content-Type"] == "image/png")
    let graphic = try desk.ask(
      .post, "/api/graphics", json: #"{"name":"Logo","image":"\#(picture.image)"}"#
    ).json(GraphicAnswer.self)
    #expect(graphic.kind == .image && graphic.imageWidth == 40 && graphic.imageHeight == 20)
    let channel = try desk.channel("7", name: "Kino")
    let address = "/api/channels/\(channel.id.rawValue)"
    let given = try desk.ask(.patch, address, json: #"{"graphics":[\#(graphic.id.rawValue)]}"#)
      .json(ChannelAnswer.self)
    #expect(given.graphics == [graphic.id])
    #expect(desk.asked == [.refresh(channel: channel.id)])
    let plan = try #require(try desk.store.plan(for: channel.id, from: today, hours: 1))
    let path = desk.folder.file("data/graphics/\(picture.image)")
    #expect(
      plan.items.first?.graphics?.map(\.content) == [.image(path: path, isAnimated: false)])
    #expect(
      try desk.ask(.get, "/api/graphics/\(graphic.id.rawValue)").json(GraphicAnswer.self).usedBy
        == ["7 Kino"])
    _ = desk.ask(.patch, "/api/graphics/\(graphic.id.rawValue)", json: #"{"opacity":0.5}"#)
    #expect(desk.asked.count == 2)
    let refused = desk.ask(.delete, "/api/graphics/\(graphic.id.rawValue)").problem
    #expect(refused?.status == 409 && refused?.detail.contains("7 Kino") == true)
    #expect(
      try desk.ask(.patch, address, json: #"{"graphics":[]}"#).json(ChannelAnswer.self).graphics
        == [])
    #expect(desk.ask(.delete, "/api/graphics/\(graphic.id.rawValue)").status == 204)
  }

  @Test("What is no picture that can be shown is refused, and nothing is kept")
  func badPictures() throws {
    let desk = try TestDesk(picture: .unreadable("the file is damaged."))
    let webp = Array("RIFF....WEBPVP8X....".utf8) + [0x02, 0, 0, 0]
    let big = Self.png + [UInt8](repeating: 0, count: 5 << 20)
    let cases: [([UInt8], String, Int, String)] = [
      (Self.png, "text/plain", 415, "Content-Type"), ([], "image/png", 415, "PNG, JPEG"),
      (Array("<svg/>".utf8), "image/svg+xml", 415, "PNG, JPEG"), (webp, "image/webp", 415, "GIF"),
      (big, "image/png", 413, "5 MB"), (Self.png, "image/png", 422, "damaged"),
    ]
    for (bytes, type, status, words) in cases {
      let problem = upload(desk, bytes, type: type).problem
      #expect(problem?.status == status && problem?.detail.contains(words) == true, "\(words)")
    }
    let huge = try TestDesk(picture: .picture(width: 5000, height: 10, frames: 1))
    #expect(upload(huge).problem?.detail.contains("4096") == true)
    let long = try TestDesk(picture: .picture(width: 50, height: 10, frames: 601))
    #expect(upload(long).problem?.detail.contains("600") == true)
    for each in [desk, huge, long] {
      let kept = try? FileManager.default.contentsOfDirectory(
        atPath: each.folder.file("data/graphics"))
      #expect((kept ?? []).isEmpty)
    }
    for name in ["..%2Fexstreamtv.sqlite", "abcdefghabcdefgh.svg", "abcdefghabcdefgh.png", "x"] {
      let status = desk.ask(.get, "/api/graphics/images/\(name)").status
      #expect(status == 404 || status == 400, "\(name): \(status)")
    }
    let stranger = desk.ask(
      .post, "/api/graphics", json: #"{"name":"x","image":"../../etc/passwd"}"#)
    #expect(stranger.problem?.field == "image")
  }

  @Test("Pictures that nothing shows are gone after a day")
  func sweep() throws {
    let desk = try TestDesk(picture: .picture(width: 40, height: 20, frames: 1))
    let first = try upload(desk).json(PictureAnswer.self).image
    let path = desk.folder.file("data/graphics/\(first)")
    let used = try upload(desk).json(PictureAnswer.self).image
    let graphic = desk.ask(.post, "/api/graphics", json: #"{"name":"x","image":"\#(used)"}"#)
    #expect(graphic.status == 201)
    for name in [first, used] {
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: -90_000)],
        ofItemAtPath: desk.folder.file("data/graphics/\(name)"))
    }
    #expect(upload(desk).status == 201)
    #expect(!FileManager.default.fileExists(atPath: path))
    #expect(desk.ask(.get, "/api/graphics/images/\(used)").status == 200)
  }

  @Test(
    "A value that can't be used is refused by its field",
    arguments: [
      (#"{"text":"x"}"#, "name"), (#"{"name":"x"}"#, "kind"),
      (#"{"name":"on","text":"x"}"#, "name"), (#"{"name":"x","text":"{bad}"}"#, "text"),
      (#"{"name":"x","kind":"image"}"#, "image"),
      (#"{"name":"x","text":"x","opacity":2}"#, "opacity"),
      (#"{"name":"x","text":"x","color":"red"}"#, "color"),
      (#"{"name":"x","text":"x","rhythm":{"period":1,"length":1}}"#, "rhythm.period"),
    ])
  func faults(json: String, field: String) throws {
    let desk = try TestDesk()
    let problem = desk.ask(.post, "/api/graphics", json: json).problem
    #expect(problem?.status == 422 && problem?.field == field, "\(problem as Any)")
    #expect(try desk.store.graphics().isEmpty)
  }

  @Test("Rules and channels can only name graphics that are there")
  func rules() throws {
    let desk = try TestDesk()
    let channel = try desk.channel("7", name: "Kino")
    let address = "/api/channels/\(channel.id.rawValue)"
    #expect(desk.ask(.patch, address, json: #"{"graphics":[1]}"#).problem?.field == "graphics")
    let rules = """
      {"version":1,"base":{"style":"script","script":{
      "contents":[{"name":"x","content":{"kind":"library"}}],
      "steps":[{"watermark":1},{"all":"x"},{"graphics":"off"}]}},
      "decos":[{"name":"Evening","look":{"mode":"replace","graphics":[1]}}]}
      """
    #expect(
      desk.ask(.put, "\(address)/rules", json: rules).problem?.field
        == "decos.0.look.graphics.0")
    _ = desk.ask(.post, "/api/graphics", json: #"{"name":"Now","text":"{title}"}"#)
    let set = desk.ask(.put, "\(address)/rules", json: rules)
    #expect(set.status == 200)
    #expect(
      try desk.ask(.get, "/api/graphics/1").json(GraphicAnswer.self).usedBy
        == ["7 Kino, deco 'Evening'", "7 Kino, script"])
    let text = desk.ask(.get, "\(address)/rules.yaml").text
    #expect(text.contains("watermark: Now"))
    _ = desk.ask(.patch, "/api/graphics/1", json: #"{"name":"What is on"}"#)
    #expect(desk.ask(.get, "\(address)/rules.yaml").text.contains("What is on"))
    let bad = rules.replacing(#""graphics":"off""#, with: #""graphics":"maybe""#)
    #expect(desk.ask(.put, "\(address)/rules", json: bad).problem?.detail.contains("maybe") == true)
  }

  @Test("A channel's graphics go to another station by their names")
  func export() throws {
    let desk = try TestDesk()
    let channel = try desk.channel("7", name: "Kino")
    _ = desk.ask(.post, "/api/graphics", json: #"{"name":"Now","text":"{title}"}"#)
    let address = "/api/channels/\(channel.id.rawValue)"
    _ = desk.ask(.patch, address, json: #"{"graphics":[1]}"#)
    let text = desk.ask(.get, "\(address)/rules.yaml").text
    #expect(text.contains("graphics: [Now]"), "\(text)")
    _ = desk.ask(.patch, address, json: #"{"graphics":[]}"#)
    let body = try JSONEncoder().encode(["text": text])
    let done = desk.ask(
      .post, "/api/channels/import", json: String(decoding: body, as: UTF8.self))
    #expect(done.status == 200 && done.text.contains("Graphics: those of the text."))
    #expect(try desk.store.channel(channel.id)?.channel.graphics == [GraphicID(rawValue: 1)])
    #expect(desk.ask(.delete, "/api/graphics/1").status == 409)
  }

  @Test("A graphic is drawn for whoever wants to see it, with words of what is on")
  func preview() throws {
    let drawn = Mutex<[Graphic]>([])
    let desk = try TestDesk(draw: { graphics in
      drawn.withLock { $0 = graphics }
      return [0xFF, 0xD8]
    })
    try desk.channel("7", name: "Kino")
    let json = #"{"graphic":{"text":"{channel}: {title}","first":1000,"place":"bottom"}}"#
    let shown = desk.ask(.post, "/api/graphics/preview", json: json)
    #expect(shown.status == 200 && shown.headers["Content-Type"] == "image/jpeg")
    #expect(shown.bytes == [0xFF, 0xD8])
    let graphic = try #require(drawn.withLock { $0.first })
    guard case .text(let parts, _) = graphic.content else {
      Issue.record("it is words")
      return
    }
    #expect(parts.first == .words("Kino") && parts.count == 3)
    #expect(graphic.place == .bottom && graphic.until == nil)
    let wrong = desk.ask(.post, "/api/graphics/preview", json: #"{"graphic":{"text":"{x}"}}"#)
    #expect(wrong.problem?.field == "text")
    let elsewhere = desk.ask(
      .post, "/api/graphics/preview", json: #"{"graphic":{"text":"x"},"profile":"gone"}"#)
    #expect(elsewhere.problem?.field == "profile")
    #expect(try desk.store.graphics().isEmpty)
  }

  @Test("A build switches graphics by its steps")
  func builds() throws {
    let desk = try TestDesk()
    let channel = try desk.channel("7", name: "Kino")
    let begun = try desk.ask(
      .post, "/api/channels/\(channel.id.rawValue)/builds",
      json: #"{"contents":[{"name":"x","content":{"kind":"library"}}]}"#
    ).json(BuildAnswer.self)
    let steps = "/api/builds/\(begun.id)/steps"
    let missing = desk.ask(
      .post, steps, json: #"{"steps":[{"graphics":1},{"count":1,"content":"x"}]}"#)
    #expect(missing.problem?.field == "steps.0.graphics")
    _ = desk.ask(.post, "/api/graphics", json: #"{"name":"Now","text":"{title}"}"#)
    let laid = desk.ask(
      .post, steps, json: #"{"steps":[{"graphics":1},{"count":1,"content":"x"}]}"#)
    #expect(laid.status == 200 && laid.text.contains("'Now' beside the channel's graphics."))
    #expect(desk.ask(.post, "/api/builds/\(begun.id)/finish").status == 200)
    #expect(
      try desk.ask(.get, "/api/graphics/1").json(GraphicAnswer.self).usedBy
        == ["7 Kino, build 'Scripted'"])
  }
}
