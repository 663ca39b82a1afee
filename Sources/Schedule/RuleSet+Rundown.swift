public import Library

extension RuleSet {
  /// How many slots a programming may have at most.
  public static let mostSlots = 500

  /// Compiles the rules.
  ///
  /// - Parameter seed: Where all lots are drawn from.
  /// - Returns: What the engine runs.
  /// - Throws: The first rule that can't be followed.
  public func rundown(seed: UInt64) throws(RuleFault) -> Rundown {
    guard version == Self.version else {
      throw RuleFault("version", "This station knows rules of version \(Self.version) only.")
    }
    let fillers = try FillerPolicy(fillers ?? [], at: "fillers")
    var overlays: [Overlay] = []
    guard (builds ?? []).count <= 20 else {
      throw RuleFault("builds", "At most 20 builds are possible.")
    }
    for (index, build) in (builds ?? []).enumerated() {
      overlays.append(try build.overlay(index, fillers, seed: seed))
    }
    for (index, hours) in (sleep ?? []).enumerated() {
      overlays.append(try hours.overlay(index))
    }
    guard (layers ?? []).count <= 100, (sleep ?? []).count <= 100 else {
      throw RuleFault("layers", "At most 100 layers and 100 hours of sleep are possible.")
    }
    for (index, layer) in (layers ?? []).enumerated() {
      overlays.append(try layer.overlay(index, fillers, seed: seed))
    }
    return Rundown(
      base: try base.program("base", at: "base", fillers, seed: seed), overlays: overlays,
      decos: try decoRules(), seed: seed)
  }
}

extension RuleSet {
  /// The clock by which its times of day are meant, for the time around a window.
  ///
  /// - Throws: That there is no such zone.
  public func zone(from: Moment, until: Moment) throws(RuleFault) -> ZoneTable {
    guard let timeZone, timeZone != "UTC" else { return .utc }
    guard let zone = ZoneTable(named: timeZone, from: from, until: until) else {
      throw RuleFault(
        "timeZone",
        "There is no time zone '\(timeZone.prefix(40))'; write one such as Europe/Berlin.")
    }
    return zone
  }
}

extension Programming {
  fileprivate func program(
    _ name: String, at place: String, _ fillers: FillerPolicy, seed: UInt64
  ) throws(RuleFault) -> Program {
    guard (style == .blocks) == (plan != nil) else {
      throw RuleFault("\(place).plan", "The style blocks, and no other, has a plan of blocks.")
    }
    if let plan {
      guard slots.isEmpty else {
        throw RuleFault("\(place).slots", "The style blocks has its items in blocks; empty these.")
      }
      do { return try plan.program(name, fillers) } catch { throw error.within("\(place).plan") }
    }
    if style == .script { return try scripted(name, at: place, fillers, seed: seed) }
    guard script == nil else {
      throw RuleFault("\(place).script", "Only the style 'script' has a script; leave it out.")
    }
    guard !slots.isEmpty, slots.count <= RuleSet.mostSlots else {
      throw RuleFault("\(place).slots", "Give 1 to \(RuleSet.mostSlots) slots.")
    }
    if style == .continuous, slots.count != 1 {
      throw RuleFault(
        "\(place).slots", "A continuous programming has exactly one slot; choose another style.")
    }
    var instructions: [Instruction] = []
    for (index, slot) in slots.enumerated() {
      do {
        instructions.append(
          try slot.instruction("\(name)/\(index)", style: style, index: index, fillers))
      } catch {
        throw error.within("\(place).slots.\(index)")
      }
    }
    if style == .classic {
      do { try checkFloods(instructions) } catch { throw error.within(place) }
    }
    let turns: Program.Turns =
      switch style {
      case .slots: .clock
      case .balance: .lot
      case .continuous, .sequence, .script: .order
      case .blocks: .blocks
      case .classic: .classic
      }
    return Program(name: name, turns: turns, instructions: instructions)
  }

