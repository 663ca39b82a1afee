import Foundation
import Library
import Playout
import Schedule
import TestSupport
import Testing

@testable import ScheduleText

/// Names of a station that knows two shows, a folder and a collection.
private let names = ContentNames(
  name: { content in
    known.first { $0.value == content }?.key
  },
  content: { kind, name in known[name].flatMap { $0.kind == kind ? $0 : nil } },
  exists: { $0.id == nil || known.values.contains($0) },
  number: { $0.rawValue == "abcdefgh" ? ChannelNumber("7.1") : nil },
  channel: { $0.description == "7.1" ? ChannelID(rawValue: "abcdefgh") : nil })

private let known: [String: RuleContent] = [
  "Galactica": RuleContent(kind: .show, id: 3),
  "on: off #1 'x' \"y\"": RuleContent(kind: .show, id: 4),
  "/media/films": RuleContent(kind: .folder, id: 5),
  "null": RuleContent(kind: .collection, id: 6),
]

private func read(_ text: String, _ names: ContentNames = names) -> ReadText<RuleSet> {
  RuleText.read(text, names: names, around: Moment(seconds: 1_790_000_000))
}

/// The same station with a graphic.
private let graphicNames: ContentNames = {
  var all = names
  all.graphicName = { $0.rawValue == 3 ? "Logo: red" : nil }
  all.graphic = { $0 == "Logo: red" ? GraphicID(rawValue: 3) : nil }
  return all
}()

@Suite("Rules as YAML")
struct RuleTextTests {
  @Test("a script is read as people write it")
  func script() throws {
    let read = read(
      """
      timeZone: Europe/Berlin   # Every time of day below
      base:
        style: script
        script:
          contents:
          - name: news
            content: {show: Galactica}
          - {name: films, content: {folder: /media/films}, order: shuffle}
          steps:
          - padUntil: 20:00
            content: news
            trim: yes
          - duration: 1h30m
            content: films
          - repeat: true
      """)
    #expect(read.faults == [])
    let script = try #require(read.value?.base.script)
    #expect(script.contents.map(\.content) == [known["Galactica"], known["/media/films"]])
    #expect(script.steps[0].padUntil == "20:00" && script.steps[0].trim == true)
    #expect(script.steps[1].duration == .minutes(90))
    #expect(read.value?.version == RuleSet.version)
  }

