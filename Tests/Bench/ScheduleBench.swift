import Harness
import Library
import Schedule

/// How many entries the scheduling core makes in a second, on one core.
enum ScheduleBench {
  static func run(_ tell: ([Row]) -> Void) throws {
    let kinds = [
      (
        "continuous, shuffled",
        RuleSet(ContinuousRules(content: .library, order: .shuffle, seed: 7))
      ),
      ("slots by time", slots { _ in }), ("slots, filled", filled), ("balance", balance),
      ("blocks", blocks), ("classic", classic),
      ("slots, dressed by decos", dressed),
    ]
    for (name, rules) in kinds {
      tell([
        Row(
          what: "schedule: \(name)", ours: try rate(rules), bare: nil, unit: "entries/s",
          aim: "over 500000/s")
      ])
    }
  }

  private static let start = Moment(seconds: 1_790_000_000)

  /// The middle of five runs, each of about 100,000 entries.
  private static func rate(_ rules: RuleSet) throws -> Double {
    let rundown = try rules.rundown(seed: 7)
    return (0..<5).map { _ in
      var count = 0
      let taken = seconds {
        var engine = Engine(rundown, library: library, zone: .utc, state: EngineState(at: start))
        count = engine.run(until: start + .days(3650), limit: 100_000).count
      }
      return Double(count) / taken
    }.median
  }

  private static func slots(_ change: (inout Slot) -> Void) -> RuleSet {
    let slots = (0..<24).map { hour in
      var slot = Slot(
        content: RuleContent(kind: .show, id: Int64(hour + 1)), order: .episode,
        start: hour < 10 ? "0\(hour):00" : "\(hour):00")
      slot.lateness = .minutes(30)
      change(&slot)
      return slot
    }
    return RuleSet(base: Programming(style: .slots, slots: slots))
  }

  private static var filled: RuleSet {
    var rules = slots { _ in }
    rules.fillers = [
      FillerRow(place: .gap, content: RuleContent(kind: .collection, id: 1), coolDown: .minutes(30))
    ]
    return rules
  }

  private static var balance: RuleSet {
    var rules = slots { slot in
      (slot.start, slot.lateness, slot.weight, slot.coolDown) = (nil, nil, 3, .hours(1))
    }
    rules.base.style = .balance
    return rules
  }

  /// Twelve blocks of three items, which come again until the next block.
  private static var blocks: RuleSet {
    let blocks = (0..<12).map { index in
      Block(
        id: index, overrun: .minutes(30), repeats: true,
        items: (0..<3).map { item in
          Slot(content: RuleContent(kind: .show, id: Int64(index * 3 + item + 1)))
        })
    }
    let times = (0..<12).map { index in
      BlockTime(start: (index < 5 ? "0" : "") + "\(index * 2):00", block: index)
    }
    return RuleSet(
      base: Programming(
        plan: BlockPlan(blocks: blocks, templates: [DayTemplate(id: 1, times: times)])))
  }

  /// Six floods and six items of one programme, each flood ended by a start.
  private static var classic: RuleSet {
    let slots = (0..<12).map { index in
      var slot = Slot(content: RuleContent(kind: .show, id: Int64(index + 1)))
      if index % 2 == 0 {
        (slot.start, slot.mode) = ((index < 5 ? "0" : "") + "\(index * 2):00", .one)
      } else {
        slot.mode = .flood
      }
      return slot
    }
    return RuleSet(base: Programming(style: .classic, slots: slots))
  }

  private static var dressed: RuleSet {
    var rules = filled
    rules.decos = [
      Deco(
        name: "Evening", start: "18:00", end: "23:00",
        fillers: [
          FillerRow(
            place: .gap, content: RuleContent(kind: .collection, id: 1), coolDown: .hours(1))
        ])
    ]
    return rules
  }

  private static let library: LibrarySnapshot = {
    let items = (0..<2000).map { index in
      ScheduleItem(
        id: MediaID(rawValue: Int64(index + 1)),
        duration: .seconds(1200 + Int64(index % 37) * 60), title: "Title \(index)",
        show: ShowID(rawValue: Int64(index % 40 + 1)), showTitle: "Show \(index % 40)",
        season: index % 5 + 1, episode: index / 5)
    }
    let fillers = (0..<100).map { index in
      ScheduleItem(
        id: MediaID(rawValue: Int64(10_000 + index)), duration: .seconds(15 + Int64(index)),
        title: "Filler")
    }
    var contents: [ContentSelector: [ScheduleItem]] = [
      .library: items, .collection(CollectionID(rawValue: 1)): fillers,
    ]
    for show in 1...40 {
      let id = ShowID(rawValue: Int64(show))
      contents[.show(id)] = items.filter { $0.show == id }
    }
    return LibrarySnapshot(contents: contents)
  }()
}
