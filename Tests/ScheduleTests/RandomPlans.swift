import Library
import Schedule

extension RandomRules {
  /// A plan of some blocks on two kinds of day.
  mutating func plan() -> BlockPlan {
    let blocks = (1...number(1...5)).map { id in
      Block(
        id: id, name: "Block \(id)", length: chance(50) ? .minutes(Int64(number(5...400))) : nil,
        overrun: chance(50) ? .minutes(Int64(number(0...200))) : nil,
        repeats: chance(50), items: (0..<number(1...3)).map { _ in item() })
    }
    let templates = (1...number(1...3)).map { id in
      DayTemplate(
        id: id,
        times: (0..<number(0...6)).map { _ in
          BlockTime(start: time(), block: number(1...blocks.count))
        })
    }
    let rows = (0..<number(0...3)).map { _ in
      CalendarRow(days: dayRule(), template: number(1...templates.count))
    }
    return BlockPlan(blocks: blocks, templates: templates, calendar: rows)
  }

  private mutating func item() -> Slot {
    var item = slot(.blocks)
    if chance(10) {
      (item.action, item.content, item.count) = (pick([.off, .fill]), nil, nil)
      item.duration = .minutes(Int64(number(1...90)))
    }
    return item
  }

  /// What only a classic item has.
  mutating func classic(_ slot: inout Slot) {
    if chance(50) {
      slot.start = time()
      slot.wait = pick([nil, .strict, .flexible])
      if chance(40) { slot.lateness = .minutes(Int64(number(0...60))) }
    }
    slot.mode = pick(Slot.Mode.allCases)
    slot.tail = pick([nil, Slot.Tail.none, .filler, .off])
    if chance(30) { slot.discard = number(0...5) }
    switch slot.mode {
    case .multiple: slot.count = number(1...4)
    case .duration: slot.duration = .minutes(Int64(number(1...300)))
    default: break
    }
    if slot.mode == .duration || slot.mode == .flood, chance(10) {
      (slot.action, slot.content) = (pick([.off, .fill]), nil)
    }
  }

  /// Classic items with a start behind each flood, without which they are refused.
  mutating func ended(_ slots: [Slot]) -> [Slot] {
    var slots = slots
    for index in slots.indices where slots[index].mode == .flood && slots.count > 1 {
      let next = (index + 1) % slots.count
      slots[next].start = slots[next].start ?? time()
    }
    return slots
  }

  /// Some decos, of all modes.
  mutating func decos() -> [Deco] {
    (0..<number(1...3)).map { index in
      let mode = pick(Deco.Mode.allCases)
      return Deco(
        name: "Deco \(index)", days: chance(30) ? dayRule() : nil, start: time(), end: time(),
        mode: mode, fillers: mode == .disable || mode == .inherit ? nil : fillers(),
        look: chance(50) ? look() : nil)
    }
  }

  private mutating func look() -> DecoLook {
    let mode = pick(DecoLook.Mode.allCases)
    let graphics = (0..<number(1...2)).map { _ in GraphicID(rawValue: Int64(number(1...3))) }
    return DecoLook(mode: mode, graphics: mode == .none ? nil : graphics)
  }
}