  @Test("graphics have their names in steps and decos")
  func graphics() throws {
    let text = """
      base:
        style: script
        script:
          contents:
          - {name: all, content: library}
          steps:
          - watermark: "Logo: red"
          - all: all
          - graphics: off
          - watermark: on
      decos:
      - name: Evening
        look: {mode: add, graphics: ["Logo: red"]}

      """
    let found = read(text, graphicNames)
    #expect(found.faults.isEmpty, "\(found.faults)")
    let rules = try #require(found.value)
    let logo = GraphicID(rawValue: 3)
    #expect(
      rules.base.script?.steps.compactMap { $0.watermark ?? $0.graphics }
        == [.graphic(logo), .off, .on])
    #expect(rules.decos?.first?.look == DecoLook(mode: .add, graphics: [logo]))
    #expect(
      rules.graphicUses.map(\.field)
        == ["decos.0.look.graphics.0", "base.script.steps.0.watermark"])
    let written = try RuleText.write(rules, names: graphicNames)
    #expect(written.contains("Logo: red"))
    let again = read(written, graphicNames)
    #expect(again.value == rules && again.faults.isEmpty)
    let lost = read(text, names).faults
    #expect(lost.map(\.line) == [7, 13])
    #expect(lost.allSatisfy { $0.detail.contains("no graphic 'Logo: red'") }, "\(lost)")
  }

  @Test(
    "what is wrong is told with its line",
    arguments: [
      (
        "base:\n  style: sequence\n  slots:\n  - content: library\n    count: many", 5,
        "whole number"
      ),
      ("base:\n  style: sequence\n  slots:\n  - content: library\n    coutn: 1", 5, "'coutn'"),
      ("base:\n  style: sequence\n  slots:\n  - content: {show: Gone}", 4, "no show 'Gone'"),
      ("base:\n  style: sequence\n  slots:\n  - content: {kind: show, id: 99}", 4, "no show 99"),
      ("base:\n  style: odd\n  slots: []", 2, "one of continuous"),
      ("base:\n  style: sequence\n  slots:\n  - content: library\n    duration: 30", 5, "1h30m"),
      ("base:\n  style: slots\n  slots:\n  - content: library\n    start: 25:00", 5, "time of day"),
      ("base:\n  style: slots\n  slots: [", 3, "no YAML"),
      ("base:\n  style: slots\n  style: slots", 2, "twice"),
      ("base:\n\tstyle: slots", 2, "no YAML"),
      ("timeZone: Moon/Base\nbase:\n  style: continuous\n  slots: [{content: library}]", 1, "Moon"),
      (
        "base:\n  style: script\n  script:\n    steps:\n    - all: nobody", 5, "no content 'nobody'"
      ),
      (
        "base:\n  style: script\n  script:\n    steps:\n    - waitUntil: 20:00\n    - watermark: Gone",
        6,
        "no graphic 'Gone'"
      ),
      (
        "base:\n  style: script\n  script:\n    steps:\n    - pad_to_next: 30", 5, "'padToNext'"
      ),
      (
        "base:\n  style: sequence\n  slots:\n  - {action: redirect, channel: 9, duration: 1h}", 4,
        "no channel '9'"
      ),
      ("", 1, "empty"), ("- a\n- b", 1, "fields"), ("42", 1, "fields"),
      ("base: {style: continuous}\n? [a, b]\n: c", 2, "must be a word"),
    ])
  func faults(text: String, line: Int, words: String) {
    let read = read(text)
    let fault = read.faults.first { $0.detail.contains(words) }
    #expect(fault?.line == line, "\(read.faults)")
  }

  @Test("the example of the documentation is read, and can be followed")
  func documentation() throws {
    let page = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../docs/scripts.md")
    let parts = try String(contentsOf: page, encoding: .utf8).components(separatedBy: "```")
    let example = try #require(parts.first { $0.hasPrefix("yaml") }).dropFirst(4)
    var any = names
    any.content = { kind, _ in RuleContent(kind: kind, id: 3) }
    any.exists = { _ in true }
    let read = RuleText.read(String(example), names: any, around: Moment(seconds: 1_790_000_000))
    #expect(read.faults == [])
    #expect(read.value?.base.script?.steps.count == 9)
    let text = try String(contentsOf: page, encoding: .utf8)
    for verb in ["all", "shuffleSequence", "skipToItem", "midRoll", "endGuideGroup"] {
      #expect(text.contains("| `\(verb)"), "\(verb) is told")
    }
  }

  @Test("all that is missing and all unknown fields are told at once")
  func severalFaults() {
    let faults = read(
      """
      base:
        style: sequence
        colour: red
        slots:
        - content: {show: One}
        - content: {collection: Two}
          tomorow: yes
          count: many
          order: odd
      """
    ).faults
    #expect(faults.map(\.line) == [3, 5, 6, 7, 8, 9])
  }

  @Test("texts that would grow without bound are refused", .timeLimit(.minutes(1)))
  func bombs() {
    let laughs = (1...30).map { "l\($0): &l\($0) [*l\($0 - 1), *l\($0 - 1), *l\($0 - 1)]" }
    let bombs = [
      (["l0: &l0 [a, b]"] + laughs).joined(separator: "\n"),
      (["l0: &l0 [a, b]"] + laughs.prefix(6)).joined(separator: "\n"),
      "base: " + String(repeating: "[", count: 100_000),
      "base: " + String(repeating: "{a: ", count: 5000),
      String(repeating: "- ", count: 50_000) + "x",
      (0..<400).map { String(repeating: " ", count: $0) + "a:" }.joined(separator: "\n"),
      String(repeating: "a", count: 600 << 10),
      "a: &a [*a]",
      "base: \u{1}\u{2}",
    ]
    for bomb in bombs {
      let read = read(bomb)
      #expect(read.value == nil && !read.faults.isEmpty, "\(bomb.prefix(40))")
    }
    let fine = read("a: &x {style: continuous, slots: [{content: library}]}\nbase: *x")
    #expect(fine.value?.base.style == .continuous)
    #expect(fine.faults.map(\.field) == ["a"])
  }

  @Test("any rules are read back as they were written", arguments: 0..<8)
  func roundTrip(block: Int) throws {
    for seed in 0..<50 {
      var random = TextRules(seed: UInt64(block * 50 + seed))
      let rules = random.rules()
      let text = try RuleText.write(rules, names: names)
      let back = read(text)
      #expect(back.value == rules, "seed \(block * 50 + seed)\n\(text)\n\(back.faults)")
    }
  }
}

