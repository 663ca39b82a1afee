import Library
import Playout
import Schedule
import Store
import Testing

@testable import Jobs

@Suite("Channels of every kind of content", .timeLimit(.minutes(1)))
struct ContentJobTests {
  private let bench: Bench
  private let id: ChannelID
  private let folder: LibraryFolder

  init() throws {
    bench = try Bench()
    id = try bench.channel()
    folder = try bench.store.insertFolder(path: "/films")
    try add((1...6).map { film("Film \($0)", year: 1980 + $0) })
    try add((1...4).map { episode($0) })
  }

  private func film(_ title: String, year: Int) -> FoundMedia {
    FoundMedia(
      path: "/films/\(title).mkv", stamp: MediaStamp(size: 1, modified: bench.now), kind: .movie,
      title: title, year: year, duration: .minutes(50),
      probe: MediaProbe(container: "matroska", duration: .minutes(50)))
  }

  private func episode(_ number: Int) -> FoundMedia {
    var found = film("Episode \(number)", year: 1990)
    (found.kind, found.showTitle, found.season, found.episode) = (.episode, "Watch", 1, number)
    return found
  }

  private func add(_ found: [FoundMedia]) throws {
    var batch = ScanBatch()
    batch.found = found
    try bench.store.upsertScan(batch, in: folder.id)
  }

  private func make(
    _ kind: CollectionKind, query: String? = nil, _ entries: [ContentList.Entry]? = nil
  ) throws -> Int64 {
    let list = ContentList(query: query, entries: entries)
    try list.check(as: kind)
    return try bench.store.insertCollection(name: "A \(kind.rawValue)", kind: kind, list: list).id
      .rawValue
  }

  private func play(_ slots: [Slot], fillers: [FillerRow]? = nil) throws {
    var channel = try #require(try bench.store.channel(id))
    try channel.programme(
      by: RuleSet(
        base: Programming(style: slots.count > 1 ? .sequence : .continuous, slots: slots),
        fillers: fillers))
    try bench.store.update(channel)
    try build()
  }

  private func build() throws {
    let job = try bench.store.enqueue(kind: .timeline)
    #expect(try bench.runner.drain())
    let done = try #require(try bench.store.job(job.id))
    #expect(done.state == .done, "\(done)")
  }

  /// The titles of what the channel's guide has from now on.
  private func guide(hours: Int64 = 20) throws -> [String] {
    try bench.store.guide(from: bench.now + .minutes(1), to: bench.now + .hours(hours))
      .map { $0.programme.subtitle ?? $0.programme.title }
  }

  private func search(_ query: String) -> RuleContent { RuleContent(kind: .search, query: query) }

