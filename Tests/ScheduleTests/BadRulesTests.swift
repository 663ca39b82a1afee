import Library
import Schedule
import Testing

@Suite("Rules over what can't be played as they say")
struct BadRulesTests {
  private static let ads = FillerRow(
    place: .gap, content: RuleContent(kind: .collection, id: 9))

  /// A channel of each style that plays list 1 in one slot and list 2 in the other.
  private static func rules(_ style: Programming.Style) -> RuleSet {
    var first = listed(1, name: "First")
    var second = listed(2, name: "Second")
    switch style {
    case .continuous: return RuleSet(base: Programming(style: style, slots: [first]))
    case .balance, .sequence: break
    case .script:
      let contents = [("first", 1), ("second", 2)].map {
        ScriptContent(
          name: $0, content: RuleContent(kind: .collection, id: $1), order: .custom)
      }
      var steps = contents.map { ScriptStep.count(1, of: $0.name) }
      (steps[0].name, steps[1].name) = ("First", "Second")
      return RuleSet(
        base: Programming(style: style, script: Script(contents: contents, steps: steps)))
    case .slots: (first.start, second.start) = ("12:00", "13:00")
    case .classic:
      (first.start, first.mode) = ("12:00", .flood)
      (second.start, second.mode) = ("13:00", .flood)
    case .blocks:
      return RuleSet(
        base: Programming(
          plan: BlockPlan(
            blocks: [
              Block(id: 1, repeats: true, items: [first]),
              Block(id: 2, repeats: true, items: [second]),
            ],
            templates: [
              DayTemplate(
                id: 1,
                times: [
                  BlockTime(start: "12:00", block: 1), BlockTime(start: "13:00", block: 2),
                ])
            ])))
    }
    return RuleSet(base: Programming(style: style, slots: [first, second]))
  }

  private func expect(
    _ kind: ScheduleWarning.Kind, of name: String?, in made: Rehearsal, plays media: Int64?
  ) throws {
    let warning = try #require(made.warnings.first { $0.kind == kind }, "\(made.warnings)")
    #expect(warning.at >= made.start && warning.at <= made.start + .days(2))
    if let name { #expect(warning.detail.contains("'\(name)'")) }
    #expect(warning.path.hasPrefix("base"))
    #expect(zip(made.entries, made.entries.dropFirst()).allSatisfy { $0.end == $1.start })
    #expect(made.entries.last.map { $0.end >= made.start + .days(2) } == true)
    if let media {
      #expect(
        made.entries.contains { $0.role == .programme && $0.media.rawValue / 10 == media })
    }
  }

  @Test("warn of a content that is empty or was deleted", arguments: Programming.Style.allCases)
  func empty(style: Programming.Style) throws {
    let lists: [Int64: [Int64]] = style == .continuous ? [:] : [1: [], 2: [20]]
    let made = try Rehearsal(Self.rules(style), lists, hours: 48)
    try expect(
      .empty, of: "First", in: made, plays: style == .continuous ? nil : 2)
  }

  @Test(
    "warn of programmes that are longer than their slot, and play what fits",
    arguments: [Programming.Style.slots, .blocks, .classic])
  func overlong(style: Programming.Style) throws {
    let made = try Rehearsal(Self.rules(style), [1: [300, 20], 2: [20]], hours: 48)
    try expect(.overlong, of: nil, in: made, plays: 1)
    #expect(made.entries.contains { $0.media.rawValue == 11 })
    #expect(!made.entries.contains { $0.media.rawValue == 10 })
  }

  @Test("warn of files of unknown length", arguments: Programming.Style.allCases)
  func lengthless(style: Programming.Style) throws {
    let made = try Rehearsal(Self.rules(style), [1: [0, 20], 2: [20]], hours: 48)
    try expect(.lengthless, of: "First", in: made, plays: 1)
  }

  @Test(
    "warn of fillers that are longer than a gap",
    arguments: [Programming.Style.slots, .blocks, .classic])
  func unfilled(style: Programming.Style) throws {
    var rules = Self.rules(style)
    rules.fillers = [Self.ads]
    let made = try Rehearsal(rules, [1: [25], 2: [20], 9: [50]], hours: 48)
    try expect(.unfilled, of: "First", in: made, plays: 1)
  }

  @Test("warn of two starts at the same time", arguments: [Programming.Style.slots, .blocks])
  func clashes(style: Programming.Style) throws {
    var rules = Self.rules(style)
    if style == .slots {
      rules.base.slots[1].start = "12:00"
    } else {
      rules.base.plan?.templates[0].times[1].start = "12:00"
    }
    let made = try Rehearsal(rules, [1: [20], 2: [20]], hours: 48)
    try expect(.clash, of: style == .slots ? "Second" : "Block 2", in: made, plays: 2)
  }

  @Test("warn of classic starts that can't all be kept")
  func contradicts() throws {
    var rules = Self.rules(.classic)
    rules.base.slots[1].start = "12:00"
    let made = try Rehearsal(rules, [1: [20], 2: [20]], hours: 48)
    try expect(.clash, of: "Second", in: made, plays: 1)
    #expect(made.entries.contains { $0.media.rawValue == 20 })
  }

  @Test(
    "warn of nothing where all is well, in every style", arguments: Programming.Style.allCases)
  func isQuiet(style: Programming.Style) throws {
    let made = try Rehearsal(Self.rules(style), [1: [20, 30], 2: [15]], hours: 48)
    #expect(made.warnings.isEmpty, "\(made.warnings)")
  }

  @Test(
    "refuse numbers that no clock and no list has",
    arguments: Programming.Style.allCases.filter { $0 != .script })
  func refuses(style: Programming.Style) {
    var changes: [(inout Slot) -> Void] = [
      { $0.pad = 0 }, { $0.count = 0 }, { $0.duration = .zero }, { $0.seasons = Array(0...300) },
      { $0.name = String(repeating: "x", count: 300) },
      { $0.content = RuleContent(kind: .collection) },
    ]
    if style == .slots || style == .classic { changes.append { $0.start = "25:00" } }
    for change in changes {
      var rules = Self.rules(style)
      if style == .blocks {
        guard var plan = rules.base.plan else { continue }
        change(&plan.blocks[0].items[0])
        rules.base.plan = plan
      } else {
        change(&rules.base.slots[0])
      }
      #expect(throws: RuleFault.self) { try rules.rundown(seed: 1) }
    }
  }
}
