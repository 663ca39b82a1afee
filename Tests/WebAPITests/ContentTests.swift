import FastCGI
import Library
import Playout
import Schedule
import Store
import Testing

@testable import WebAPI

@Suite("Contents")
struct ContentTests {
  private func desk() throws -> TestDesk {
    let desk = try TestDesk()
    try desk.films(["Alien", "Brazil", "Cube", "Dune"])
    return desk
  }

  private func make(_ desk: TestDesk, _ json: String) throws -> CollectionAnswer {
    let response = desk.ask(.post, "/api/collections", json: json)
    #expect(response.status == 201, "\(response.text)")
    return try response.json(CollectionAnswer.self)
  }

  @Test(
    "The library is searched by words and fields; what is not understood is told with its place")
  func search() throws {
    let desk = try desk()
    let found = try desk.ask(.get, "/api/media?search=type:movie%20-title:alien%20minutes:60")
      .json(MediaList.self)
    #expect(found.items.map(\.title) == ["Brazil", "Cube", "Dune"] && found.total == 3)
    let problem = try #require(desk.ask(.get, "/api/media?search=alien%20genre:comedy").problem)
    #expect(problem.status == 400 && problem.field == "search")
    #expect(problem.detail.contains("'genre' (character 7)"))
    let fields = try desk.ask(.get, "/api/search/fields").json(SearchFieldList.self).fields
    for field in fields {
      #expect(throws: Never.self) { try SearchQuery(field.example) }
    }
    #expect(fields.first { $0.name == "type" }?.words?.contains("music") == true)
  }

