import Library

/// How an item of a classic programming begins and ends.
struct ClassicRule: Hashable, Sendable {
  var mode: Slot.Mode
  /// The time of day at which it starts; at once when nil.
  var start: Span?
  /// Whether it waits for its time even if that is tomorrow's.
  var isStrict = true
  var duration: Span?
  var tail = Slot.Tail.none
  /// How many programmes that don't fit may be passed over.
  var discard = 0
}

extension Slot {
  /// Compiles what only classic programming has.
  ///
  /// - Throws: The field that is at fault.
  func classicRule() throws(RuleFault) -> ClassicRule {
    let action = action ?? .play
    guard action != .wait, action != .pad else {
      throw RuleFault(
        "action", "A classic item has a start instead of waiting; choose another action.")
    }
    let mode =
      mode
      ?? (duration != nil
        ? .duration : count ?? 1 > 1 ? .multiple : action == .play ? .one : .flood)
    var rule = ClassicRule(mode: mode)
    if let start {
      rule.start = try WallClock.time(start, "start")
      guard rule.start ?? .zero < .hours(24) else {
        throw RuleFault("start", "An item starts at 00:00 to 23:59:59.")
      }
    } else if wait != nil || lateness != nil {
      throw RuleFault("start", "Only an item with a start waits for it; say when it starts.")
    }
    rule.isStrict = wait != .flexible
    rule.duration = try classicDuration(mode)
    rule.tail = tail ?? .filler
    rule.discard = try Limits.number(discard, "discard", in: 0...1000) ?? 0
    if action != .play, mode == .one || mode == .multiple {
      throw RuleFault("mode", "What plays no programmes lasts a duration, or floods.")
    }
    return rule
  }

  private func classicDuration(_ mode: Mode) throws(RuleFault) -> Span? {
    switch (mode, count, duration) {
    case (.one, 1?, nil), (.one, nil, nil), (.multiple, _?, nil), (.flood, nil, nil): return nil
    case (.one, _, _): throw RuleFault("count", "Mode one plays one programme; leave these out.")
    case (.multiple, _, _):
      throw RuleFault("count", "Say how many programmes it plays, and no duration.")
    case (.flood, _, _):
      throw RuleFault("duration", "A flood lasts until the next start; leave these out.")
    case (.duration, nil, let duration?): return duration
    case (.duration, _, _):
      throw RuleFault("duration", "Say how long it lasts, and no count.")
    }
  }
}

extension Programming {
  /// Sees that a flood ends: behind it comes an item with a start.
  func checkFloods(_ instructions: [Instruction]) throws(RuleFault) {
    for (index, instruction) in instructions.enumerated() {
      let next = (index + 1) % instructions.count
      guard instruction.classic?.mode == .flood, next != index,
        instructions[next].classic?.start == nil
      else { continue }
      throw RuleFault(
        "slots.\(next).start",
        "'\(instruction.name)' floods until the next start, so what is behind it needs one.")
    }
  }
}
