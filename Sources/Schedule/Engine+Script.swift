import Library

extension Engine {
  /// A group of the guide is no longer than this; what comes after it is another one.
  private static let longestGroup = Span.hours(12)

  /// Makes the next entry of a program that follows a script.
  mutating func stepByScript(_ airtime: Airtimes.Airtime) {
    let program = rundown.programs[airtime.program]
    guard let course = program.course, course.count > 0 else { return }
    let (first, goesOn) = scriptRun(airtime, program, course)
    var run = first
    let begin = first.number + (goesOn ? 1 : 0)
    for _ in 0...course.count {
      if !course.repeats, run.number >= course.count { break }
      if follow(airtime, course, run) { return }
      run = Run(
        number: run.number + 1, begin: state.at, end: airtime.end, grace: airtime.grace)
    }
    let cast = stepCast(begin, course, airtime)
    if !course.repeats {
      run.number = course.count
      return fill(cast, to: airtime.end, .flex, run, path: program.name + "/wait")
    }
    book.note(
      .stuck, cast.instruction.path, at: state.at,
      "The script ran from '\(cast.instruction.name)' through all its \(course.count) steps "
        + "without playing or filling anything; it is tried again at the next full hour.")
    let hour = Moment(milliseconds: (state.at.milliseconds / 3_600_000 + 1) * 3_600_000)
    run.number = begin
    fill(cast, to: min(hour, airtime.end), .empty, run, path: program.name + "/stuck")
  }

  /// The run that has its turn, and whether it has begun.
  private mutating func scriptRun(
    _ airtime: Airtimes.Airtime, _ program: Program, _ course: ScriptCourse
  ) -> (run: Run, goesOn: Bool) {
    var run = Run(number: 0, begin: state.at, end: airtime.end, grace: airtime.grace)
    guard let turn = state.turns[program.name] else { return (run, false) }
    run.number = turn.number
    if turn.path.hasSuffix("/stuck") || turn.path.hasSuffix("/wait") { return (run, false) }
    if stepCast(turn.number, course, airtime).instruction.path == turn.path {
      (run.begin, run.count, run.first) = (turn.start, turn.count, turn.start)
      return (run, true)
    }
    // The rules were edited: the same step again, or the beginning of the next round.
    let round = turn.number / course.count
    let place = course.order(round).firstIndex { program.instructions[$0].path == turn.path }
    run.number = place.map { round * course.count + $0 } ?? (round + 1) * course.count
    return (run, false)
  }

  /// The instruction that has its turn in a run.
  private mutating func stepCast(
    _ number: Int, _ course: ScriptCourse, _ airtime: Airtimes.Airtime
  ) -> Cast {
    let index = course.index(of: number, &scriptOrders[airtime.program, default: [:]])
    return dressed(airtime.program)[index]
  }

  /// Makes the next entry of a step; false when its turn is over.
  private mutating func follow(
    _ airtime: Airtimes.Airtime, _ course: ScriptCourse, _ run: Run
  ) -> Bool {
    let cast = stepCast(run.number, course, airtime)
    let instruction = cast.instruction
    guard let rule = instruction.script, !rule.moves,
      let target = target(of: instruction, rule, run), target > state.at
    else { return false }
    let name = rundown.programs[airtime.program].name
    together = group(rule, run, course, name)
    defer { together = nil }
    guard let content = instruction.play, let deck = cast.deck else {
      fill(cast, to: min(target, run.end), .flex, run, group: together)
      return true
    }
    layHalf(deck)
    guard !decks[deck].isEmpty else {
      book.note(
        .empty, instruction.path, at: state.at,
        "'\(instruction.name)' has nothing to play; it is filled, or left out.")
      return rest(cast, rule, run, target)
    }
    let most = rule.isAll ? decks[deck].items.count : instruction.extent.count
    if let most, run.count >= most { return false }
    let moved = moved(content, deck: deck, run.number, course, name, airtime)
    let room = run.end - state.at + (run.end == .endless ? .zero : run.grace)
    let whole =
      airtime.start == .beginning ? Span.days(3660) : run.end - airtime.start + airtime.grace
    let view = ScriptView(
      deck: moved ?? decks[deck], isMoved: moved != nil, room: room, whole: whole,
      left: target == .endless ? room : target - state.at)
    return air(view, cast, content, deck: deck, rule, run, target)
  }

  /// Plays what fits, or ends the step as its rule says.
  private mutating func air(
    _ view: ScriptView, _ cast: Cast, _ content: ContentRule, deck: Int, _ rule: ScriptRule,
    _ run: Run, _ target: Moment
  ) -> Bool {
    var view = view
    switch view.choice(rule) {
    case .play(let draw, let cut, let isLong):
      if let isLong {
        book.note(
          .overlong, cast.instruction.path, at: state.at,
          "'\(isLong)' is longer than the time of '\(cast.instruction.name)' and is left out.")
      }
      if view.isMoved { skipped = view.deck }
      trim = cut
      let room = rule.stopsBeforeEnd ? min(view.left, view.room) : view.room
      compose(cast, content, deck: deck, draw, run, room: room)
      trim = nil
      return true
    case .wait:
      fill(cast, to: run.end, .flex, run, group: together)
      return true
    case .over: return rest(cast, rule, run, target)
    }
  }

