import Library

/// The instructions that a step can have.
enum ScriptVerb: String, CaseIterable {
  case all, count, duration, padToNext, padUntil, waitUntil, sequence, shuffleSequence
  case `repeat`, skipItems, skipToItem, rewind, preRoll, midRoll, postRoll
  case guideGroup, endGuideGroup, watermark, graphics

  /// The verbs that play a content.
  static let playing: Set<ScriptVerb> = [.all, .count, .duration, .padToNext, .padUntil]
  /// The verbs that go up to a time.
  static let timed: Set<ScriptVerb> = [.duration, .padToNext, .padUntil]
  static let rolls: Set<ScriptVerb> = [.preRoll, .midRoll, .postRoll]
  static let calls: Set<ScriptVerb> = [.sequence, .shuffleSequence]
}

extension ScriptStep {
  /// The instruction of the step.
  ///
  /// - Throws: That it has none, or several, or a field that does not belong to it.
  func verb() throws(RuleFault) -> ScriptVerb {
    let found = ScriptVerb.allCases.filter(has)
    guard let verb = found.first else {
      let names = ScriptVerb.allCases.map(\.rawValue).joined(separator: ", ")
      throw RuleFault("", "A step needs an instruction, one of \(names).")
    }
    guard found.count == 1 else {
      let names = found.map { "'\($0.rawValue)'" }.joined(separator: " and ")
      throw RuleFault(
        found[1].rawValue, "A step has one instruction, and this one has \(names); make it two.")
    }
    for (name, isThere, homes) in modifiers where isThere && !homes.contains(verb) {
      throw RuleFault(name, "A step with '\(verb.rawValue)' has no '\(name)'; leave it out.")
    }
    return verb
  }

  private func has(_ verb: ScriptVerb) -> Bool {
    switch verb {
    case .all: all != nil
    case .count: count != nil
    case .duration: duration != nil
    case .padToNext: padToNext != nil
    case .padUntil: padUntil != nil
    case .waitUntil: waitUntil != nil
    case .sequence: sequence != nil
    case .shuffleSequence: shuffleSequence != nil
    case .repeat: self.repeat != nil
    case .skipItems: skipItems != nil
    case .skipToItem: skipToItem != nil
    case .rewind: rewind != nil
    case .preRoll: preRoll != nil
    case .midRoll: midRoll != nil
    case .postRoll: postRoll != nil
    case .guideGroup: guideGroup != nil
    case .endGuideGroup: endGuideGroup != nil
    case .watermark: watermark != nil
    case .graphics: graphics != nil
    }
  }

  private var modifiers: [(String, Bool, Set<ScriptVerb>)] {
    [
      (
        "content", content != nil, [.count, .duration, .padToNext, .padUntil, .skipItems]
      ),
      ("trim", trim != nil, ScriptVerb.timed),
      ("stopBeforeEnd", stopBeforeEnd != nil, ScriptVerb.timed),
      ("discardAttempts", discardAttempts != nil, ScriptVerb.timed),
      ("offlineTail", offlineTail != nil, ScriptVerb.timed),
      ("fallback", fallback != nil, ScriptVerb.timed.union([.waitUntil])),
      ("tomorrow", tomorrow != nil, [.padUntil, .waitUntil]),
      ("times", times != nil, ScriptVerb.calls),
      ("season", season != nil, [.skipToItem]),
      ("episode", episode != nil, [.skipToItem]),
      ("title", title != nil, ScriptVerb.playing.union([.skipToItem])),
      ("hidden", hidden != nil, ScriptVerb.playing),
      ("items", items != nil, ScriptVerb.rolls),
      ("coolDown", coolDown != nil, ScriptVerb.rolls),
      ("breaks", breaks != nil, [.midRoll]),
    ]
  }

  /// The step in a few words.
  var words: String {
    let of = content.map { " of '\($0)'" } ?? ""
    if let all { return "all of '\(all)'" }
    if let count { return "\(count)\(of)" }
    if let duration { return "\(duration.milliseconds / 60_000) minutes\(of)" }
    if let padToNext { return "pad to the next \(padToNext) minutes" }
    if let padUntil { return "pad until \(padUntil)" }
    if let waitUntil { return "wait until \(waitUntil)" }
    if let skipItems { return "skip \(skipItems)\(of)" }
    if let skipToItem { return "skip in '\(skipToItem)'" }
    return rewind.map { "rewind '\($0)'" } ?? "a step"
  }
}
