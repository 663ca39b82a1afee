import Library
import TestSupport
import Testing

@testable import Schedule

/// A snapshot with collections 1 to 3 of items an hour long, and what is made of them.
private struct Shelves {
  var library = LibrarySnapshot()

  init(_ sizes: [Int] = [3, 2, 4]) {
    for (index, size) in sizes.enumerated() {
      library.shelves[Self.collection(index + 1)] = ItemShelf(Self.items(index + 1, 1...size))
    }
  }

  static func collection(_ id: Int) -> ContentSelector {
    .collection(CollectionID(rawValue: Int64(id)))
  }

  static func items(_ id: Int, _ numbers: ClosedRange<Int>) -> [ScheduleItem] {
    numbers.map { number in
      ScheduleItem(
        id: MediaID(rawValue: Int64(id * 100 + number)), duration: .hours(1),
        title: "\(id)-\(number)", position: number)
    }
  }

  func part(
    _ id: Int, order: PlayOrder? = nil, count: Int? = nil, grouped: Bool? = nil,
    hidden: Bool? = nil, weight: Int? = nil
  ) -> (entry: ContentList.Entry, items: [ScheduleItem]) {
    (
      ContentList.Entry(
        content: RuleContent(kind: .collection, id: Int64(id)), order: order, count: count,
        grouped: grouped, hidden: hidden, weight: weight),
      library.contents[Self.collection(id)] ?? []
    )
  }

  mutating func playlist(_ entries: [ContentList.Entry]) {
    library.playlists[.playlist(CollectionID(rawValue: 9))] = entries.compactMap(PlaylistEntry.init)
    library.shelves[.playlist(CollectionID(rawValue: 9))] = ItemShelf([])
  }

  /// What a slot with a content plays.
  func titles(
    _ content: RuleContent, _ order: PlayOrder = .custom, count: Int = 12, seed: UInt64 = 3
  ) throws -> [String] {
    let rules = RuleSet(
      base: Programming(style: .continuous, slots: [Slot(content: content, order: order)]))
    var engine = Engine(
      try rules.rundown(seed: seed), library: library, zone: .utc, state: EngineState(at: premiere))
    let entries = engine.run(until: premiere + .hours(Int64(count)))
    let names = Dictionary(
      library.contents.values.joined().map { ($0.id, $0.title) }, uniquingKeysWith: { $1 })
    return entries.map { names[$0.media] ?? "" }
  }
}

