import Control
import FastCGI
import Library
import Playout
import Schedule
import Store

/// What a channel plays, and when.
struct RulesAnswer: Codable, Hashable {
  var rules: RuleSet
  /// Changes with the rules; who sends it along with other rules overwrites nobody's.
  var revision: String
  /// Whether it plays one content in one order for ever.
  var isSimple: Bool
  /// What the last look ahead found that can't be done as the rules say; empty until the first
  /// one by these rules.
  var warnings: [ScheduleAnswer.Warning]
}

func showRules(_ call: Call) throws -> RulesAnswer {
  let channel = try call.programmedChannel()
  return try RulesAnswer(
    channel, warnings: try call.studio.store.warnings(of: channel.channel.id))
}

func setRules(_ call: Call, _ rules: RuleSet) throws -> RulesAnswer {
  let old = try call.programmedChannel()
  try call.refuseChange(of: old.revision, "The programme of '\(old.channel.name)' was")
  try RuleCheck(store: call.studio.store, channel: old.channel.id).check(rules)
  var new = old
  try new.programme(by: rules)
  guard new != old else { return try showRules(call) }
  try call.studio.store.update(new)
  try call.studio.store.keep([], of: new.channel.id)
  try call.programmingChanged(new.channel.id)
  call.publish(.channels, "updated")
  return try RulesAnswer(new)
}

extension RulesAnswer {
  fileprivate init(_ channel: ProgrammedChannel, warnings: [ScheduleWarning] = []) throws {
    self.init(
      rules: try channel.programming(), revision: channel.revision,
      isSimple: channel.ruleSet == nil,
      warnings: warnings.map(ScheduleAnswer.Warning.init))
  }
}

extension ProgrammedChannel {
  /// Changes with its rules.
  fileprivate var revision: String {
    let content = RuleContent(rules.content)
    let simple = "\(content.kind.rawValue):\(content.id ?? 0):\(rules.order.rawValue)"
    return Revision.of(Array((ruleSet ?? simple).utf8))
  }
}

extension Call {
  /// The channel in the path, which must have a programme of its own.
  func programmedChannel() throws -> ProgrammedChannel {
    let found = try channel()
    guard found.channel.kind.isProgrammed else {
      let reason =
        found.channel.kind == .mirror
        ? "shows what its source shows" : "shows what its sources send"
      throw Problem(409, "'\(found.channel.name)' \(reason); it has no rules of its own.")
    }
    return found
  }
}

/// Looks whether all that rules name is there.
struct RuleCheck {
  var store: Store
  /// The channel that the rules are for, if there is one yet.
  var channel: ChannelID?

  /// - Throws: The first field that names what is not there, or can't be followed.
  func check(_ rules: RuleSet) throws {
    _ = try rules.rundown(seed: 0)
    _ = try rules.zone(from: store.now(), until: store.now())
    try check(rules.fillers, "fillers")
    try check(rules.base, "base")
    for (index, layer) in (rules.layers ?? []).enumerated() {
      try check(layer.programming, "layers.\(index).programming")
    }
    for (index, deco) in (rules.decos ?? []).enumerated() {
      try check(deco.fillers, "decos.\(index).fillers")
    }
    for (index, build) in (rules.builds ?? []).enumerated() {
      try check(build.script, "builds.\(index).script")
    }
    try check(rules.graphicUses)
  }

  /// Looks whether graphics are there.
  func check(_ uses: [GraphicUse]) throws {
    guard !uses.isEmpty else { return }
    let known = try store.graphicNames()
    for use in uses where known[use.graphic] == nil {
      throw Problem.invalid(
        use.field, "There is no graphic \(use.graphic.rawValue); choose one of /api/graphics.")
    }
  }

  /// Looks at a script that has no steps yet.
  ///
  /// - Throws: The first of its contents that is not there, or what is wrong with its names.
  func checkParts(of script: Script) throws {
    var whole = script
    var wait = ScriptStep()
    wait.waitUntil = "00:00"
    whole.steps = [wait]
    do { _ = try RuleSet(base: Programming(style: .script, script: whole)).rundown(seed: 0) } catch
    {
      throw Problem.invalid(String(error.field.dropFirst("base.script.".count)), error.detail)
    }
    for (index, content) in script.contents.enumerated() {
      try check(content.content, "contents.\(index).content")
    }
    try check(script.graphicUses("", "script"))
  }

  private func check(_ script: Script?, _ place: String) throws {
    for (index, content) in (script?.contents ?? []).enumerated() {
      try check(content.content, "\(place).contents.\(index).content")
    }
  }

  private func check(_ programming: Programming, _ place: String) throws {
    try check(programming.script, "\(place).script")
    try check(programming.slots, "\(place).slots")
    for (index, block) in (programming.plan?.blocks ?? []).enumerated() {
      try check(block.items, "\(place).plan.blocks.\(index).items")
    }
  }

  private func check(_ slots: [Slot], _ place: String) throws {
    for (index, slot) in slots.enumerated() {
      let place = "\(place).\(index)"
      if let content = slot.content { try check(content, "\(place).content") }
      try check(slot.fillers, "\(place).fillers")
      guard slot.action == .redirect else { continue }
      guard let target = slot.channel.flatMap(ChannelID.init(rawValue:)),
        target != channel, try store.channel(target) != nil
      else {
        throw Problem.invalid(
          "\(place).channel", "There is no such other channel; choose one of /api/channels.")
      }
      try checkCircle(target, place)
    }
  }

  private func check(_ rows: [FillerRow]?, _ place: String) throws {
    for (index, row) in (rows ?? []).enumerated() {
      try check(row.content, "\(place).\(index).content")
    }
  }

  private func check(_ content: RuleContent, _ place: String) throws {
    guard let selector = content.selector else { return }
    try store.checkNames(in: selector, field: place)
    guard try store.exists(selector) else {
      let words = "\(content.kind.rawValue) \(content.id ?? 0)"
      throw Problem.invalid(place, "There is no \(words); choose one that is in the library.")
    }
  }

  /// Channels that show each other in a circle would show nothing.
  private func checkCircle(_ target: ChannelID, _ place: String) throws {
    guard let channel,
      let circle = try store.circle(through: channel, showing: [target.rawValue])
    else { return }
    throw Problem.invalid(
      "\(place).channel",
      "Channels would show each other in a circle: \(circle). Choose another channel.")
  }
}
