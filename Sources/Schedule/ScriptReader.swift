import Library

/// Reads the steps of a script one by one, and says which field of which step is wrong.
struct ScriptReader {
  private var contents: [String: ContentRule] = [:]
  private var named: [String: RuleContent] = [:]

  /// A reader that knows the names of contents.
  ///
  /// - Throws: What is wrong with the names.
  init(_ script: Script) throws(RuleFault) {
    guard script.contents.count <= 200 else {
      throw RuleFault("contents", "At most 200 contents are possible.")
    }
    for (index, content) in script.contents.enumerated() {
      do {
        try Self.check(content.name, isTaken: contents[content.name] != nil)
        contents[content.name] = try content.slot.contentRule()
        named[content.name] = content.content
      } catch { throw error.within("contents.\(index)") }
    }
    let sequences = script.sequences ?? []
    guard sequences.count <= 200 else {
      throw RuleFault("sequences", "At most 200 sequences are possible.")
    }
    var names = Set<String>()
    for (index, sequence) in sequences.enumerated() {
      do { try Self.check(sequence.name, isTaken: !names.insert(sequence.name).inserted) } catch {
        throw error.within("sequences.\(index)")
      }
    }
    let count = script.steps.count + sequences.reduce(0) { $0 + $1.steps.count }
    guard count <= ScriptCompiler.mostSteps else {
      throw RuleFault("steps", "At most \(ScriptCompiler.mostSteps) steps are possible.")
    }
  }

  /// Reads a list of steps.
  func list(
    _ steps: [ScriptStep], _ place: String, mayRepeat: Bool
  ) throws(RuleFault) -> [ScriptCompiler.Step] {
    guard !steps.isEmpty else { throw RuleFault(place, "Give at least one step.") }
    var read: [ScriptCompiler.Step] = []
    for (index, step) in steps.enumerated() {
      do {
        let verb = try step.verb()
        if verb == .repeat {
          try checkRepeat(step, mayRepeat: mayRepeat, isLast: index == steps.count - 1)
        } else {
          read.append(try self.step(step, verb, index))
        }
      } catch {
        throw error.field.isEmpty
          ? RuleFault("\(place).\(index)", error.detail) : error.within("\(place).\(index)")
      }
    }
    return read
  }

  private func checkRepeat(
    _ step: ScriptStep, mayRepeat: Bool, isLast: Bool
  ) throws(RuleFault) {
    guard step.repeat == true else {
      throw RuleFault("repeat", "A script always starts over at its end; leave the step out.")
    }
    guard mayRepeat else {
      throw RuleFault(
        "repeat", "Only the script itself starts over; say how often with 'times' at the call.")
    }
    guard isLast else {
      throw RuleFault("repeat", "Steps behind it would never be run; make it the last one.")
    }
  }

  private func step(
    _ step: ScriptStep, _ verb: ScriptVerb, _ index: Int
  ) throws(RuleFault) -> ScriptCompiler.Step {
    for (field, text) in [("name", step.name), ("title", step.title)] {
      try Self.checkLength(text, field)
    }
    switch verb {
    case .sequence, .shuffleSequence:
      let times = try Limits.number(step.times, "times", in: 1...1000) ?? 1
      let name = (verb == .sequence ? step.sequence : step.shuffleSequence) ?? ""
      return .call(name, times: times, isShuffled: verb == .shuffleSequence)
    case .preRoll: return try roll(.pre, step.preRoll, step, verb)
    case .midRoll: return try roll(.mid, step.midRoll, step, verb)
    case .postRoll: return try roll(.post, step.postRoll, step, verb)
    case .guideGroup:
      try Self.checkLength(step.guideGroup, "guideGroup")
      guard let title = step.guideGroup, !title.isEmpty else {
        throw RuleFault("guideGroup", "Give the title that guides show.")
      }
      return .group(title)
    case .endGuideGroup: return .group(nil)
    case .watermark: return .watermark(step.watermark ?? .on)
    case .graphics: return .graphics(step.graphics ?? .on)
    default: return .instruct(try instruction(step, verb, index))
    }
  }

  private func roll(
    _ place: FillerRow.Place, _ name: String?, _ step: ScriptStep, _ verb: ScriptVerb
  ) throws(RuleFault) -> ScriptCompiler.Step {
    guard let name, name != "off" else { return .roll(place, nil) }
    let row = FillerRow(
      place: place, content: try content(name, verb.rawValue), count: step.items,
      coolDown: step.coolDown, breaks: step.breaks)
    do { return .roll(place, try FillerPolicy.Row(row)) } catch {
      // A row calls the number of fillers its count.
      throw error.field == "count" ? RuleFault("items", error.detail) : error
    }
  }

