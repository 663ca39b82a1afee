import Library

extension Engine {
  /// How many programmes that don't fit are passed over at most.
  private static let patience = 64
  /// So far off the grid counts as on it.
  private static let slack = Span.seconds(10)

  /// Makes the next entries of an instruction; false when its turn is over.
  mutating func perform(_ cast: Cast, _ run: Run) -> Bool {
    let instruction = cast.instruction
    switch instruction.action {
    case .play(let rule):
      guard let deck = cast.deck else { return false }
      return play(cast, rule, deck: deck, run)
    case .offAir:
      guard let end = rest(of: instruction, run) else { return false }
      screen(.offAir, until: end, instruction.path, run)
    case .fill:
      guard let end = rest(of: instruction, run) else { return false }
      fill(cast, to: end, .flex, run)
    case .redirect(let channel):
      guard let end = rest(of: instruction, run) else { return false }
      screen(.redirect, until: end, instruction.path, run, target: channel, look: cast.look)
    }
    return true
  }

  private mutating func play(_ cast: Cast, _ rule: ContentRule, deck: Int, _ run: Run) -> Bool {
    let instruction = cast.instruction
    layHalf(deck)
    guard !decks[deck].isEmpty else {
      book.note(
        .empty, instruction.path, at: state.at,
        "'\(instruction.name)' has nothing to play; it is filled, or left out.")
      return close(cast, run, .empty)
    }
    let over = end(of: instruction, run)
    if instruction.extent.count.map({ run.count >= $0 }) ?? false || state.at >= over {
      return close(cast, run, .flex)
    }
    if isTooLate(instruction, run) { return close(cast, run, .late) }
    if align(cast, run) { return true }
    let grace = run.end == .endless ? .zero : run.grace
    var room = run.end - state.at + grace
    if run.count > 0, over < run.end { room = min(room, over - state.at) }
    guard let draw = fitting(cast, deck: deck, run, room: room) else {
      // Its own time is over, or the time of all.
      if over < run.end, !run.isTimed || run.isPart { return false }
      return settle(cast, run, .flex)
    }
    compose(cast, rule, deck: deck, draw, run, room: room)
    return true
  }

  /// Ends a turn: by the clock the rest of the slot is filled.
  private mutating func close(_ cast: Cast, _ run: Run, _ role: EntryRole) -> Bool {
    run.isTimed && !run.isPart ? settle(cast, run, role) : false
  }

  /// Spends the time that is left; false where what comes next begins instead.
  private mutating func settle(_ cast: Cast, _ run: Run, _ role: EntryRole) -> Bool {
    let end = run.dueEnd ?? run.end
    if run.isTimed, run.tail == .none || state.at >= end { return false }
    if run.isTimed, run.tail == .off {
      screen(.offAir, until: end, cast.instruction.path, run)
    } else {
      fill(cast, to: end, role, run)
    }
    return true
  }

  private mutating func isTooLate(_ instruction: Instruction, _ run: Run) -> Bool {
    let start = run.first ?? state.at
    guard run.isTimed, !run.isPart, instruction.classic == nil, run.count == 0,
      state.since <= run.due, start - run.due > max(instruction.lateness, run.pardon)
    else { return false }
    let late = (start - run.due).milliseconds / 1000
    book.note(
      .skipped, instruction.path, at: state.at,
      "'\(instruction.name)' could only start \(late) s late, later than it may; it is left out.")
    return true
  }

  /// Fills up to the grid on which programmes start.
  private mutating func align(_ cast: Cast, _ run: Run) -> Bool {
    guard let pad = cast.instruction.pad, cast.instruction.padding != .next else { return false }
    let target = grid(pad, from: state.at)
    let gap = target - state.at
    guard gap > Self.slack, pad - gap > Self.slack else {
      return false
    }
    fill(cast, to: min(target, run.end), .flex, run)
    return true
  }

  /// What is played next within the room that is left; nil when nothing is.
  private mutating func fitting(
    _ cast: Cast, deck: Int, _ run: Run, room: Span
  ) -> Deck.Draw? {
    guard let first = decks[deck].peek() else { return nil }
    let item = decks[deck].items[first.item]
    if item.duration <= room { return first }
    let instruction = cast.instruction
    if instruction.ending != .stop, run.isTimed, run.end < .endless { return first }
    if let most = instruction.classic?.discard, most > 0 {
      return passing(upTo: most, deck: deck, room: room)
    }
    let whole = run.end - run.due + run.grace
    guard run.isTimed, item.duration > whole else { return nil }
    if instruction.runsOver {
      guard run.count == 0 else { return nil }
      book.note(
        .overrun, instruction.path, at: state.at,
        "'\(item.title)' is longer than '\(instruction.name)' and runs over its end.")
      return first
    }
    book.note(
      .overlong, instruction.path, at: state.at,
      "'\(item.title)' is longer than '\(instruction.name)' and is left out.")
    return passing(upTo: Self.patience, deck: deck, room: room, whole: whole)
  }

  /// The next programme that fits, if only so many before it don't; `whole` is what a slot can
  /// hold, and no programme that would fit into an empty one is passed over.
  private mutating func passing(
    upTo most: Int, deck: Int, room: Span, whole: Span? = nil
  ) -> Deck.Draw? {
    guard decks[deck].shortest <= room else { return nil }
    var tried = decks[deck]
    for _ in 0..<most {
      tried.pass()
      guard let draw = tried.peek() else { return nil }
      let length = tried.items[draw.item].duration
      if length <= room {
        skipped = tried
        return draw
      }
      if let whole, length <= whole { return nil }
    }
    return nil
  }

  /// Until when an instruction that plays nothing of its own goes on; nil when its turn is over.
  private func rest(of instruction: Instruction, _ run: Run) -> Moment? {
    let end = min(run.end, end(of: instruction, run))
    return end > state.at ? end : nil
  }

  /// When an instruction has done its part, whatever the slot leaves it.
  private func end(of instruction: Instruction, _ run: Run) -> Moment {
    if let duration = instruction.extent.duration { return run.begin + duration }
    if let grid = instruction.extent.grid { return self.grid(grid, from: run.begin) }
    guard let until = instruction.extent.until else { return .endless }
    let day = zone.wall(at: run.begin).day
    let today = zone.moment(of: WallTime(day: day, time: until))
    return today >= run.begin ? today : zone.moment(of: WallTime(day: day + 1, time: until))
  }

  /// The next multiple of a time of the day.
  func grid(_ grid: Span, from moment: Moment) -> Moment {
    let past = zone.wall(at: moment).time.milliseconds % grid.milliseconds
    return past == 0 ? moment : moment + .milliseconds(grid.milliseconds - past)
  }
}
