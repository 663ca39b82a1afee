import Library

extension Programming {
  /// Each slot becomes a block, and the days of the week that are alike become a template.
  func slotsAsBlocks() throws(ConversionRefusal) -> Programming {
    for slot in slots {
      guard slot.days?.isWeekdays ?? true else {
        throw ConversionRefusal("'\(slot.label)' has dates or seasons, which days of blocks lack.")
      }
      guard slot.flex != .between, slot.ending ?? .stop == .stop, slot.padding != .next,
        slot.overlong != .run
      else {
        throw ConversionRefusal(
          "'\(slot.label)' shares its rest or runs on, which blocks don't.")
      }
      guard slot.start != nil else {
        throw ConversionRefusal("'\(slot.label)' has no start yet.")
      }
    }
    var blocks: [BlockOf] = []
    var templates: [DayTemplate] = []
    var rows: [(weekdays: [Int], template: Int)] = []
    for weekday in 1...7 {
      let times = blockTimes(of: weekday, &blocks)
      if let same = templates.firstIndex(where: { $0.times == times }) {
        rows[same].weekdays.append(weekday)
      } else {
        templates.append(DayTemplate(id: templates.count + 1, times: times))
        rows.append(([weekday], templates.count))
      }
    }
    for (index, row) in rows.enumerated() { templates[index].name = row.weekdays.words }
    let calendar = rows.dropFirst().map {
      CalendarRow(days: DayRule(weekdays: $0.weekdays), template: $0.template)
    }
    return Programming(
      plan: BlockPlan(
        blocks: blocks.enumerated().map { slots[$1.slot].block($0 + 1, overrun: $1.overrun) },
        templates: templates, calendar: calendar.isEmpty ? nil : calendar, template: 1))
  }

  /// A slot, and how late what follows it may start.
  private struct BlockOf: Equatable {
    var slot: Int
    var overrun: Span
  }

  private func blockTimes(of weekday: Int, _ blocks: inout [BlockOf]) -> [BlockTime] {
    func isOn(_ slot: Slot, _ day: Int) -> Bool { slot.days?.weekdays?.contains(day) ?? true }
    func order(_ day: Int) -> [Int] {
      slots.indices.filter { isOn(slots[$0], day) }
        .sorted { (slots[$0].clock, $0) < (slots[$1].clock, $1) }
    }
    let today = order(weekday)
    let tomorrow = (1...7).lazy.map { order((weekday + $0 - 1) % 7 + 1) }.first { !$0.isEmpty }
    return today.enumerated().compactMap { place, slot in
      let next = place + 1 < today.count ? today[place + 1] : tomorrow?.first
      let block = BlockOf(slot: slot, overrun: next.flatMap { slots[$0].lateness } ?? .zero)
      if !blocks.contains(block) { blocks.append(block) }
      return blocks.firstIndex(of: block).map {
        BlockTime(start: slots[slot].start ?? "", block: $0 + 1)
      }
    }
  }

  /// Each time of a template becomes a slot.
  func blocksAsSlots() throws(ConversionRefusal) -> Programming {
    guard let plan else { throw ConversionRefusal("There are no blocks yet.") }
    let days = try weekdays(of: plan)
    var slots: [Slot] = []
    for template in plan.templates {
      let on = days.filter { $0.value == template.id }.keys.sorted()
      guard !on.isEmpty else { continue }
      for (index, time) in template.times.enumerated() {
        guard let block = plan.blocks.first(where: { $0.id == time.block }) else { continue }
        var slot = try block.slot()
        slot.start = time.start
        slot.days = on.count == 7 ? nil : DayRule(weekdays: on)
        slot.lateness = try lateness(of: index, in: template, days, plan)
        slots.append(slot)
      }
    }
    guard !slots.isEmpty else { throw ConversionRefusal("No block has a time yet.") }
    return Programming(
      style: .slots,
      slots: slots.enumerated().sorted {
        ($0.element.clock, $0.offset) < ($1.element.clock, $1.offset)
      }.map(\.element))
  }

  /// How late what begins may begin: as far as the block before may run over, on all days.
  private func lateness(
    of index: Int, in template: DayTemplate, _ days: [Int: Int], _ plan: BlockPlan
  ) throws(ConversionRefusal) -> Span? {
    func times(_ day: Int) -> [BlockTime] {
      let times = plan.templates.first { $0.id == days[day] }?.times ?? []
      return times.enumerated().sorted {
        ($0.element.clock, $0.offset) < ($1.element.clock, $1.offset)
      }.map(\.element)
    }
    var found = Set<Span?>()
    for day in 1...7 where days[day] == template.id {
      let today = times(day)
      let place = today.firstIndex(of: template.times[index]) ?? 0
      let yesterday = (1...7).lazy.map { times((day + 13 - $0) % 7 + 1) }.first { !$0.isEmpty }
      let before = place > 0 ? today[place - 1].block : yesterday?.last?.block
      found.insert(plan.blocks.first { $0.id == before }?.overrun)
    }
    guard found.count == 1, let lateness = found.first else {
      throw ConversionRefusal(
        "What starts at \(template.times[index].start) may start late by another time on each day.")
    }
    return lateness
  }

  private func weekdays(of plan: BlockPlan) throws(ConversionRefusal) -> [Int: Int] {
    var days: [Int: Int] = [:]
    for row in plan.calendar ?? [] {
      guard let rule = row.days, rule.isWeekdays else {
        throw ConversionRefusal("The calendar has dates or seasons, which slots can't share.")
      }
      for day in rule.weekdays ?? [] where days[day] == nil { days[day] = row.template }
    }
    for day in 1...7 where days[day] == nil {
      days[day] = plan.template ?? plan.templates.first?.id
    }
    return days
  }
}

extension Slot {
  fileprivate func block(_ id: Int, overrun: Span) -> Block {
    var item = bare
    item.name = nil
    (item.count, item.duration) = (count, duration)
    let plays = action ?? .play == .play && count == nil && duration == nil
    if !plays, count == nil, duration == nil { item.duration = .days(31) }
    return Block(
      id: id, name: name, overrun: overrun > .zero ? overrun : nil, repeats: plays ? true : nil,
      items: [item])
  }
}

extension Block {
  fileprivate func slot() throws(ConversionRefusal) -> Slot {
    let label = name ?? "Block \(id)"
    guard items.count == 1, var slot = items.first else {
      throw ConversionRefusal("'\(label)' plays several items in a row, which a slot can't.")
    }
    guard length == nil else {
      throw ConversionRefusal("'\(label)' ends before the next one begins, which a slot can't.")
    }
    let isWhole = repeats == true && (slot.count ?? 1) == 1 && slot.duration == nil
    guard isWhole || repeats != true else {
      throw ConversionRefusal("'\(label)' repeats a part, which a slot can't.")
    }
    if isWhole { slot.count = nil } else if slot.duration == nil { slot.count = slot.count ?? 1 }
    if slot.duration == .days(31) { slot.duration = nil }
    slot.name = name
    return slot
  }
}

extension BlockTime {
  fileprivate var clock: Span { (try? WallClock.time(start, "start")) ?? .zero }
}

extension DayRule {
  /// Whether it speaks of days of the week only.
  fileprivate var isWeekdays: Bool {
    var rest = self
    rest.weekdays = nil
    return rest == DayRule()
  }
}

extension [Int] {
  fileprivate var words: String {
    let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    return count == 7 ? "Every day" : map { names[$0 - 1] }.joined(separator: ", ")
  }
}
