import Library

/// Why a programming can't be told in another style.
public struct ConversionRefusal: Error, Hashable, Sendable {
  /// A sentence that says what has no place there.
  public var reason: String

  init(_ reason: String) { self.reason = reason }
}

extension Programming {
  /// The same programmes in another style.
  ///
  ///     let plan = try Programming(style: .slots, slots: slots).converted(to: .blocks)
  ///
  /// - Throws: What has no place in that style; nothing is dropped without a word.
  public func converted(to style: Style) throws(ConversionRefusal) -> Programming {
    if style == self.style { return self }
    switch (self.style, style) {
    case (.slots, .blocks): return try slotsAsBlocks()
    case (.blocks, .slots): return try blocksAsSlots()
    case (.slots, .classic): return try slotsAsClassic()
    case (.classic, .slots): return try classicAsSlots()
    case (.classic, .sequence): return try classicAsSequence()
    case (.sequence, .classic): return try sequenceAsClassic()
    case (.sequence, .script): return try sequenceAsScript()
    case (.script, _): return try scriptAsSlot().put(in: style)
    default: return try single(in: self.style, style).put(in: style)
    }
  }

  /// The one content that is played for ever, if that is all.
  private func single(in style: Style, _ other: Style) throws(ConversionRefusal) -> Slot {
    let all = plan.map { $0.blocks.flatMap(\.items) } ?? slots
    guard all.count == 1, let slot = all.first, slot.action ?? .play == .play else {
      throw ConversionRefusal(
        "The style \(other.words) has no place for several slots of the style \(style.words).")
    }
    guard plan.map(\.isForEver) ?? isForEver(slot) else {
      throw ConversionRefusal(
        "'\(slot.label)' plays only for a time, which \(other.words) can't tell.")
    }
    return slot.bare
  }

  private func isForEver(_ slot: Slot) -> Bool {
    switch style {
    case .slots: slot.days == nil && slot.count == nil && slot.duration == nil
    case .balance: (slot.weight ?? 1) > 0 && (slot.coolDown ?? .zero) == .zero
    case .sequence: slot.until == nil
    case .classic: slot.start == nil
    case .continuous, .blocks, .script: true
    }
  }
}

extension BlockPlan {
  /// Whether its only block follows itself, every day.
  fileprivate var isForEver: Bool {
    blocks.count == 1 && templates.count == 1 && blocks[0].repeats == true
      && blocks[0].length == nil && !templates[0].times.isEmpty
  }
}

extension Programming.Style {
  /// What people read.
  var words: String {
    switch self {
    case .continuous: "'continuous'"
    case .slots: "'by time'"
    case .balance: "'by balance'"
    case .sequence: "'sequence'"
    case .blocks: "'blocks'"
    case .classic: "'classic'"
    case .script: "'script'"
    }
  }
}

extension Slot {
  var label: String { name ?? title ?? start ?? "A slot" }

  /// The time of day at which it starts; midnight where it says none.
  var clock: Span { start.flatMap { try? WallClock.time($0, "start") } ?? .zero }

  /// What it plays and how, without when and how much.
  var bare: Slot {
    var slot = self
    (slot.start, slot.days, slot.lateness, slot.count, slot.duration) = (nil, nil, nil, nil, nil)
    (slot.flex, slot.weight, slot.coolDown, slot.consecutive) = (nil, nil, nil, nil)
    (slot.until, slot.mode, slot.wait, slot.tail, slot.discard) = (nil, nil, nil, nil, nil)
    (slot.overlong, slot.ending) = (nil, nil)
    if slot.padding == .next { slot.padding = nil }
    return slot
  }

  /// A programming that plays it for ever.
  fileprivate func put(in style: Programming.Style) throws(ConversionRefusal) -> Programming {
    var slot = self
    switch style {
    case .continuous, .balance, .sequence: break
    case .slots:
      // As late as it may be: a programme that runs past that time is not cut off.
      (slot.start, slot.lateness) = ("06:00", .hours(12))
    case .classic: slot.mode = .flood
    case .script: return try slot.asScript()
    case .blocks:
      let block = Block(
        id: 1, name: slot.name, overrun: .hours(12), repeats: true, items: [slot])
      let day = DayTemplate(id: 1, name: "Every day", times: [BlockTime(start: "06:00", block: 1)])
      return Programming(style: .blocks, plan: BlockPlan(blocks: [block], templates: [day]))
    }
    return Programming(style: style, slots: [slot])
  }
}

extension Programming {
  /// Programming in blocks.
  public init(style: Style = .blocks, plan: BlockPlan) {
    self.init(style: style, slots: [])
    self.plan = plan
  }
}