/// Draws rules with odd texts in all fields; they need not make sense.
private struct TextRules {
  var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func number(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &generator) }
  mutating func chance(_ percent: Int) -> Bool { number(1...100) <= percent }
  mutating func pick<T>(_ list: [T]) -> T { list[number(0...(list.count - 1))] }

  mutating func text() -> String {
    pick([
      "plain", "", "null", "~", "yes", "12", "1.5", "20:15", "- dash", "a: b", "# no", "'", "\"",
      "two\nlines", " space ", "ü 日本 🎬", "[x]", "{y}", "*z", "&a", "!t", "%", "@", "`", "\\n", "\t",
      "on: off #1 'x' \"y\"", "2026-12-24", "=", "<<", "0x1F", ".inf",
      "long "
        + String(
          repeating: "word ", count: 40),
    ])
  }

  mutating func content() -> RuleContent {
    pick(Array(known.values.sorted { ($0.id ?? 0) < ($1.id ?? 0) }) + [RuleContent(kind: .library)])
  }

  mutating func span() -> Span { .milliseconds(Int64(number(0...10_000_000))) }

  mutating func maybe<T>(_ make: (inout TextRules) -> T) -> T? { chance(40) ? make(&self) : nil }

  mutating func rules() -> RuleSet {
    var rules = RuleSet(
      timeZone: maybe { $0.text() }, base: programming(),
      layers: maybe { random in
        (0..<random.number(0...3)).map { _ in
          Layer(
            name: random.text(), days: random.maybe { $0.days() },
            start: random.maybe { $0.text() },
            lateness: random.maybe { $0.span() }, programming: random.programming())
        }
      },
      sleep: maybe { [SleepHours(start: $0.text(), end: $0.text(), lateness: $0.span())] },
      fillers: maybe { $0.fillers() })
    rules.builds = maybe { random in
      [
        ScriptBuild(
          name: random.text(), from: Moment(milliseconds: 1_790_000_000_123),
          to: Moment(milliseconds: Int64(random.number(-5_000_000...5_000_000))),
          script: random.script())
      ]
    }
    return rules
  }

  mutating func programming() -> Programming {
    if chance(50) { return Programming(style: .script, script: script()) }
    let style = pick(Programming.Style.allCases.filter { $0 != .script })
    return Programming(
      style: style,
      slots: (0..<number(0...4)).map { _ in
        var slot = Slot(
          name: maybe { $0.text() }, action: maybe { $0.pick(Slot.Action.allCases) },
          content: maybe { $0.content() }, order: maybe { $0.pick(PlayOrder.allCases) },
          start: maybe { $0.text() }, days: maybe { $0.days() }, count: maybe { $0.number(-5...50) }
        )
        slot.seasons = maybe { random in (0..<random.number(0...20)).map { $0 } }
        slot.duration = maybe { $0.span() }
        slot.fillers = maybe { $0.fillers() }
        slot.channel = maybe { $0.pick(["abcdefgh", $0.text()]) }
        if slot.action == .redirect { slot.channel = "abcdefgh" }
        slot.hidden = maybe { $0.chance(50) }
        slot.title = maybe { $0.text() }
        return slot
      })
  }

  mutating func days() -> DayRule {
    DayRule(
      weekdays: maybe { [$0.number(0...9)] }, dates: maybe { [$0.text(), $0.text()] },
      from: maybe { $0.text() })
  }

  mutating func fillers() -> [FillerRow] {
    (0..<number(0...2)).map { _ in
      FillerRow(
        place: pick(FillerRow.Place.allCases), content: content(),
        weight: maybe { $0.number(0...9) },
        duration: maybe { $0.span() },
        breaks: maybe { BreakRule(every: $0.span(), percents: [$0.number(0...99)]) })
    }
  }

  mutating func script() -> Script {
    Script(
      contents: (0..<number(0...3)).map { _ in
        ScriptContent(name: text(), content: content(), seasons: maybe { [$0.number(0...9)] })
      },
      sequences: maybe { [ScriptSequence(name: $0.text(), steps: $0.steps())] }, steps: steps())
  }

  mutating func steps() -> [ScriptStep] {
    (0..<number(0...4)).map { _ in
      var step = ScriptStep()
      step.all = maybe { $0.text() }
      step.count = maybe { $0.number(-3...300) }
      step.duration = maybe { $0.span() }
      step.waitUntil = maybe { $0.text() }
      step.repeat = maybe { $0.chance(50) }
      step.guideGroup = maybe { $0.text() }
      step.content = maybe { $0.text() }
      step.breaks = maybe { BreakRule(chapters: $0.chance(50)) }
      return step
    }
  }
}
