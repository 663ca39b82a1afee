import Library

extension Slot {
  /// Compiles a slot.
  ///
  /// - Throws: The field that is at fault.
  func instruction(
    _ path: String, style: Programming.Style, index: Int, _ common: FillerPolicy
  ) throws(RuleFault) -> Instruction {
    try checkFields(of: style)
    var made = Instruction(
      path: path, name: try label(index), action: try instructionAction(),
      extent: try extent(style))
    made.fillers =
      try fillers.map { rows throws(RuleFault) in
        try FillerPolicy(rows, at: "fillers")
      } ?? common
    if style == .slots {
      guard let start else {
        throw RuleFault("start", "Say at what time of day the slot starts, such as 20:15.")
      }
      made.start = try WallClock.time(start, "start")
      guard made.start < .hours(24) else {
        throw RuleFault("start", "A slot starts at 00:00 to 23:59:59.")
      }
      made.days = try DayFilter(days: days)
      made.lateness = try Limits.lateness(lateness)
    }
    made.weight = try Limits.number(weight, "weight", in: 0...1_000_000) ?? 1
    made.coolDown = try Limits.span(coolDown, "coolDown", in: .zero...(.days(366))) ?? .zero
    made.consecutive = try Limits.number(consecutive, "consecutive", in: 1...1000)
    if let pad = try Limits.number(pad, "pad", in: 1...720), action ?? .play == .play {
      made.pad = .minutes(Int64(pad))
    }
    if style == .classic {
      made.classic = try classicRule()
      made.lateness = try Limits.lateness(lateness)
    }
    made.padding = padding ?? .filler
    made.ending = ending ?? .stop
    made.spreads = flex == .between
    made.runsOver = overlong == .run
    made.title = title
    made.isHidden = hidden ?? false
    return made
  }

  /// The fields that only one style has.
  private func checkFields(of style: Programming.Style) throws(RuleFault) {
    let misplaced: [(String, Bool, [Programming.Style])] = [
      ("start", start != nil, [.slots, .classic]), ("days", days != nil, [.slots]),
      ("lateness", lateness != nil, [.slots, .classic]), ("flex", flex != nil, [.slots]),
      ("weight", weight != nil, [.balance]), ("coolDown", coolDown != nil, [.balance]),
      ("consecutive", consecutive != nil, [.balance]), ("until", until != nil, [.sequence]),
      ("mode", mode != nil, [.classic]), ("wait", wait != nil, [.classic]),
      ("tail", tail != nil, [.classic]), ("discard", discard != nil, [.classic]),
      ("ending", ending != nil, [.slots]),
      ("padding", padding == .next && style != .slots, [.slots]),
    ]
    for (field, isThere, homes) in misplaced where isThere && !homes.contains(style) {
      let names = homes.map { "'\($0.rawValue)'" }.joined(separator: " and ")
      throw RuleFault(field, "Only slots of the style \(names) have it; leave it out.")
    }
  }

  private func label(_ index: Int) throws(RuleFault) -> String {
    for (field, text) in [("name", name), ("title", title), ("cursor", cursor)] {
      guard (text?.count ?? 0) <= 200, (text?.utf8.count ?? 0) <= 800 else {
        throw RuleFault(field, "It must have at most 200 characters.")
      }
    }
    return name ?? "Slot \(index + 1)"
  }

  private func instructionAction() throws(RuleFault) -> Instruction.Action {
    let action = action ?? .play
    if action != .play, content != nil {
      throw RuleFault("content", "Only a slot that plays has a content; leave it out.")
    }
    switch action {
    case .play: return .play(try contentRule())
    case .off: return .offAir
    case .fill, .wait, .pad: return .fill
    case .redirect:
      guard let channel, channel.utf8.count == 8 else {
        throw RuleFault("channel", "Say which channel is shown: give its id.")
      }
      return .redirect(channel)
    }
  }

  func contentRule() throws(RuleFault) -> ContentRule {
    guard let content else {
      throw RuleFault("content", "Say what is played, such as {\"kind\": \"library\"}.")
    }
    let selector = try content.checked()
    let order = selector.ownOrder ?? order ?? .episode
    let seasons = (seasons ?? []).sorted()
    guard seasons.count <= 200 else { throw RuleFault("seasons", "Name at most 200 seasons.") }
    var batch = try Limits.number(batch, "batch", in: 1...10_000)
    if batch != nil, self.order != .marathon {
      throw RuleFault("batch", "Only a marathon has a batch; leave it out.")
    }
    if order != .marathon { batch = nil }
    return ContentRule(
      key: ContentRule.key(
        selector, order, seasons: seasons,
        cursor: batch.map { "x\($0)/" + (cursor ?? "") } ?? cursor),
      selector: selector, order: order, seasons: seasons, batch: batch)
  }

