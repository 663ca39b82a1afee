import Library

extension Engine {
  /// What waits with a flexible start may begin so late.
  private static let patient = Span.hours(12)
  private static let wait = "/wait"

  /// Makes what comes next of items in order, some of which start at their times.
  mutating func stepByClassic(_ airtime: Airtimes.Airtime) {
    let casts = dressed(airtime.program)
    let turn = state.turns[rundown.programs[airtime.program].name]
    var (index, due) = place(casts, turn)
    var number = (turn?.number ?? -1) + 1
    if let turn, due == nil, casts[index].instruction.path == turn.path {
      let run = run(
        index, casts, airtime, number: turn.number, since: turn.start, count: turn.count)
      if state.at < run.end, perform(casts[index], run) { return }
      (index, due) = following(index, casts, turn)
    }
    var failed = Set<Int>()
    for _ in 0...(2 * casts.count) {
      let instruction = casts[index].instruction
      let start = due ?? self.due(instruction, from: state.at)
      if start > state.at { return wait(casts[index], for: start, airtime, number: number) }
      if due == nil, instruction.classic?.start == nil,
        let fixed = next(index, casts), !failed.contains(fixed),
        occurrence(casts[fixed].instruction, from: state.at) == state.at
      {
        (index, due) = (fixed, state.at)
        continue
      }
      if isMissed(instruction, due: due) {
        failed.insert(index)
        due = occurrence(instruction, from: state.at + .milliseconds(1))
        continue
      }
      let run = run(index, casts, airtime, number: number, since: state.at, count: nil)
      if perform(casts[index], run) { return }
      failed.insert(index)
      number += 1
      index = (index + 1) % casts.count
      due = nil
    }
  }

  /// Tells of items that start at the same time, of which only one can.
  mutating func noteClassicClashes() {
    for program in rundown.programs where program.turns == .classic {
      var starts: [Span: Instruction] = [:]
      for instruction in program.instructions {
        guard let start = instruction.classic?.start else { continue }
        if let other = starts[start] {
          book.note(
            .clash, instruction.path,
            at: occurrence(instruction, from: state.at) ?? state.at,
            "'\(other.name)' and '\(instruction.name)' start at the same time; they take turns.")
        }
        starts[start] = instruction
      }
    }
  }

  /// Which item has its turn, and for which of its starts, if it still waits or is to begin.
  private func place(_ casts: [Cast], _ turn: EngineState.Turn?) -> (index: Int, due: Moment?) {
    guard let turn else { return beginning(casts) }
    let isWait = turn.path.hasSuffix(Self.wait)
    let path = isWait ? String(turn.path.dropLast(Self.wait.count)) : turn.path
    guard let index = casts.firstIndex(where: { $0.instruction.path == path }) else {
      return beginning(casts)
    }
    guard isWait else { return (index, nil) }
    return (index, occurrence(casts[index].instruction, from: turn.start) ?? state.at)
  }

  /// A channel that begins plays what would be on, and does not wait for the morning.
  private func beginning(_ casts: [Cast]) -> (index: Int, due: Moment?) {
    var found: (index: Int, due: Moment)?
    for (index, cast) in casts.enumerated() {
      guard let time = cast.instruction.classic?.start else { continue }
      let day = zone.wall(at: state.at).day
      let starts = [day, day - 1].map { zone.moment(of: WallTime(day: $0, time: time)) }
      guard let last = starts.first(where: { $0 <= state.at }) else { continue }
      if found.map({ $0.due < last }) ?? true { found = (index, last) }
    }
    return found.map { ($0.index, state.at) } ?? (0, nil)
  }

  /// What comes behind an item that is over: the next, or at its time the next with a start.
  private mutating func following(
    _ index: Int, _ casts: [Cast], _ turn: EngineState.Turn
  ) -> (index: Int, due: Moment?) {
    guard let fixed = next(index, casts),
      let limit = limit(of: fixed, casts, since: turn.start), limit <= state.at
    else { return ((index + 1) % casts.count, nil) }
    var left = turn.count == 0 ? index : (index + 1) % casts.count
    while left != fixed {
      let name = casts[left].instruction.name
      book.note(
        .skipped, casts[left].instruction.path, at: state.at,
        "'\(name)' has no time before '\(casts[fixed].instruction.name)' starts; it is left out.")
      left = (left + 1) % casts.count
    }
    return (fixed, limit)
  }

