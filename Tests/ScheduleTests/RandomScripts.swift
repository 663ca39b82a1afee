import Library
import Schedule
import TestSupport

extension RandomRules {
  private static let names = ["one", "two", "three", "long", "none", "films"]

  /// Rules whose base is a script, sometimes below layers that interrupt it.
  mutating func scripted(trims: Bool = true) -> RuleSet {
    var rules = rules()
    rules.base = Programming(style: .script, script: script(trims: trims))
    if chance(20) {
      rules.layers = [
        Layer(
          name: "Script", start: "18:00", end: "23:00", lateness: .minutes(20),
          programming: Programming(style: .script, script: script(trims: trims)))
      ]
    }
    return rules
  }

  /// A script over the contents of ``library()``.
  mutating func script(trims: Bool = true) -> Script {
    let contents = zip(Self.names, [1, 2, 3, 6, 7, 2]).map { name, id in
      var content = ScriptContent(
        name: name, content: RuleContent(kind: .collection, id: Int64(id)),
        order: pick(PlayOrder.allCases))
      if name == "films", chance(50) { content.cursor = "own" }
      if content.order == .marathon, chance(50) { content.batch = number(1...3) }
      return content
    }
    let calls = ["inner", "middle"]
    var inner = steps(number(1...4), trims: trims, calls: [], switches: false)
    inner.append(.count(1, of: "one"))
    let middle = steps(number(1...4), trims: trims, calls: ["inner"], switches: false)
    return Script(
      contents: contents + [filler("ads", 4), filler("idents", 5)],
      sequences: [
        ScriptSequence(name: "inner", steps: inner), ScriptSequence(name: "middle", steps: middle),
      ],
      steps: steps(number(1...7), trims: trims, calls: calls, switches: true) + [
        .count(number(1...2), of: pick(["one", "two", "three"]))
      ])
  }

  private func filler(_ name: String, _ id: Int64) -> ScriptContent {
    ScriptContent(name: name, content: RuleContent(kind: .collection, id: id))
  }

  private mutating func steps(
    _ count: Int, trims: Bool, calls: [String], switches: Bool
  ) -> [ScriptStep] {
    (0..<count).map { _ in
      var step = ScriptStep()
      let content = pick(Self.names)
      switch number(0...(switches ? 15 : 9)) {
      case 0: step = .all(content)
      case 1: step = .count(number(1...4), of: content)
      case 2:
        step.duration = .minutes(Int64(number(5...200)))
        step.content = content
        ending(&step, trims: trims)
      case 3:
        step.padToNext = pick([15, 30, 60])
        if chance(50) { step.content = content }
        ending(&step, trims: trims)
      case 4:
        step.padUntil = pick(["06:00", "02:30", "20:15"])
        if chance(50) { step.content = content }
        ending(&step, trims: trims)
        if chance(20) { step.tomorrow = true }
      case 5:
        step.waitUntil = pick(["06:00", "02:30", "20:15"])
        if chance(20) { step.tomorrow = true }
      case 6: (step.skipItems, step.content) = (number(1...3), content)
      case 7: (step.skipToItem, step.season) = (content, number(0...2))
      case 8: step.rewind = content
      case 9:
        guard let call = calls.isEmpty ? nil : pick(calls) else { return .all("one") }
        if chance(50) { step.sequence = call } else { step.shuffleSequence = call }
        step.times = number(1...3)
      case 10: step.preRoll = pick(["ads", "idents", "off"])
      case 11: step.postRoll = pick(["ads", "off"])
      case 12: step.guideGroup = "Group"
      case 13: step.watermark = graphic()
      case 14: step.graphics = graphic()
      default: step.endGuideGroup = true
      }
      return step
    }
  }

  private mutating func graphic() -> GraphicSwitch {
    pick([.on, .off, .graphic(GraphicID(rawValue: 1)), .graphic(GraphicID(rawValue: 2))])
  }

  private mutating func ending(_ step: inout ScriptStep, trims: Bool) {
    if trims, chance(30) { step.trim = true }
    if chance(20) { step.stopBeforeEnd = false }
    if chance(30) { step.discardAttempts = number(1...3) }
    if chance(20) { step.offlineTail = true }
    if chance(20) { step.fallback = "ads" }
  }
}
