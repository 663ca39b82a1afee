import Library
import Schedule
import Testing

@Suite("The engine")
struct EngineTests {
  private static let noon = Moment(seconds: 1_774_008_000)  // 2026-03-20 12:00 UTC

  private func items(_ minutes: [Int64], first: Int64 = 1) -> [ScheduleItem] {
    minutes.enumerated().map { index, length in
      ScheduleItem(
        id: MediaID(rawValue: first + Int64(index)), duration: .minutes(length),
        title: "Item \(index)", position: index)
    }
  }

  private func content(_ id: Int64) -> RuleContent { RuleContent(kind: .collection, id: id) }

  private func run(
    _ rules: RuleSet, _ lists: [Int64: [ScheduleItem]], hours: Int64 = 6, from start: Moment = noon
  ) throws -> (entries: [ScheduledItem], warnings: [ScheduleWarning]) {
    let contents = Dictionary(
      uniqueKeysWithValues: lists.map {
        (ContentSelector.collection(CollectionID(rawValue: $0.key)), $0.value)
      })
    var engine = Engine(
      try rules.rundown(seed: 3), library: LibrarySnapshot(contents: contents),
      zone: RandomCase.zone(rules.timeZone ?? "UTC"), state: EngineState(at: start))
    return (engine.run(until: start + .hours(hours)), engine.warnings)
  }

  private func minutes(_ entries: [ScheduledItem]) -> [String] {
    entries.map { entry in
      let minute = (entry.start - Self.noon).milliseconds / 60_000
      return "\(minute) \(entry.role.rawValue)"
        + (entry.media.rawValue == 0 ? "" : " \(entry.media.rawValue)")
    }
  }

  private func slots(_ slots: [Slot], fillers: [FillerRow]? = nil) -> RuleSet {
    RuleSet(base: Programming(style: .slots, slots: slots), fillers: fillers)
  }