@Suite("Kinds of content")
struct ContentTests {
  @Test("A playlist plays its entries in turn, each from where it was left")
  func playlist() throws {
    var shelves = Shelves()
    shelves.playlist([
      shelves.part(1, order: .custom, count: 2).entry, shelves.part(2, order: .custom).entry,
      shelves.part(3, order: .custom, count: 1).entry,
    ])
    #expect(
      try shelves.titles(RuleContent(kind: .playlist, id: 9), count: 15) == [
        "1-1", "1-2", "2-1", "2-2", "3-1", "1-3", "1-1", "2-1", "2-2", "3-2", "1-2", "1-3", "2-1",
        "2-2", "3-3",
      ])
  }

  @Test("A playlist leaves out what has nothing, and plays one entry over and over")
  func thinPlaylist() throws {
    var shelves = Shelves()
    shelves.playlist([
      shelves.part(7).entry, shelves.part(2, order: .custom, count: 3).entry, shelves.part(8).entry,
    ])
    let content = RuleContent(kind: .playlist, id: 9)
    #expect(try shelves.titles(content, count: 5) == ["2-1", "2-2", "2-1", "2-2", "2-1"])
    shelves.playlist([shelves.part(7).entry])
    #expect(try shelves.titles(content, count: 5).allSatisfy(\.isEmpty))
  }

  @Test("Guides leave out what a playlist hides")
  func hidden() throws {
    var shelves = Shelves()
    shelves.playlist([
      shelves.part(1, count: 1).entry, shelves.part(2, count: 1, hidden: true).entry,
    ])
    let rules = RuleSet(
      base: Programming(
        style: .continuous, slots: [Slot(content: RuleContent(kind: .playlist, id: 9))]))
    var engine = Engine(
      try rules.rundown(seed: 1), library: shelves.library, zone: .utc,
      state: EngineState(at: premiere))
    let entries = engine.run(until: premiere + .hours(4))
    #expect(entries.map(\.isHidden) == [false, true, false, true])
    #expect(engine.state.cursors["playlist:9/custom"]?.cycle == 1)
  }

  @Test("A multi collection keeps groups together and in order, whatever is shuffled")
  func multi() throws {
    var shelves = Shelves([4, 6, 3])
    let multi = ContentSelector.multi(CollectionID(rawValue: 9))
    shelves.library.shelves[multi] = ItemShelf(
      .joined([
        shelves.part(1, order: .custom, grouped: true), shelves.part(2, order: .custom),
        shelves.part(3, order: .custom, grouped: true),
      ]))
    for seed in 1...20 as ClosedRange<UInt64> {
      let titles = try shelves.titles(RuleContent(multi), .shuffle, count: 13, seed: seed)
      #expect(Set(titles).count == 13)
      for group in [["1-1", "1-2", "1-3", "1-4"], ["3-1", "3-2", "3-3"]] {
        let start = try #require(titles.firstIndex(of: group[0]))
        #expect(Array(titles[start...].prefix(group.count)) == group, "seed \(seed)")
      }
    }
    #expect(
      try shelves.titles(RuleContent(multi), .custom, count: 13).prefix(5) == [
        "1-1", "1-2", "1-3", "1-4", "2-1",
      ])
    #expect(
      try shelves.titles(RuleContent(multi), .rotation, count: 7) == [
        "1-1", "2-1", "3-1", "1-2", "2-2", "3-2", "1-3",
      ])
  }

  /// What a script plays of contents under the names `a` and `b`.
  private func scripted(
    _ shelves: Shelves, _ contents: [RuleContent], _ steps: [ScriptStep], hours: Int64 = 12
  ) throws -> [MediaID] {
    let script = Script(
      contents: zip(["a", "b"], contents).map {
        ScriptContent(name: $0, content: $1, order: .custom)
      }, steps: steps)
    var engine = Engine(
      try RuleSet(base: Programming(style: .script, script: script)).rundown(seed: 1),
      library: shelves.library, zone: .utc, state: EngineState(at: premiere))
    return engine.run(until: premiere + .hours(hours)).map(\.media)
  }

  @Test("A script skips in a playlist once, not before each of its programmes")
  func skippedPlaylist() throws {
    var shelves = Shelves()
    shelves.playlist([
      shelves.part(1, order: .custom, count: 2).entry, shelves.part(2, order: .custom).entry,
    ])
    var skip = ScriptStep()
    (skip.skipItems, skip.content) = (1, "a")
    let media = try scripted(
      shelves, [RuleContent(kind: .playlist, id: 9)], [skip, .count(3, of: "a")])
    #expect(media.prefix(3).map(\.rawValue) == [102, 103, 201])
  }

  @Test("First runs and reruns in a script are what they are in a sequence")
  func scriptedReruns() throws {
    var shelves = Shelves([6])
    let halves = [
      ContentSelector.firstRun(CollectionID(rawValue: 9)), .rerun(CollectionID(rawValue: 9)),
    ]
    for half in halves {
      shelves.library.shelves[half] = shelves.library.shelves[Shelves.collection(1)]
    }
    let contents = halves.map { RuleContent($0) }
    let slots = zip(contents, [1, 2]).map { content, count in
      Slot(content: content, order: .custom, count: count)
    }
    var engine = Engine(
      try RuleSet(base: Programming(style: .sequence, slots: slots)).rundown(seed: 1),
      library: shelves.library, zone: .utc, state: EngineState(at: premiere))
    let media = engine.run(until: premiere + .hours(12)).map(\.media)
    #expect(try scripted(shelves, contents, [.count(1, of: "a"), .count(2, of: "b")]) == media)
    #expect(Set(media).count > 3)
  }

  @Test("A medium in several parts of a multi collection counts once, in the first")
  func doubles() {
    let shelves = Shelves()
    let items: [ScheduleItem] = .joined([
      shelves.part(1), shelves.part(2), shelves.part(1, grouped: true),
    ])
    #expect(items.count == 5)
    #expect(items.allSatisfy { $0.line?.isGroup == false })
  }

  @Test("First runs show each once, new ones first; reruns show what was shown")
  func reruns() throws {
    var shelves = Shelves([6])
    let (first, again) = (
      ContentSelector.firstRun(CollectionID(rawValue: 9)),
      ContentSelector.rerun(CollectionID(rawValue: 9))
    )
    shelves.library.shelves[first] = shelves.library.shelves[Shelves.collection(1)]
    shelves.library.shelves[again] = shelves.library.shelves[Shelves.collection(1)]
    let rules = RuleSet(
      base: Programming(
        style: .sequence,
        slots: [
          Slot(content: RuleContent(first), order: .custom, count: 1),
          Slot(content: RuleContent(again), order: .custom, count: 2),
        ]))
    let rundown = try rules.rundown(seed: 1)
    var engine = Engine(
      rundown, library: shelves.library, zone: .utc, state: EngineState(at: premiere))
    let titles = Dictionary(
      shelves.library.contents.values.joined().map { ($0.id, $0.title) }, uniquingKeysWith: { $1 })
    let played = engine.run(until: premiere + .hours(18)).map { titles[$0.media] ?? "" }
    let firsts = played.indices.filter { $0 % 3 == 0 }.map { played[$0] }
    #expect(firsts == ["1-1", "1-2", "1-3", "1-4", "1-5", "1-6"])
    for index in played.indices where index % 3 > 0 {
      #expect(played[..<index].contains(played[index]), "\(index)")
    }
    #expect(Set(played.indices.filter { $0 % 3 > 0 }.map { played[$0] }).count == 6)
    // One arrives that would come first: it is new all the same.
    let new = Shelves.items(1, 0...0) + Shelves.items(1, 1...6)
    shelves.library.shelves[first] = ItemShelf(new)
    shelves.library.shelves[again] = ItemShelf(new)
    var later = Engine(rundown, library: shelves.library, zone: .utc, state: engine.state)
    #expect(later.run(until: premiere + .hours(19)).first?.media == MediaID(rawValue: 100))
  }

  @Test("A list of fillers shows each content as often as its weight says, whatever its size")
  func weights() throws {
    var shelves = Shelves([1, 40])
    let list = ContentSelector.fillers(CollectionID(rawValue: 9))
    shelves.library.shelves[list] = ItemShelf(
      .weighted([shelves.part(1, weight: 3), shelves.part(2, weight: 1)]))
    let rules = RuleSet(
      base: Programming(
        style: .balance,
        slots: [
          {
            var slot = Slot(action: .fill)
            slot.duration = .hours(1)
            return slot
          }()
        ]), fillers: [FillerRow(place: .gap, content: RuleContent(list))])
    var engine = Engine(
      try rules.rundown(seed: 5), library: shelves.library, zone: .utc,
      state: EngineState(at: premiere))
    let shown = engine.run(until: premiere + .hours(2000)).map(\.media.rawValue)
    let ones = shown.count { $0 < 200 }
    // What was just shown is less likely, so the single one comes less often than three in four.
    #expect(ones > 200 && ones < 1700, "\(ones)")
  }

  @Test(
    "Orders that are made bit by bit are the same as made at once",
    arguments: [PlayOrder.shuffle, .shuffleParts], [1, 2, 3, 7, 50])
  func portions(order: PlayOrder, portion: Int) {
    for seed in 1...30 as ClosedRange<UInt64> {
      var random = RandomRules(seed: seed)
      let items = library(of: random.number(1...40), seed: seed).list.map { item in
        var item = item
        item.title = "\(random.pick(["A", "B", "C"])) (\(random.number(1...3)))"
        return item
      }
      let sorted = SortOrder(order, seed: seed, items: items)
      var whole = Rounds(
        items: items, order: sorted, isDrawn: true, cursor: nil, portion: .max / 4)
      var bits = Rounds(items: items, order: sorted, isDrawn: true, cursor: nil, portion: portion)
      var cursor: Cursor?
      for step in 0..<100 {
        let (one, other) = (whole.peek(), bits.peek())
        #expect(one?.item == other?.item && one?.cycle == other?.cycle, "seed \(seed) \(step)")
        #expect(whole.isBetween == bits.isBetween)
        whole.advance()
        bits.advance()
        guard let one else { break }
        let entry = ScheduledItem(
          start: premiere, end: premiere, media: items[one.item].id, cycle: one.cycle)
        if cursor == nil {
          cursor = Cursor(cycle: one.cycle, last: entry.media, item: items[one.item])
        } else {
          cursor?.note(entry, item: items[one.item])
        }
        if random.chance(10) {
          bits = Rounds(
            items: items, order: sorted, isDrawn: true, cursor: cursor, portion: portion)
        }
      }
    }
  }

  @Test(
    "Rules refuse contents that can't be meant",
    arguments: [
      (RuleContent(kind: .search), "content.query"),
      (RuleContent(kind: .search, query: "genre:comedy"), "content.query"),
      (RuleContent(kind: .season, id: 3), "content.season"),
      (RuleContent(kind: .smart), "content.id"), (RuleContent(kind: .item), "content.id"),
    ])
  func refused(content: RuleContent, field: String) {
    let rules = RuleSet(base: Programming(style: .continuous, slots: [Slot(content: content)]))
    let fault = #expect(throws: RuleFault.self) { try rules.rundown(seed: 0) }
    #expect(fault?.field == "base.slots.0.\(field)")
  }

  @Test(
    "Collections refuse entries that don't belong to their kind",
    arguments: [
      (CollectionKind.playlist, RuleContent(kind: .playlist, id: 1)),
      (.playlist, RuleContent(kind: .firstRun, id: 1)), (.multi, RuleContent(kind: .multi, id: 1)),
      (.multi, RuleContent(kind: .rerun, id: 1)), (.fillers, RuleContent(kind: .fillers, id: 1)),
      (.rerun, RuleContent(kind: .playlist, id: 1)),
    ])
  func nested(kind: CollectionKind, content: RuleContent) {
    let list = ContentList(entries: [.init(content: content)])
    let fault = #expect(throws: RuleFault.self) { try list.check(as: kind) }
    #expect(fault?.field == "entries.0.content.kind")
  }

  @Test("Contents keep their names in rules, and their cursors")
  func names() throws {
    let contents: [ContentSelector] = [
      .library, .folder(FolderID(rawValue: 1)), .show(ShowID(rawValue: 2)),
      .season(ShowID(rawValue: 2), 0), .item(MediaID(rawValue: 3)), .search("a/b@c OR d%"),
      .smart(CollectionID(rawValue: 4)), .multi(CollectionID(rawValue: 5)),
      .playlist(CollectionID(rawValue: 6)), .firstRun(CollectionID(rawValue: 7)),
      .rerun(CollectionID(rawValue: 7)), .fillers(CollectionID(rawValue: 8)),
    ]
    for content in contents {
      #expect(RuleContent(content).selector == content)
      #expect(PlayOrder(key: ContentRule.key(content, .rotation)) == .rotation)
    }
    #expect(Set(contents.map { ContentRule.key($0, .shuffle) }).count == contents.count)
    let place = PlaylistPlace(key: "search:a%40b/shuffle/12@playlist:6/custom/own")
    #expect(place?.index == 12 && place?.playlist == "playlist:6/custom/own")
    #expect(PlaylistPlace(key: "show:1/shuffle/own") == nil)
  }
}