  @Test(
    "A smart collection and a search are live: what a scan finds is on without a rebuild by hand")
  func live() throws {
    let smart = try make(.smart, query: "type:movie year:..1985")
    try play([
      Slot(content: RuleContent(kind: .smart, id: smart), order: .alphabetical, count: 1),
      Slot(content: search("show:watch"), order: .episode, count: 1),
    ])
    var titles = try guide(hours: 24 * 13)
    #expect(Set(titles) == Set((1...5).map { "Film \($0)" } + (1...4).map { "Episode \($0)" }))
    // As a scan stores it, and asks for timelines behind it.
    try add([episode(5), film("Film 0", year: 1970)])
    try build()
    titles = try guide(hours: 24 * 13)
    #expect(titles.contains("Episode 5") && titles.contains("Film 0"))
    _ = try bench.store.updateCollection(
      CollectionID(rawValue: smart), list: ContentList(query: "type:movie year:1986"))
    try build()
    #expect(
      Set(try guide(hours: 24 * 13).dropFirst(2).filter { $0.hasPrefix("Film") }) == ["Film 6"])
  }

  @Test("Playlists go on hour by hour as if built at once")
  func playlist() throws {
    let list = try make(
      .playlist,
      [
        .init(content: search("type:movie"), order: .shuffle, count: 2),
        .init(content: search("show:watch"), order: .episode),
        .init(
          content: RuleContent(kind: .season, id: 1, season: 1), order: .episode, count: 1,
          hidden: true),
      ])
    try play([Slot(content: RuleContent(kind: .playlist, id: list))])
    func all() throws -> [TimelineEntry] {
      try bench.store.timeline(of: id, from: bench.now - .days(9), to: bench.now + .days(30))
    }
    let first = try all()
    #expect(first.prefix(7).map(\.isHidden) == [false, false, false, false, false, false, true])
    for _ in 0..<8 {
      bench.advance(.minutes(431))
      try build()
    }
    let later = try all()
    let common = later.filter { $0.start < first[first.count - 1].start }
    #expect(common.map(\.id).prefix(first.count - 1) == first.map(\.id).dropLast())
    #expect(zip(later, later.dropFirst()).allSatisfy { $0.end == $1.start })
  }

  @Test("Reruns remember over builds what was shown")
  func reruns() throws {
    let rerun = try make(.rerun, [.init(content: search("type:movie"))])
    try play([
      Slot(content: RuleContent(kind: .firstRun, id: rerun), order: .alphabetical, count: 1),
      Slot(content: RuleContent(kind: .rerun, id: rerun), order: .shuffle, count: 1),
    ])
    for _ in 0..<6 {
      bench.advance(.minutes(100))
      try build()
    }
    let standing = try #require(try bench.store.standing(of: id))
    #expect(standing.shown?[rerun]?.isEmpty == false)
    let entries = try bench.store.timeline(
      of: id, from: bench.now - .days(1), to: bench.now + .days(14))
    let firsts = entries.filter { $0.content.hasPrefix("firstRun:") }.map(\.media)
    #expect(Set(firsts.prefix(6)).count == 6)
  }

  @Test("Multi collections, lists of fillers, seasons and items are played")
  func others() throws {
    let film = try #require(
      try bench.store.media(query: MediaQuery(text: "Film 1")).items.first?.id.rawValue)
    let multi = try make(
      .multi,
      [
        .init(content: search("type:movie -\"Film 1\""), order: .alphabetical, grouped: true),
        .init(content: RuleContent(kind: .show, id: 1), order: .episode, grouped: true),
      ])
    try add(
      (1...3).map { number in
        var ad = self.film("Ad \(number)", year: 2000)
        (ad.kind, ad.duration) = (.other, .minutes(2))
        return ad
      })
    let fillers = try make(
      .fillers, [.init(content: search("title:ad type:music"), weight: 5)])
    try play(
      [
        Slot(content: RuleContent(kind: .multi, id: multi), order: .shuffle, count: 9),
        Slot(content: RuleContent(kind: .item, id: film), count: 1),
        Slot(content: RuleContent(kind: .season, id: 1, season: 1), order: .episode, count: 1),
      ], fillers: [FillerRow(place: .post, content: RuleContent(kind: .fillers, id: fillers))])
    let titles = try guide(hours: 10)
    #expect(Set(titles.prefix(9)).count == 9)
    #expect(titles[9] == "Film 1" && titles[10] == "Episode 1")
    let roles = try bench.store.timeline(of: id, from: bench.now, to: bench.now + .hours(3))
    #expect(roles.contains { $0.role == .post })
    for kind in ["multi", "fillers"] {
      let used = try #require(try bench.store.collections().first { $0.name == "A \(kind)" })
      let error = #expect(throws: StoreError.self) { try bench.store.deleteCollection(used.id) }
      #expect(error?.code == .conflict && error?.detail.contains("Channel 1") == true)
    }
  }

  @Test(
    "What a collection is made of can't be removed, and damage leaves the channel on the screen")
  func kept() throws {
    let smart = try make(.smart, query: "type:movie")
    let multi = try make(.multi, [.init(content: RuleContent(kind: .smart, id: smart))])
    try play([Slot(content: RuleContent(kind: .multi, id: multi), order: .shuffle)])
    let error = #expect(throws: StoreError.self) {
      try bench.store.deleteCollection(CollectionID(rawValue: smart))
    }
    #expect(error?.detail.contains("'A multi'") == true)
    _ = try bench.store.updateCollection(
      CollectionID(rawValue: smart), list: ContentList(query: "year:3000"))
    try build()
    #expect(try bench.store.timeline(of: id, from: bench.now, to: bench.now + .days(1)).count == 1)
    _ = try bench.store.updateCollection(
      CollectionID(rawValue: smart), list: ContentList(query: "type:movie"))
    try build()
    #expect(try guide().count > 10)
  }

  @Test("A simple channel plays a search, without a rule set")
  func simple() throws {
    var channel = try #require(try bench.store.channel(id))
    channel.rules = ContinuousRules(content: .search("show:watch"), order: .episode, seed: 1)
    try bench.store.update(channel)
    #expect(try bench.store.channel(id)?.rules.content == .search("show:watch"))
    try build()
    #expect(try guide(hours: 3).prefix(3) == ["Episode 1", "Episode 2", "Episode 3"])
    channel.rules.content = .season(ShowID(rawValue: 1), 1)
    try bench.store.update(channel)
    #expect(try bench.store.channel(id)?.rules.content == .season(ShowID(rawValue: 1), 1))
    channel.rules.content = .search("smart:nobody")
    let error = #expect(throws: StoreError.self) { try bench.store.update(channel) }
    #expect(error?.field == "content.query")
  }
}
