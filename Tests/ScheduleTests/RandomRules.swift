import Library
import Schedule
import TestSupport

/// Draws rule sets and libraries, sound and odd, from a seed.
struct RandomRules {
  var generator: SeededGenerator

  /// What slots may do with what runs over their ends.
  var endings = Slot.Ending.allCases

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  static let zones = [
    "UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca",
    "Asia/Kathmandu",
  ]
  /// Days with changes of the clock on either half of the world, and a leap day.
  static let days: [Int64] = [20_541, 20_751, 20_520, 20_757, 21_243, 20_600]

  mutating func number(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &generator) }
  mutating func chance(_ percent: Int) -> Bool { number(1...100) <= percent }
  mutating func pick<T>(_ list: [T]) -> T { list[number(0...(list.count - 1))] }

  /// A moment near something that is hard about calendars.
  mutating func start() -> Moment {
    Moment(seconds: pick(Self.days) * 86_400)
      + .milliseconds(Int64(number(-90_000_000...90_000_000)))
  }

  /// Contents 1 to 3 hold programmes, 4 and 5 fillers, 6 what is longer than most slots, 7 nothing.
  mutating func library() -> LibrarySnapshot {
    var contents: [ContentSelector: [ScheduleItem]] = [:]
    let lengths = [5...12, 20...60, 80...150]
    for id in 1...7 {
      let collection = ContentSelector.collection(CollectionID(rawValue: Int64(id)))
      contents[collection] = (0..<(id == 7 ? 0 : number(1...9))).map { index in
        let minutes = id < 4 ? pick(lengths) : id == 6 ? 300...700 : 0...4
        let show = Int64(number(0...3))
        return ScheduleItem(
          id: MediaID(rawValue: Int64(id * 100 + index)),
          duration: .minutes(Int64(number(minutes))) + .milliseconds(Int64(number(999...59_000))),
          title: "Title \(number(1...9)) (\(number(1...3)))",
          show: show == 0 ? nil : ShowID(rawValue: show), showTitle: "Show \(show)",
          season: number(0...2), episode: index, position: index,
          chapters: chance(50) ? [.minutes(5), .minutes(12), .minutes(13)] : [],
          dips: [3, 4, 9, 16, 17].filter { _ in chance(60) }.map { minute in
            Dip(at: .minutes(minute), length: .milliseconds(Int64(number(100...900))))
          })
      }
    }
    return withCombinations(of: contents)
  }

  /// The same with a playlist, a rerun collection, a multi collection and a list of fillers.
  private mutating func withCombinations(
    of contents: [ContentSelector: [ScheduleItem]]
  ) -> LibrarySnapshot {
    func content(_ id: Int) -> RuleContent { RuleContent(kind: .collection, id: Int64(id)) }
    func items(_ content: RuleContent) -> [ScheduleItem] {
      content.selector.flatMap { contents[$0] } ?? []
    }
    var snapshot = LibrarySnapshot(contents: contents)
    let entries = (0..<number(1...4)).map { _ in
      ContentList.Entry(
        content: content(pick([1, 2, 3, 7])), order: pick(PlayOrder.allCases),
        count: chance(60) ? number(1...3) : nil, hidden: chance(20))
    }
    let several = [1, 2, 3].map { id in
      (
        entry: ContentList.Entry(
          content: content(id), order: pick([.shuffle, .custom, .episode]), grouped: chance(50)),
        items: items(content(id))
      )
    }
    let all: [ScheduleItem] = .joined(several)
    snapshot.playlists[Self.playlist] = entries.compactMap(PlaylistEntry.init)
    snapshot.shelves[Self.playlist] = ItemShelf(entries.flatMap { items($0.content) })
    snapshot.shelves[Self.firstRun] = ItemShelf(several.flatMap(\.items))
    snapshot.shelves[Self.rerun] = snapshot.shelves[Self.firstRun]
    snapshot.shelves[Self.multi] = ItemShelf(all)
    snapshot.shelves[Self.fillers] = ItemShelf(
      .weighted(
        [4, 5].map { id in
          (.init(content: content(id), weight: number(1...9)), items(content(id)))
        }))
    return snapshot
  }

  static let playlist = ContentSelector.playlist(CollectionID(rawValue: 20))
  static let firstRun = ContentSelector.firstRun(CollectionID(rawValue: 21))
  static let rerun = ContentSelector.rerun(CollectionID(rawValue: 21))
  static let multi = ContentSelector.multi(CollectionID(rawValue: 22))
  static let fillers = ContentSelector.fillers(CollectionID(rawValue: 23))

  mutating func rules() -> RuleSet {
    var rules = RuleSet(base: programming())
    rules.timeZone = pick(Self.zones)
    if chance(40) {
      rules.layers = (0..<number(1...3)).map { index in
        Layer(
          name: "Layer \(index)", days: chance(50) ? dayRule() : nil, start: time(), end: time(),
          lateness: chance(50) ? .minutes(Int64(number(0...90))) : nil, programming: programming())
      }
    }
    if chance(30) {
      rules.sleep = [SleepHours(start: time(), end: time(), lateness: .minutes(30))]
    }
    if chance(50) { rules.fillers = fillers() }
    if chance(30) { rules.decos = decos() }
    return rules
  }

  mutating func programming(_ style: Programming.Style? = nil) -> Programming {
    let style = style ?? pick(Programming.Style.allCases.filter { $0 != .script })
    if style == .blocks { return Programming(plan: plan()) }
    if style == .script { return Programming(style: .script, script: script()) }
    let count = style == .continuous ? 1 : number(1...6)
    if style == .classic {
      return Programming(style: .classic, slots: ended((0..<count).map { _ in slot(style) }))
    }
    return Programming(style: style, slots: (0..<count).map { _ in slot(style) })
  }

  mutating func slot(_ style: Programming.Style) -> Slot {
    var slot = Slot(
      content: RuleContent(kind: .collection, id: Int64(pick([1, 1, 2, 2, 3, 3, 6, 7]))),
      order: pick(PlayOrder.allCases))
    if chance(35) {
      slot.content = RuleContent(pick([Self.playlist, Self.firstRun, Self.rerun, Self.multi]))
    }
    if chance(20) { slot.cursor = "own" }
    if slot.order == .marathon, chance(50) { slot.batch = number(1...3) }
    if chance(30) { slot.pad = pick([5, 15, 30]) }
    if chance(25) { slot.fillers = fillers() }
    if chance(30) { slot.overlong = .run }
    if chance(20) { slot.padding = pick([.filler, Slot.Padding.none, .loop, .black]) }
    switch style {
    case .continuous, .script: break
    case .slots:
      slot.start = time()
      if chance(30) { slot.days = dayRule() }
      if chance(60) { slot.lateness = .minutes(Int64(number(0...120))) }
      if chance(40) { slot.flex = .between }
      if chance(20) { slot.count = number(1...3) }
      if chance(20) { slot.padding = .next }
      if chance(30) { slot.ending = pick(endings) }
      if chance(10) { (slot.action, slot.content) = (pick([.off, .fill]), nil) }
    case .balance:
      slot.weight = number(0...5)
      if chance(50) { slot.coolDown = .minutes(Int64(number(0...300))) }
      if chance(50) { slot.consecutive = number(1...2) }
      extent(&slot)
    case .sequence:
      extent(&slot)
      if chance(30) {
        (slot.action, slot.content, slot.count, slot.duration) = (.wait, nil, nil, nil)
        slot.until = time()
      } else if chance(20) {
        (slot.action, slot.content, slot.count, slot.duration) = (.pad, nil, nil, nil)
        slot.pad = 30
      }
    case .blocks: extent(&slot)
    case .classic: classic(&slot)
    }
    return slot
  }

  mutating func extent(_ slot: inout Slot) {
    if chance(50) {
      slot.count = number(1...4)
    } else {
      slot.duration = .minutes(Int64(number(1...200)))
    }
  }

  mutating func fillers() -> [FillerRow] {
    (0..<number(1...4)).map { _ in
      let place = pick(FillerRow.Place.allCases)
      var row = FillerRow(
        place: place, content: RuleContent(kind: .collection, id: Int64(pick([4, 4, 5, 5, 7]))))
      if chance(25) { row.content = RuleContent(Self.fillers) }
      row.weight = number(1...5)
      if chance(60) { row.coolDown = .minutes(Int64(number(1...240))) }
      if chance(30) { row.listCoolDown = .minutes(Int64(number(1...60))) }
      if chance(30) {
        row.duration = .seconds(Int64(number(10...200)))
      } else {
        row.count = number(1...3)
      }
      if place == .mid {
        row.breaks = pick([
          BreakRule(chapters: true), BreakRule(every: .minutes(7)),
          BreakRule(chapters: true, detected: true), BreakRule(detected: true, apart: .minutes(3)),
          BreakRule(percents: [30, 60], least: .minutes(10), most: 1),
        ])
      }
      return row
    }
  }

  mutating func dayRule() -> DayRule {
    pick([
      DayRule(holidays: [Holiday(name: pick(Holiday.Name.allCases), before: 2, after: 2)]),
      DayRule(holidays: [Holiday(easter: number(-60...60), after: 3)]),
      DayRule(weekdays: [number(1...7), number(1...7)]), DayRule(monthDays: [number(1...31)]),
      DayRule(from: "10-20", to: "03-31"), DayRule(dates: ["02-29", "2026-03-29", "10-25"]),
    ])
  }

  mutating func time() -> String {
    let (hour, minute) = (number(0...23), pick([0, 15, 30, 45, 59]))
    return (hour < 10 ? "0" : "") + "\(hour):" + (minute < 10 ? "0" : "") + "\(minute)"
  }
}

/// One drawn case, with all that running it needs.
struct RandomCase {
  var rules: RuleSet
  var rundown: Rundown
  var library: LibrarySnapshot
  var zone: ZoneTable
  var start: Moment
  var end: Moment

  init(seed: UInt64, days: Int64 = 3, _ make: (inout RandomRules) -> RuleSet = { $0.rules() })
    throws
  {
    var random = RandomRules(seed: seed)
    rules = make(&random)
    rundown = try rules.rundown(seed: seed)
    library = random.library()
    start = random.start()
    end = start + .days(days)
    zone = RandomCase.zone(rules.timeZone ?? "UTC")
  }

  private static let tables = Dictionary(
    uniqueKeysWithValues: RandomRules.zones.map { name in
      (
        name,
        ZoneTable(
          named: name, from: Moment(seconds: 1_760_000_000), until: Moment(seconds: 1_860_000_000))
          ?? .utc
      )
    })

  static func zone(_ name: String) -> ZoneTable { tables[name] ?? .utc }

  func engine(_ state: EngineState? = nil) -> Engine {
    Engine(rundown, library: library, zone: zone, state: state ?? EngineState(at: start))
  }
}