  private func extent(_ style: Programming.Style) throws(RuleFault) -> Instruction.Extent {
    var extent = Instruction.Extent()
    extent.count = try Limits.number(count, "count", in: 1...10_000)
    extent.duration = try Limits.span(duration, "duration", in: .seconds(1)...(.days(31)))
    if extent.count != nil, extent.duration != nil {
      throw RuleFault("duration", "Give the count or the duration, not both.")
    }
    if let until { extent.until = try WallClock.time(until, "until") }
    if style == .classic {
      // Its mode says how much it plays.
      let many = mode ?? .multiple
      return .init(
        count: many == .one ? 1 : extent.count ?? (duration == nil && mode == nil ? 1 : nil))
    }
    guard style == .balance || style == .sequence || style == .blocks else {
      if style == .continuous, extent != Instruction.Extent() {
        throw RuleFault("count", "A continuous programming never ends; leave it out.")
      }
      return extent
    }
    switch action ?? .play {
    case .play:
      if extent == Instruction.Extent() { extent.count = 1 }
    case .wait where style == .blocks:
      throw RuleFault("action", "A block's items wait for nothing; choose another action.")
    case .wait:
      guard extent.until != nil else {
        throw RuleFault("until", "Say until what time of day it waits, such as 20:00.")
      }
    case .pad:
      guard let minutes = try Limits.number(pad, "pad", in: 1...720) else {
        throw RuleFault("pad", "Say to a multiple of how many minutes it fills, such as 30.")
      }
      extent = Instruction.Extent(grid: .minutes(Int64(minutes)))
    case .off, .fill, .redirect:
      guard extent.until != nil || extent.duration != nil else {
        throw RuleFault("duration", "Say how long, or until when.")
      }
    }
    return extent
  }
}

extension ContentRule {
  /// What names the cursor of a content.
  static func key(
    _ selector: ContentSelector, _ order: PlayOrder, seasons: [Int] = [], cursor: String? = nil
  ) -> String {
    var key = RuleContent(selector).key + "/" + order.rawValue
    if !seasons.isEmpty { key += "/s" + seasons.map(String.init).joined(separator: ",") }
    if let cursor, !cursor.isEmpty { key += "/" + cursor }
    return key
  }
}

extension FillerPolicy {
  /// Compiles the rows of fillers.
  ///
  /// - Throws: The row and the field that are at fault.
  init(_ rows: [FillerRow], at place: String) throws(RuleFault) {
    self.init()
    guard rows.count <= 100 else { throw RuleFault(place, "At most 100 rows are possible.") }
    for (index, row) in rows.enumerated() {
      do { self.rows.append(try Row(row)) } catch { throw error.within("\(place).\(index)") }
    }
  }
}

extension FillerPolicy.Row {
  init(_ row: FillerRow) throws(RuleFault) {
    let content = try row.content.checked()
    guard content.isShelf else {
      throw RuleFault(
        "content.kind", "A \(row.content.kind.rawValue) can't fill gaps; choose another content.")
    }
    let rests = Span.zero...(.days(366))
    self.init(
      place: row.place, content: content, key: "filler/" + ContentRule.key(content, .random),
      weight: try Limits.number(row.weight, "weight", in: 1...1_000_000) ?? 1,
      count: try Limits.number(row.count, "count", in: 1...50) ?? 1,
      duration: try Limits.span(row.duration, "duration", in: .seconds(1)...(.hours(6))),
      coolDown: try Limits.span(row.coolDown, "coolDown", in: rests) ?? .zero,
      listCoolDown: try Limits.span(row.listCoolDown, "listCoolDown", in: rests) ?? .zero,
      breaks: row.breaks)
    guard row.place == .mid else { return }
    guard let breaks = row.breaks else {
      throw RuleFault("breaks", "Say where the breaks are, such as {\"every\": 900000}.")
    }
    _ = try Limits.span(breaks.every, "breaks.every", in: .minutes(1)...(.hours(6)))
    _ = try Limits.number(breaks.most, "breaks.most", in: 1...100)
    guard (breaks.percents ?? []).allSatisfy((1...99).contains) else {
      throw RuleFault("breaks.percents", "Percentages are 1 to 99.")
    }
    let ways = [breaks.chapters == true, breaks.every != nil, breaks.percents != nil]
    guard ways.count(where: { $0 }) == 1 else {
      throw RuleFault("breaks", "Give exactly one of chapters, every and percents.")
    }
  }
}
