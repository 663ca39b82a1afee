import Library

extension BlockPlan {
  /// How many blocks, templates and rows of the calendar there may be each.
  static let most = 200

  /// Compiles a plan.
  ///
  /// - Throws: The field that is at fault.
  func program(_ name: String, _ fillers: FillerPolicy) throws(RuleFault) -> Program {
    var plan = DayPlan()
    var program = Program(name: name, turns: .blocks, instructions: [])
    try checkCounts()
    let blockPlaces = try places(of: blocks.map(\.id), "blocks")
    for (index, block) in blocks.enumerated() {
      do {
        plan.blocks.append(try block.planned(index, first: program.instructions.count))
        program.instructions += try block.instructions("\(name)/b\(index)", fillers)
      } catch {
        throw error.within("blocks.\(index)")
      }
    }
    let templatePlaces = try places(of: templates.map(\.id), "templates")
    for (index, template) in templates.enumerated() {
      do { plan.templates.append(try template.starts(of: blockPlaces)) } catch {
        throw error.within("templates.\(index)")
      }
    }
    for (index, row) in (calendar ?? []).enumerated() {
      guard let place = templatePlaces[row.template] else {
        throw RuleFault("calendar.\(index).template", "There is no template \(row.template).")
      }
      do {
        plan.calendar.append(
          DayPlan.Row(days: try DayFilter(days: row.days), template: place))
      } catch {
        throw error.within("calendar.\(index)")
      }
    }
    guard let usual = templatePlaces[template ?? templates[0].id] else {
      throw RuleFault("template", "There is no template \(template ?? 0); name another one.")
    }
    plan.usual = usual
    program.plan = plan
    // What fills the time between blocks.
    program.instructions.append(
      Instruction(path: "\(name)/gap", name: "Between blocks", action: .fill, fillers: fillers))
    return program
  }

  private func checkCounts() throws(RuleFault) {
    for (field, count, least) in [
      ("blocks", blocks.count, 1), ("templates", templates.count, 1),
      ("calendar", calendar?.count ?? 0, 0),
    ] {
      guard (least...Self.most).contains(count) else {
        throw RuleFault(field, "Give \(least) to \(Self.most) of them.")
      }
    }
    guard blocks.reduce(0, { $0 + $1.items.count }) <= 2 * RuleSet.mostSlots else {
      throw RuleFault("blocks", "All blocks together have at most \(2 * RuleSet.mostSlots) items.")
    }
  }

  private func places(of ids: [Int], _ field: String) throws(RuleFault) -> [Int: Int] {
    var places: [Int: Int] = [:]
    for (index, id) in ids.enumerated() {
      guard places.updateValue(index, forKey: id) == nil else {
        throw RuleFault("\(field).\(index).id", "The number \(id) is taken; give another one.")
      }
    }
    return places
  }
}

extension Block {
  fileprivate func planned(_ index: Int, first: Int) throws(RuleFault) -> DayPlan.Block {
    guard (1...RuleSet.mostSlots).contains(items.count) else {
      throw RuleFault("items", "Give 1 to \(RuleSet.mostSlots) items.")
    }
    guard (name?.count ?? 0) <= 200, (name?.utf8.count ?? 0) <= 800 else {
      throw RuleFault("name", "It must have at most 200 characters.")
    }
    return DayPlan.Block(
      name: name ?? "Block \(index + 1)", first: first, count: items.count,
      length: try Limits.span(length, "length", in: .minutes(1)...(.days(31))),
      overrun: try Limits.span(overrun, "overrun", in: .zero...(.hours(12))) ?? .zero,
      repeats: repeats ?? false)
  }

  fileprivate func instructions(
    _ path: String, _ fillers: FillerPolicy
  ) throws(RuleFault) -> [Instruction] {
    var made: [Instruction] = []
    for (index, item) in items.enumerated() {
      do {
        made.append(
          try item.instruction("\(path)/\(index)", style: .blocks, index: index, fillers))
      } catch {
        throw error.within("items.\(index)")
      }
    }
    return made
  }
}

extension DayTemplate {
  fileprivate func starts(of blocks: [Int: Int]) throws(RuleFault) -> [DayPlan.Start] {
    guard times.count <= BlockPlan.most else {
      throw RuleFault("times", "Give at most \(BlockPlan.most) of them.")
    }
    var starts: [DayPlan.Start] = []
    for (index, time) in times.enumerated() {
      guard let block = blocks[time.block] else {
        throw RuleFault("times.\(index).block", "There is no block \(time.block).")
      }
      let start: Span
      do { start = try WallClock.time(time.start, "start") } catch {
        throw error.within("times.\(index)")
      }
      guard start < .hours(24) else {
        throw RuleFault("times.\(index).start", "A block begins at 00:00 to 23:59:59.")
      }
      starts.append(DayPlan.Start(time: start, block: block))
    }
    return starts.enumerated().sorted {
      ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
    }
    .map(\.element)
  }
}