  @Test("has fillers stand where their rows say")
  func placesFillers() throws {
    let rules = slots(
      [
        Slot(content: content(1), order: .custom, start: "12:00", count: 1),
        Slot(content: content(1), order: .custom, start: "14:00", count: 1),
      ],
      fillers: [
        FillerRow(place: .head, content: content(2)), FillerRow(place: .pre, content: content(3)),
        FillerRow(place: .post, content: content(4), count: 2),
        FillerRow(place: .tail, content: content(5)),
        FillerRow(place: .fallback, content: content(6)),
        FillerRow(place: .mid, content: content(7), breaks: BreakRule(percents: [50])),
      ])
    let made = try run(
      rules,
      [
        1: items([60]), 2: items([1], first: 20), 3: items([2], first: 30),
        4: items([3], first: 40), 5: items([20], first: 50), 6: items([500], first: 60),
        7: items([4], first: 70),
      ], hours: 2)
    #expect(
      minutes(made.entries) == [
        "0 head 20", "1 pre 30", "3 programme 1", "33 mid 70", "37 programme 1", "67 post 40",
        "70 post 40", "73 tail 50", "93 tail 50", "113 fallback 60",
      ])
    #expect(Set(made.entries.prefix(7).map(\.group)) == [Self.noon])
    #expect(made.entries[4].inPoint == .minutes(30))
    #expect(made.entries.last?.end == Self.noon + .hours(2))
  }

  @Test("shares the rest of a slot between its programmes, on the grid")
  func spreads() throws {
    var slot = Slot(content: content(1), order: .custom, start: "12:00")
    slot.flex = .between
    slot.pad = 5
    let made = try run(
      slots([slot, Slot(content: content(1), order: .custom, start: "14:00")]),
      [1: items([31, 31, 31])], hours: 2)
    #expect(
      minutes(made.entries) == [
        "0 programme 1", "31 flex", "40 programme 2", "71 flex", "80 programme 3", "111 flex",
      ])
  }

  @Test("leaves out what is longer than its slot, or lets it run over, and says so")
  func treatsOverlong() throws {
    let lists: [Int64: [ScheduleItem]] = [1: items([200, 50]), 2: items([30], first: 20)]
    var slot = Slot(name: "Films", content: content(1), order: .custom, start: "12:00")
    let next = Slot(name: "News", content: content(2), order: .custom, start: "13:00", count: 1)
    let left = try run(slots([slot, next]), lists, hours: 1)
    #expect(minutes(left.entries) == ["0 programme 2", "50 flex"])
    #expect(left.warnings.map(\.kind) == [.overlong])
    #expect(left.warnings.first?.detail.contains("'Films'") == true)
    slot.overlong = .run
    let over = try run(slots([slot, next]), lists, hours: 4)
    #expect(minutes(over.entries).prefix(2) == ["0 programme 1", "200 late"])
    #expect(Set(over.warnings.map(\.kind)) == [.overrun, .late, .skipped])
  }

  @Test("plays on whatever is wrong: nothing to play, two slots at once, everything resting")
  func playsOn() throws {
    let twice = slots([
      Slot(name: "A", content: content(1), start: "12:00"),
      Slot(name: "B", content: content(2), start: "12:00"),
    ])
    let clash = try run(twice, [1: items([30]), 2: items([30], first: 20)], hours: 1)
    #expect(clash.warnings.map(\.kind) == [.clash])
    #expect(clash.entries.map(\.media.rawValue) == [20, 20])
    let nothing = try run(twice, [:], hours: 30)
    #expect(nothing.entries.allSatisfy { $0.role == .empty })
    #expect(nothing.warnings.contains { $0.kind == .empty })
    var resting = Slot(name: "C", content: content(1))
    resting.coolDown = .hours(2)
    let rest = try run(
      RuleSet(base: Programming(style: .balance, slots: [resting])), [1: items([30])])
    #expect(
      minutes(rest.entries) == [
        "0 programme 1", "30 resting", "150 programme 1", "180 resting", "300 programme 1",
        "330 resting",
      ])
    #expect(rest.warnings.map(\.kind) == [.resting])
    var wait = Slot(action: .wait)
    wait.until = "20:00"
    let stuck = try run(
      RuleSet(base: Programming(style: .sequence, slots: [wait])), [:], hours: 30)
    #expect(stuck.entries.last.map { $0.end >= Self.noon + .hours(30) } == true)
    #expect(stuck.warnings.map(\.kind) == [.stuck])
  }

  @Test("gives the air to layers and sleep at their times, and goes on behind them")
  func layers() throws {
    var rules = RuleSet(
      base: Programming(style: .continuous, slots: [Slot(content: content(1), order: .custom)]))
    rules.layers = [
      Layer(
        name: "Film", days: DayRule(dates: ["2026-03-20"]), start: "14:00", end: "16:00",
        lateness: .minutes(20),
        programming: Programming(style: .continuous, slots: [Slot(content: content(2))]))
    ]
    rules.sleep = [SleepHours(start: "17:00", end: "05:00")]
    let made = try run(rules, [1: items([50, 40, 45]), 2: items([100], first: 20)], hours: 18)
    #expect(
      minutes(made.entries) == [
        "0 programme 1", "50 programme 2", "90 programme 3", "135 programme 20", "235 flex",
        "240 programme 1", "290 flex", "300 offAir", "1020 programme 2", "1060 programme 3",
      ])
    #expect(made.entries[3].path == "layer0/0" && made.entries[7].path == "sleep0/0")
  }

  @Test("runs a sequence in order, waiting and padding as it says")
  func sequences() throws {
    var wait = Slot(action: .wait)
    wait.until = "14:00"
    var pad = Slot(action: .pad)
    pad.pad = 30
    let made = try run(
      RuleSet(
        base: Programming(
          style: .sequence,
          slots: [Slot(content: content(1), order: .custom, count: 2), pad, wait])),
      [1: items([20, 25, 40])], hours: 4)
    #expect(
      minutes(made.entries) == [
        "0 programme 1", "20 programme 2", "45 flex", "60 flex", "120 programme 3",
        "160 programme 1", "180 flex",
      ])
  }

  @Test(
    "keeps to the clock on the wall when it is changed",
    arguments: [
      ("Europe/Berlin", 1_774_602_000, [22, 21]), ("Europe/Berlin", 1_792_746_000, [23, 24]),
      ("America/New_York", 1_772_800_000, [23, 23]),
    ] as [(String, Int64, [Int])])
  func changesClocks(zone: String, start: Int64, lengths: [Int]) throws {
    var rules = slots([Slot(action: .off, start: "02:30"), Slot(action: .off, start: "23:00")])
    rules.timeZone = zone
    let made = try run(rules, [:], hours: 24 * 4, from: Moment(seconds: start))
    let nights = made.entries.filter { $0.path == "base/1" && $0.start > Moment(seconds: start) }
    // From 23:00 to 02:30, and to 03:00 where 02:30 is left out.
    let spans = Set(nights.dropLast().map { ($0.end - $0.start).milliseconds / 60_000 })
    #expect(spans.isSubset(of: [150, 180, 210, 240, 270]) && spans.contains(210))
    let days = Set(
      zip(nights, nights.dropFirst()).map { ($1.start - $0.start).milliseconds / 3_600_000 })
    #expect(days.isSubset(of: [23, 24, 25]))
    #expect(zone != "Europe/Berlin" || days.count == 2)
  }

  @Test("tells why an entry is on")
  func tellsReasons() throws {
    let rules = slots([Slot(name: "Evening", content: content(1), order: .shuffle, start: "12:00")])
    let made = try run(rules, [1: items([90])], hours: 2)
    let rundown = try rules.rundown(seed: 3)
    #expect(
      made.entries.map(rundown.reason(for:)) == [
        "'Evening': next of the shuffle, round 1.", "'Evening': next of the shuffle, round 2.",
      ])
  }

  @Test(
    "knows the parts of a programme by their titles",
    arguments: [
      ("Finale (1)", "finale", 1), ("Finale, Part 2", "finale", 2),
      ("Finale: Part III", "finale", 3),
      ("Finale Part Four", "finale", 4), ("Finale (Part 2)", "finale", 2),
      ("Finale (II)", "finale", 2),
    ])
  func knowsParts(title: String, name: String, number: Int) throws {
    let others = (0..<8).map {
      ScheduleItem(
        id: MediaID(rawValue: Int64(50 + $0)), duration: .minutes(9), title: "Solo \($0)")
    }
    let parts = [title, "Finale (\(number + 1))"].enumerated().map {
      ScheduleItem(id: MediaID(rawValue: Int64($0 + 1)), duration: .minutes(9), title: $1)
    }
    for seed in 0..<5 as Range<UInt64> {
      let channel = try schedule(LibrarySnapshot(items: others + parts), .shuffleParts, seed: seed)
      let played = channel.extend(
        after: nil, from: premiere, until: premiere + .days(90), limit: 200
      ).map(\.media.rawValue)
      #expect(zip(played, played.dropFirst()).allSatisfy { $0 != 1 || $1 == 2 })
    }
  }

  @Test("goes by show where the order says so")
  func goesByShow() throws {
    let episodes = (0..<9).map { index in
      ScheduleItem(
        id: MediaID(rawValue: Int64(index + 1)), duration: .minutes(30), title: "E",
        show: ShowID(rawValue: Int64(index % 3 + 1)), showTitle: "S\(index % 3)", season: 1,
        episode: index / 3 + 1)
    }
    func played(_ order: PlayOrder) throws -> [Int64] {
      try schedule(LibrarySnapshot(items: episodes), order).extend(
        after: nil, from: premiere, until: premiere + .days(9), limit: 12
      ).map(\.media.rawValue)
    }
    #expect(try played(.rotation) == [1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3])
    #expect(try played(.marathon) == [1, 4, 7, 2, 5, 8, 3, 6, 9, 1, 4, 7])
    let lot = try played(.shuffleInOrder)
    for show in 0..<3 {
      let own = lot.filter { $0 % 3 == Int64((show + 1) % 3) }
      #expect(zip(own, own.dropFirst()).allSatisfy { $1 == $0 + 3 || $1 == $0 - 6 })
    }
  }
}
