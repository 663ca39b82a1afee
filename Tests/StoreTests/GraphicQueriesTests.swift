import Foundation
import Library
import Playout
import Schedule
import TestSupport
import Testing

@testable import Store

@Suite("Graphics in the store")
struct GraphicQueriesTests {
  private let test: TestStore
  private let channel: ChannelID
  private let logo: GraphicID
  private let words: GraphicID
  private var store: Store { test.store }
  private let utc = TimeZone(identifier: "UTC") ?? .current

  /// A channel with a logo, and words that nothing shows yet.
  init() throws {
    test = try TestStore()
    try test.films(["A", "B", "C", "D"])
    var made = try test.channel("7")
    channel = made.channel.id
    var picture = GraphicDesign(name: "Logo", kind: .image)
    picture.image = GraphicImage(file: "abc.png", width: 40, height: 20, isAnimated: false)
    logo = try test.store.insert(picture).id
    var text = GraphicDesign(name: "Next", kind: .text)
    text.text = "{title} {start}\nNext: {next} {next.start} {clock}"
    words = try test.store.insert(text).id
    made.channel.graphics = [logo]
    try test.store.update(made)
  }

  private func lay(_ looks: [Look], role: EntryRole = .programme) throws {
    let media = try store.media(query: MediaQuery()).items.map(\.id)
    var items = entries(Array(media.prefix(looks.count)), from: today)
    for (index, look) in looks.enumerated() { items[index].look = look }
    items[0].role = role
    items[0].isHidden = role.isFiller
    try store.replaceTimeline(of: channel, from: today, with: items)
  }

  private func graphics(
    _ channel: ChannelID? = nil, from moment: Moment = today
  ) throws -> [[Graphic]?] {
    let plan = try store.plan(for: channel ?? self.channel, from: moment, hours: 4, zone: utc)
    return try #require(plan).items.map(\.graphics)
  }

  private func said(_ graphic: Graphic?) -> [TextPart] {
    if case .text(let parts, _) = graphic?.content { parts } else { [] }
  }

  private func time(_ moment: Moment) -> String {
    let minutes = moment.milliseconds / 60_000 % (24 * 60)
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(two(minutes / 60)):\(two(minutes % 60))"
  }

  @Test("the plan has the channel's own, and what an entry's look says instead")
  func looks() throws {
    try lay([
      .channel, .none, Look(keepsChannel: true, graphics: [words]),
      Look(keepsChannel: false, graphics: [words, GraphicID(rawValue: 99)]),
    ])
    let found = try graphics()
    #expect(found.map { $0?.count ?? 0 } == [1, 0, 2, 1])
    let path = "\(test.folder.file("graphics"))/abc.png"
    #expect(found[0]?.first?.content == .image(path: path, isAnimated: false))
    #expect(found[1] == nil)
    #expect(
      said(found[2]?.last)
        == [
          .words("C"), .words(" "), .words(time(today + .hours(2))), .line, .words("Next: "),
          .words("D"), .words(" "), .words(time(today + .hours(3))), .words(" "),
          .clock(zone: 0),
        ])
    // Nothing is known behind the last one, but the clock goes on.
    #expect(
      Array(said(found[3]?.first).prefix(4))
        == [.words("D"), .words(" "), .words(time(today + .hours(3))), .line])
  }

  @Test("times are those of the rules' zone, or of the machine's")
  func zones() throws {
    try lay([Look(keepsChannel: false, graphics: [words])])
    let tokyo = try #require(TimeZone(identifier: "Asia/Tokyo"))
    let there = try store.plan(for: channel, from: today, hours: 1, zone: tokyo)
    let says = said(there?.items.first?.graphics?.first)
    #expect(says.contains(.words(time(today + .hours(9)))))
    var entry = try #require(try store.channel(channel))
    try entry.programme(
      by: RuleSet(
        timeZone: "Asia/Kolkata",
        base: Programming(
          style: .sequence, slots: [Slot(content: RuleContent(kind: .library))])))
    try store.update(entry)
    let ruled = try store.plan(for: channel, from: today, hours: 1, zone: tokyo)
    let means = said(ruled?.items.first?.graphics?.first)
    #expect(means.contains(.words(time(today + .minutes(330)))))
  }

  @Test("fillers show only what is for them too")
  func fillers() throws {
    try lay([.channel], role: .gap)
    #expect(try graphics() == [nil])
    var stored = try #require(try store.graphic(logo))
    stored.design.isOnFillers = true
    try store.update(stored)
    #expect(try graphics().first??.count == 1)
  }

  @Test("mirrors and take-overs show the graphics of the channel that is watched")
  func others() throws {
    try lay([.channel, .none])
    var mirror = try programmed("8", id: "bbbbbbbb")
    mirror.channel.kind = .mirror
    mirror.channel.mirror = MirrorSource(channel: channel, offset: .zero)
    mirror.channel.graphics = [words]
    try store.insert(mirror)
    let found = try graphics(mirror.channel.id)
    #expect(found.count == 2 && found[1] == nil)
    #expect(said(found[0]?.first).first == .words("A"))
    let source = LiveSource(url: "http://localhost/a.ts")
    _ = try store.insert(
      TakeOver(id: 0, start: today, end: nil, title: "Cup final", sources: [source]), on: channel)
    let plan = try #require(try store.plan(for: channel, from: today, hours: 1))
    #expect(plan.takeOvers.first?.item.graphics?.count == 1)
  }

  @Test("names are kept once, and what is used is kept from being removed")
  func uses() throws {
    var copy = GraphicDesign(name: "LOGO", kind: .text)
    copy.text = "x"
    #expect(throws: StoreError.self) { try store.insert(copy) }
    var entry = try #require(try store.channel(channel))
    var rules = RuleSet(entry.rules)
    rules.decos = [Deco(name: "Evening", look: DecoLook(mode: .add, graphics: [words]))]
    try entry.programme(by: rules)
    try store.update(entry)
    #expect(try store.graphic(logo)?.users == ["7 Channel 7"])
    #expect(try store.graphic(words)?.users == ["7 Channel 7, deco 'Evening'"])
    #expect(try store.channels(using: words) == [channel])
    #expect { try store.deleteGraphic(words) } throws: {
      ($0 as? StoreError)?.detail.contains("7 Channel 7, deco 'Evening'") == true
    }
    entry.channel.graphics = [logo, GraphicID(rawValue: 99)]
    #expect { try store.update(entry) } throws: { ($0 as? StoreError)?.field == "graphics" }
    entry.channel.graphics = nil
    try store.update(entry)
    try store.deleteGraphic(logo)
    #expect(try store.graphics().map(\.design.name) == ["Next"])
    #expect(throws: StoreError.self) { try store.deleteGraphic(logo) }
    // Its number is not given again.
    #expect(try store.insert(copy).id.rawValue == 3)
  }
}