  private func instruction(
    _ step: ScriptStep, _ verb: ScriptVerb, _ index: Int
  ) throws(RuleFault) -> Instruction {
    var rule = ScriptRule()
    var made = Instruction(
      path: "", name: step.name ?? "Step \(index + 1): \(step.words)", action: .fill)
    made.title = step.title
    made.isHidden = step.hidden ?? false
    if let (name, field) = contentName(step, verb) {
      guard let content = contents[name] else { throw unknown(name, field) }
      made.action = .play(content)
    }
    made.extent = try extent(step)
    switch verb {
    case .skipItems:
      rule.act = .skip(try Limits.number(step.skipItems, "skipItems", in: 1...10_000) ?? 1)
    case .skipToItem:
      guard step.season != nil || step.episode != nil || step.title != nil else {
        throw RuleFault("skipToItem", "Say which item: give its season and episode, or its title.")
      }
      rule.act = .seek(.init(season: step.season, episode: step.episode, title: step.title))
      made.title = nil
    case .rewind: rule.act = .rewind
    default: rule.act = made.play == nil ? .fill : .play
    }
    rule.isAll = verb == .all
    rule.tomorrow = step.tomorrow ?? false
    rule.trims = step.trim ?? false
    rule.stopsBeforeEnd = step.stopBeforeEnd ?? true
    rule.discards = try Limits.number(step.discardAttempts, "discardAttempts", in: 0...1000) ?? 0
    rule.isOffAtEnd = step.offlineTail ?? false
    rule.fillsRest = verb != .duration || step.fallback != nil
    if let name = step.fallback {
      let row = FillerRow(place: .fallback, content: try content(name, "fallback"))
      made.fillers.rows = [try FillerPolicy.Row(row)]
    }
    made.script = rule
    return made
  }

  private func extent(_ step: ScriptStep) throws(RuleFault) -> Instruction.Extent {
    var extent = Instruction.Extent()
    extent.count = try Limits.number(step.count, "count", in: 1...10_000)
    extent.duration = try Limits.span(
      step.duration, "duration", in: .seconds(1)...(.days(31)))
    if let minutes = try Limits.number(step.padToNext, "padToNext", in: 1...720) {
      extent.grid = .minutes(Int64(minutes))
    }
    if let time = step.padUntil { extent.until = try WallClock.time(time, "padUntil") }
    if let time = step.waitUntil { extent.until = try WallClock.time(time, "waitUntil") }
    return extent
  }

  /// The name of the content that a step plays or moves, and the field that it stands in.
  private func contentName(
    _ step: ScriptStep, _ verb: ScriptVerb
  ) -> (name: String, field: String)? {
    switch verb {
    case .all: (step.all ?? "", "all")
    case .skipToItem: (step.skipToItem ?? "", "skipToItem")
    case .rewind: (step.rewind ?? "", "rewind")
    case .count, .duration, .skipItems: (step.content ?? "", "content")
    case .padToNext, .padUntil: step.content.map { (name: $0, field: "content") }
    default: nil
    }
  }

  private func content(_ name: String, _ field: String) throws(RuleFault) -> RuleContent {
    guard let content = named[name] else { throw unknown(name, field) }
    return content
  }

  private func unknown(_ name: String, _ field: String) -> RuleFault {
    guard !name.isEmpty else {
      return RuleFault(field, "Say which content is meant: give one of the names of 'contents'.")
    }
    let known = named.keys.sorted().prefix(12).map { "'\($0)'" }.joined(separator: ", ")
    return RuleFault(
      field,
      "There is no content '\(name.prefix(60))'; 'contents' has "
        + (known.isEmpty ? "none" : known) + ".")
  }

  private static func check(_ name: String, isTaken: Bool) throws(RuleFault) {
    guard !name.isEmpty, name != "off" else {
      throw RuleFault("name", "Give a name, any but 'off'.")
    }
    try checkLength(name, "name")
    if isTaken { throw RuleFault("name", "There are two of the name '\(name)'; rename one.") }
  }

  private static func checkLength(_ text: String?, _ field: String) throws(RuleFault) {
    guard (text?.count ?? 0) <= 200, (text?.utf8.count ?? 0) <= 800 else {
      throw RuleFault(field, "It must have at most 200 characters.")
    }
  }
}

extension ScriptContent {
  /// A slot with the same content, which is read by the same rules.
  fileprivate var slot: Slot {
    var slot = Slot(content: content, order: order)
    (slot.seasons, slot.cursor, slot.batch) = (seasons, cursor, batch)
    return slot
  }
}