  private mutating func isMissed(_ instruction: Instruction, due: Moment?) -> Bool {
    guard let due, let rule = instruction.classic, rule.isStrict,
      state.at - due > instruction.lateness
    else { return false }
    book.note(
      .skipped, instruction.path, at: due,
      "'\(instruction.name)' missed its start and waits for the next one.")
    return true
  }

  private mutating func wait(
    _ cast: Cast, for start: Moment, _ airtime: Airtimes.Airtime, number: Int
  ) {
    let instruction = cast.instruction
    let turn = state.turns[EngineState.program(of: instruction.path)]
    let path = instruction.path + Self.wait
    if turn?.path != path, start - state.at > .hours(12) {
      let hours = (start - state.at).milliseconds / 3_600_000
      book.note(
        .waiting, instruction.path, at: state.at,
        "'\(instruction.name)' waits \(hours) hours for its start; the time is filled.")
    }
    let number = turn?.path == path ? turn?.number ?? number : number
    var run = Run(
      number: number, begin: state.at, end: min(start, airtime.end), grace: .zero, isTimed: true)
    run.isPart = true
    fill(cast, to: run.end, .flex, run, path: path)
  }

  /// One run of an item; `count` is nil for one that begins.
  private mutating func run(
    _ index: Int, _ casts: [Cast], _ airtime: Airtimes.Airtime, number: Int, since begin: Moment,
    count: Int?
  ) -> Run {
    let instruction = casts[index].instruction
    let fixed = next(index, casts)
    let limit = fixed.flatMap { self.limit(of: $0, casts, since: begin) } ?? .endless
    var run = Run(
      number: number, begin: begin, end: min(limit, airtime.end), grace: airtime.grace,
      count: count ?? 0, first: count == nil ? nil : begin)
    guard let rule = instruction.classic else { return run }
    if limit < airtime.end, let fixed {
      let grace = grace(of: casts[fixed].instruction)
      run.grace = max(.zero, min(grace, airtime.end + airtime.grace - limit))
    }
    run.isTimed = run.end < .endless && (rule.mode == .duration || rule.mode == .flood)
    run.tail = rule.tail
    guard rule.mode == .duration, let duration = rule.duration else { return run }
    let deadline = begin + duration
    if deadline <= run.end {
      (run.end, run.grace, run.isTimed) = (deadline, .zero, true)
      run.isPart = rule.tail == .none
    } else if count == nil, let fixed, limit <= airtime.end {
      let next = casts[fixed].instruction
      book.note(
        .clash, instruction.path, at: begin,
        "'\(instruction.name)' would last beyond the start of '\(next.name)', which goes first.")
    }
    return run
  }

  private func grace(of instruction: Instruction) -> Span {
    instruction.classic?.isStrict == true ? instruction.lateness : Self.patient
  }

  /// The next item with a start behind one; that one itself where no other has one.
  private func next(_ index: Int, _ casts: [Cast]) -> Int? {
    (1...casts.count).lazy.map { (index + $0) % casts.count }
      .first { casts[$0].instruction.classic?.start != nil }
  }

  /// When an item with a start ends what began at a moment.
  private func limit(of fixed: Int, _ casts: [Cast], since begin: Moment) -> Moment? {
    occurrence(casts[fixed].instruction, from: begin + .milliseconds(1))
  }

  /// When an item that is reached at a moment starts.
  private func due(_ instruction: Instruction, from moment: Moment) -> Moment {
    guard let rule = instruction.classic, let next = occurrence(instruction, from: moment) else {
      return moment
    }
    let isToday = zone.wall(at: next).day == zone.wall(at: moment).day
    return rule.isStrict || isToday ? next : moment
  }

  /// The first time from a moment on at which the clock shows an item's start.
  private func occurrence(_ instruction: Instruction, from moment: Moment) -> Moment? {
    guard let time = instruction.classic?.start else { return nil }
    let day = zone.wall(at: moment).day
    return (day - 1...day + 2).lazy.map { zone.moment(of: WallTime(day: $0, time: time)) }
      .first { $0 >= moment }
  }
}