  @Test("Collections of every kind are made, shown, changed and removed")
  func life() throws {
    let desk = try desk()
    let smart = try make(desk, #"{"name":"Short","kind":"smart","query":"title:a OR title:b"}"#)
    #expect(smart.kind == .smart && smart.query == "title:a OR title:b")
    let id = smart.id.rawValue
    let entry = #"{"content":{"kind":"smart","id":\#(id)}}"#
    let kinds = [("multi", entry), ("playlist", entry), ("rerun", entry), ("fillers", entry)]
    for (kind, entry) in kinds {
      let made = try make(desk, #"{"name":"My \#(kind)","kind":"\#(kind)","entries":[\#(entry)]}"#)
      let shown = try desk.ask(.get, "/api/collections/\(made.id.rawValue)")
        .json(CollectionDetails.self)
      #expect(shown.collection == made && shown.playable == 2)
      #expect(shown.media.map(\.title) == ["Alien", "Brazil"])
    }
    let changed = desk.ask(
      .patch, "/api/collections/\(id)", json: #"{"name":"Others","query":"-title:a"}"#)
    #expect(try changed.json(CollectionAnswer.self).name == "Others")
    #expect(try desk.store.jobs().contains { $0.kind == .timeline })
    let list = try desk.ask(.get, "/api/collections").json(CollectionList.self).collections
    #expect(list.first { $0.id == smart.id }?.items == 3 && list.count == 5)
    let kept = try #require(desk.ask(.delete, "/api/collections/\(id)").problem)
    #expect(kept.status == 409 && kept.detail.contains("made of"))
    for other in list where other.id != smart.id {
      #expect(desk.ask(.delete, "/api/collections/\(other.id.rawValue)").status == 204)
    }
    #expect(desk.ask(.delete, "/api/collections/\(id)").status == 204)
    #expect(desk.ask(.get, "/api/collections/\(id)").problem?.status == 404)
    #expect(desk.ask(.patch, "/api/collections/\(id)", json: "{}").problem?.status == 404)
  }

  @Test("A list of media is put in another order")
  func order() throws {
    let desk = try desk()
    let media = try desk.store.media(query: MediaQuery()).items.map(\.id.rawValue)
    let made = try make(desk, #"{"name":"Mine","media":\#(media)}"#)
    let turned = Array(media.reversed())
    let path = "/api/collections/\(made.id.rawValue)"
    #expect(desk.ask(.patch, path, json: #"{"media":\#(turned)}"#).status == 200)
    let shown = try desk.ask(.get, path).json(CollectionDetails.self)
    #expect(shown.media.map(\.id.rawValue) == turned)
    #expect(desk.ask(.patch, path, json: #"{"query":"alien"}"#).problem?.field == "query")
    #expect(desk.ask(.patch, path, json: #"{"media":[]}"#).problem?.field == "media")
    #expect(desk.ask(.patch, path, json: #"{"media":[999]}"#).problem?.field == "media")
  }

  @Test(
    "Collections that can't be are refused with the field",
    arguments: [
      (#"{"name":"A","kind":"smart"}"#, 422, "query"),
      (#"{"name":"A","kind":"smart","query":"year:"}"#, 422, "query"),
      (#"{"name":"A","kind":"smart","query":"smart:A"}"#, 409, "query"),
      (#"{"name":"A","kind":"smart","query":"smart:B"}"#, 422, "query"),
      (#"{"name":"A","kind":"smart","query":"a","media":[1]}"#, 422, "media"),
      (#"{"name":"A","kind":"multi"}"#, 422, "entries"),
      (#"{"name":"A","kind":"multi","entries":[]}"#, 422, "entries"),
      (
        #"{"name":"A","kind":"playlist","entries":[{"content":{"kind":"show","id":9}}]}"#, 422,
        "entries.0.content"
      ),
      (
        #"{"name":"A","kind":"playlist","entries":[{"content":{"kind":"search","query":"("}}]}"#,
        422, "entries.0.content.query"
      ),
      (
        #"{"name":"A","kind":"playlist","entries":[{"content":{"kind":"library"},"count":0}]}"#,
        422, "entries.0.count"
      ),
      (
        #"{"name":"A","kind":"fillers","entries":[{"content":{"kind":"library"},"count":1}]}"#,
        422, "entries.0.count"
      ),
      (#"{"name":"A","kind":"opera"}"#, 400, "kind"),
      (#"{"name":"A"}"#, 422, "media"),
    ])
  func refused(json: String, status: Int, field: String) throws {
    let desk = try desk()
    let problem = try #require(desk.ask(.post, "/api/collections", json: json).problem)
    #expect(problem.status == status && problem.field == field, "\(problem)")
    #expect(try desk.store.collections().isEmpty)
  }

  @Test("Channels, rules, fillers and previews take every kind of content")
  func everywhere() throws {
    let desk = try desk()
    let entry = #"{"content":{"kind":"search","query":"title:a"}}"#
    let smart = try make(desk, #"{"name":"S","kind":"smart","query":"title:a OR title:b"}"#).id
    let list = try make(desk, #"{"name":"P","kind":"playlist","entries":[\#(entry)]}"#).id
    let rerun = try make(desk, #"{"name":"R","kind":"rerun","entries":[\#(entry)]}"#).id
    let media = try desk.store.media(query: MediaQuery()).items[3].id.rawValue
    let contents = [
      #"{"kind":"search","query":"-title:a"}"#, #"{"kind":"smart","id":\#(smart.rawValue)}"#,
      #"{"kind":"playlist","id":\#(list.rawValue)}"#, #"{"kind":"item","id":\#(media)}"#,
      #"{"kind":"firstRun","id":\#(rerun.rawValue)}"#, #"{"kind":"rerun","id":\#(rerun.rawValue)}"#,
    ]
    for content in contents {
      let idea = #"{"content":\#(content),"order":"alphabetical"}"#
      let preview = try desk.ask(.post, "/api/channels/preview", json: idea)
        .json(PreviewAnswer.self)
      #expect(preview.programmes.count >= 24, "\(content)")
      let made = desk.ask(
        .post, "/api/channels", json: #"{"name":"C","content":\#(content),"order":"alphabetical"}"#)
      let channel = try made.json(ChannelAnswer.self)
      let shown = try desk.ask(.get, "/api/channels/\(channel.id.rawValue)")
        .json(ChannelAnswer.self)
      #expect(shown.content == channel.content && shown.content != nil)
      let rules = try desk.ask(.get, "/api/channels/\(channel.id.rawValue)/rules")
        .json(RulesAnswer.self)
      #expect(rules.isSimple)
      #expect(
        desk.ask(.get, "/api/channels/\(channel.id.rawValue)/cursors").status == 200, "\(content)")
    }
    let path = "/api/channels/\(try desk.channel("70").id.rawValue)/rules"
    func rules(_ content: String, _ filler: String) -> String {
      #"{"version":1,"base":{"style":"continuous","slots":[{"content":\#(content)}]},"fillers":[{"place":"gap","content":\#(filler)}]}"#
    }
    #expect(desk.ask(.put, path, json: rules(contents[0], contents[1])).status == 200)
    for (content, filler, field) in [
      (#"{"kind":"smart","id":\#(list.rawValue)}"#, contents[0], "base.slots.0.content"),
      (#"{"kind":"search","query":"x:y"}"#, contents[0], "base.slots.0.content.query"),
      (#"{"kind":"search","query":"smart:no"}"#, contents[0], "base.slots.0.content.query"),
      (contents[0], contents[2], "fillers.0.content.kind"),
      (contents[0], #"{"kind":"season","id":1,"season":1}"#, "fillers.0.content"),
    ] {
      let problem = desk.ask(.put, path, json: rules(content, filler)).problem
      #expect(problem?.status == 422 && problem?.field == field, "\(content) \(filler)")
    }
  }

  @Test("A playlist's position is shown, and reset with those of its entries")
  func playlistCursor() throws {
    let desk = try desk()
    let entries =
      #"[{"content":{"kind":"search","query":"title:a"},"count":1},{"content":{"kind":"search","query":"-title:a"},"count":2,"order":"alphabetical"}]"#
    let list = try make(desk, #"{"name":"P","kind":"playlist","entries":\#(entries)}"#).id.rawValue
    let id = try desk.channel("7").id
    let path = "/api/channels/\(id.rawValue)"
    _ = desk.ask(
      .put, path + "/rules",
      json:
        #"{"version":1,"base":{"style":"continuous","slots":[{"content":{"kind":"playlist","id":\#(list)}}]}}"#
    )
    var state = EngineState(at: today - .hours(1))
    let rundown = try #require(try desk.store.channel(id)).rundown()
    var engine = Engine(
      rundown, library: try desk.store.snapshot(for: rundown), zone: .utc, state: state)
    _ = engine.run(until: today)
    state = engine.state
    try desk.store.replaceTimeline(of: id, from: today - .days(1), with: [])
    try desk.store.apply(nil, standing: state, to: id)
    let shown = try desk.ask(.get, path + "/cursors").json(CursorsAnswer.self).cursors
    #expect(shown.map(\.key) == ["playlist:\(list)/custom"])
    #expect(shown.first?.last?.title == "Alien" && shown.first?.next?.title == "Brazil")
    let reset = desk.ask(
      .put, path + "/cursors", json: #"{"key":"playlist:\#(list)/custom"}"#)
    #expect(try reset.json(CursorsAnswer.self).cursors.first?.next?.title == "Alien")
    #expect(try desk.store.standing(of: id)?.cursors.isEmpty == true)
  }
}