  /// What becomes of the time that a step leaves.
  private mutating func rest(
    _ cast: Cast, _ rule: ScriptRule, _ run: Run, _ target: Moment
  ) -> Bool {
    guard target != .endless, rule.isOffAtEnd || rule.fillsRest else { return false }
    let end = min(target, run.end)
    if rule.isOffAtEnd {
      screen(.offAir, until: end, cast.instruction.path, run, group: together)
    } else {
      fill(cast, to: end, .flex, run, group: together)
    }
    return true
  }

  /// Up to when a step goes; nil when its time of day is past.
  private func target(of instruction: Instruction, _ rule: ScriptRule, _ run: Run) -> Moment? {
    if let duration = instruction.extent.duration { return run.begin + duration }
    if let grid = instruction.extent.grid { return self.grid(grid, from: run.begin) }
    guard let until = instruction.extent.until else { return .endless }
    let day = zone.wall(at: run.begin).day
    let today = zone.moment(of: WallTime(day: day, time: until))
    if today >= run.begin { return today }
    return rule.tomorrow ? zone.moment(of: WallTime(day: day + 1, time: until)) : nil
  }

  /// A content where steps put it that moved it since it was played last; nil where none did.
  private mutating func moved(
    _ content: ContentRule, deck: Int, _ number: Int, _ course: ScriptCourse, _ program: String,
    _ airtime: Airtimes.Airtime
  ) -> Deck? {
    guard course.movedKeys.contains(content.key) else { return nil }
    let last = state.scripts?[program]?.plays[content.key] ?? -1
    let first = max(last + 1, number - 2 * course.count, 0)
    guard first < number else { return nil }
    var moved: Deck?
    for step in first..<number {
      let cast = stepCast(step, course, airtime)
      guard let rule = cast.instruction.script, rule.moves, cast.deck == deck else { continue }
      var place = moved ?? decks[deck]
      if !place.move(rule.act, content, seed: rundown.seed) {
        book.note(
          .empty, cast.instruction.path, at: state.at,
          "'\(cast.instruction.name)' finds no such item; the content goes on where it was.")
      }
      moved = place
    }
    return moved
  }

  /// When the guide's group began that a step goes on, without anything between; nil when it begins
  /// one, or is in none.
  private func group(
    _ rule: ScriptRule, _ run: Run, _ course: ScriptCourse, _ program: String
  ) -> Moment? {
    guard let start = rule.group, let standing = state.scripts?[program] else { return nil }
    let begin = run.number / course.count * course.count + start
    guard standing.run >= begin, standing.run <= run.number, standing.end == state.at,
      state.at - standing.group < Self.longestGroup
    else { return nil }
    return standing.group
  }
}

/// What a step sees ahead: its content and the time that there is.
private struct ScriptView {
  enum Choice {
    /// Plays, cut to a length, having left out what is too long for any time there is.
    case play(Deck.Draw, cut: Span?, long: String?)
    /// What is next fits later.
    case wait
    /// Nothing fits before the step's end.
    case over
  }

  /// So many that can never fit are passed over.
  private static let patience = 64

  var deck: Deck
  var isMoved: Bool
  /// How much time there is until something else has the air.
  var room: Span
  /// How much time there is at most.
  var whole: Span
  /// How much time there is until the step's end.
  var left: Span

  mutating func choice(_ rule: ScriptRule) -> Choice {
    guard let first = deck.peek() else { return .over }
    let item = deck.items[first.item]
    if item.duration <= min(left, room) { return .play(first, cut: nil, long: nil) }
    if room < left {
      guard item.duration > whole else { return .wait }
      guard let other = pass(over: Self.patience) else { return .wait }
      return .play(other, cut: nil, long: item.title)
    }
    if !rule.stopsBeforeEnd, item.duration <= room { return .play(first, cut: nil, long: nil) }
    if let other = pass(over: rule.discards) { return .play(other, cut: nil, long: nil) }
    if rule.trims, left >= ScheduleItem.shortest { return .play(first, cut: left, long: nil) }
    return .over
  }

  /// The next that fits, with what is passed over for it.
  private mutating func pass(over most: Int) -> Deck.Draw? {
    var tried = deck
    for _ in 0..<most {
      tried.advance()
      guard let draw = tried.peek() else { return nil }
      guard tried.items[draw.item].duration <= min(left, room) else { continue }
      (deck, isMoved) = (tried, true)
      return draw
    }
    return nil
  }
}

extension Deck {
  /// Moves without playing; false when there is nothing to move to.
  fileprivate mutating func move(
    _ act: ScriptRule.Act, _ content: ContentRule, seed: UInt64
  ) -> Bool {
    switch act {
    case .play, .fill: return true
    case .rewind: lay(content, seed: seed, cursors: [:])
    case .skip(let count): for _ in 0..<count { advance() }
    case .seek(let goal):
      guard items.contains(where: goal.fits) else { return false }
      // The rest of this round, and all of the next; a draw may take longer.
      for _ in 0..<(2 * items.count + 64) {
        guard let draw = peek(), !goal.fits(items[draw.item]) else { return true }
        advance()
      }
    }
    return true
  }
}