  private func scripted(
    _ name: String, at place: String, _ fillers: FillerPolicy, seed: UInt64
  ) throws(RuleFault) -> Program {
    guard let script else {
      throw RuleFault("\(place).script", "Give the script: its contents and its steps.")
    }
    guard slots.isEmpty else {
      throw RuleFault("\(place).slots", "A script has steps instead of slots; leave them out.")
    }
    do {
      var compiler = try ScriptCompiler(script, name: name, fillers)
      return try compiler.program(seed: seed, repeats: true)
    } catch { throw error.within("\(place).script") }
  }
}

extension SleepHours {
  fileprivate func overlay(_ index: Int) throws(RuleFault) -> Overlay {
    let place = "sleep.\(index)"
    do {
      let times = try WallClock.window(start, end)
      let instruction = Instruction(path: "sleep\(index)/0", name: "Sleep", action: .offAir)
      return Overlay(
        days: try DayFilter(days: days), start: times.start, end: times.end,
        lateness: try Limits.lateness(lateness),
        program: Program(name: "sleep\(index)", turns: .order, instructions: [instruction]))
    } catch {
      throw error.within(place)
    }
  }
}

extension Layer {
  fileprivate func overlay(
    _ index: Int, _ fillers: FillerPolicy, seed: UInt64
  ) throws(RuleFault) -> Overlay {
    let place = "layers.\(index)"
    let program = try programming.program(
      "layer\(index)", at: "\(place).programming", fillers, seed: seed)
    do {
      let times = try WallClock.window(start ?? "00:00", end ?? "00:00")
      return Overlay(
        days: try DayFilter(days: days), start: times.start, end: times.end,
        lateness: try Limits.lateness(lateness), program: program)
    } catch {
      throw error.within(place)
    }
  }
}

/// Reads times of day.
enum WallClock {
  /// The time since midnight of `20:15` or `20:15:30`; `24:00` is the end of the day.
  static func time(_ text: String, _ field: String) throws(RuleFault) -> Span {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { part in
      part.count == 2 && part.utf8.allSatisfy { (48...57).contains($0) } ? Int64(part) : nil
    }
    guard numbers.count == parts.count, (2...3).contains(numbers.count), numbers[0] <= 24,
      numbers.dropFirst().allSatisfy({ $0 < 60 }),
      numbers[0] < 24 || numbers.dropFirst().allSatisfy({ $0 == 0 })
    else {
      throw RuleFault(
        field, "'\(text.prefix(20))' is no time of day; write 20:15, or 20:15:30.")
    }
    return .hours(numbers[0]) + .minutes(numbers[1])
      + .seconds(numbers.count == 3 ? numbers[2] : 0)
  }

  /// Both ends of a window; one that ends no later than it begins ends on the next day.
  static func window(
    _ start: String, _ end: String
  ) throws(RuleFault) -> (start: Span, end: Span) {
    let first = try time(start, "start")
    let last = try time(end, "end")
    return (first, last > first ? last : last + .hours(24))
  }
}

/// What numbers in rules may be.
enum Limits {
  static func lateness(_ span: Span?) throws(RuleFault) -> Span {
    try self.span(span, "lateness", in: .zero...(.hours(12))) ?? .zero
  }

  static func span(
    _ span: Span?, _ field: String, in range: ClosedRange<Span>
  ) throws(RuleFault) -> Span? {
    guard let span else { return nil }
    guard range.contains(span) else {
      throw RuleFault(
        field,
        "It must be \(range.lowerBound.milliseconds) to \(range.upperBound.milliseconds) "
          + "milliseconds.")
    }
    return span
  }

  static func number(
    _ number: Int?, _ field: String, in range: ClosedRange<Int>
  ) throws(RuleFault) -> Int? {
    guard let number else { return nil }
    guard range.contains(number) else {
      throw RuleFault(field, "It must be \(range.lowerBound) to \(range.upperBound).")
    }
    return number
  }
}
