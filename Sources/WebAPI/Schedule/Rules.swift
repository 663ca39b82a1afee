import Control
import Library
import Playout
import Schedule
import Store

/// What a channel plays, and when.
struct RulesAnswer: Codable, Hashable {
  var rules: RuleSet
  /// Whether it plays one content in one order for ever.
  var isSimple: Bool
}

func showRules(_ call: Call) throws -> RulesAnswer {
  try RulesAnswer(call.programmedChannel())
}

func setRules(_ call: Call, _ rules: RuleSet) throws -> RulesAnswer {
  let old = try call.programmedChannel()
  try RuleCheck(store: call.studio.store, channel: old.channel.id).check(rules)
  var new = old
  try new.programme(by: rules)
  guard new != old else { return try RulesAnswer(old) }
  try call.studio.store.update(new)
  try call.programmingChanged(new.channel.id)
  call.publish(.channels, "updated")
  return try RulesAnswer(new)
}

extension RulesAnswer {
  fileprivate init(_ channel: ProgrammedChannel) throws {
    self.init(
      rules: try channel.programming(), isSimple: channel.ruleSet == nil)
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
  }

  private func check(_ programming: Programming, _ place: String) throws {
    for (index, slot) in programming.slots.enumerated() {
      let place = "\(place).slots.\(index)"
      if let content = slot.content { try check(content, "\(place).content") }
      try check(slot.fillers, "\(place).fillers")
      guard slot.action == .redirect else { continue }
      guard let target = slot.channel.flatMap(ChannelID.init(rawValue:)),
        target != channel, try store.channel(target) != nil
      else {
        throw Problem.invalid(
          "\(place).channel", "There is no such other channel; choose one of /api/channels.")
      }
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

  /// Tells of channels that show each other in a circle, which shows the screen.
  func circles(_ rules: RuleSet, at moment: Moment) throws -> [ScheduleWarning] {
    guard let channel else { return [] }
    var seen = Set<String>()
    var left = Array(try rules.rundown(seed: 0).redirects)
    while let next = left.popLast() {
      if next == channel.rawValue {
        return [
          ScheduleWarning(
            kind: .circle, path: "base", at: moment,
            detail: "A channel that is shown shows this one; the screen is shown instead.")
        ]
      }
      guard seen.insert(next).inserted, let id = ChannelID(rawValue: next),
        let shown = try store.channel(id)
      else { continue }
      left += try shown.programming().rundown(seed: 0).redirects
    }
    return []
  }
}
