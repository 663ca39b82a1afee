import Library

extension Engine {
  /// Makes what comes next by a plan of blocks.
  mutating func stepByBlocks(_ airtime: Airtimes.Airtime) {
    let program = rundown.programs[airtime.program]
    let casts = dressed(airtime.program)
    guard let plan = program.plan, let gap = casts.last else { return }
    let found = timetables[airtime.program]?.slot(at: state.at)
    let next = found?.next.flatMap { $0.moment <= airtime.end ? $0 : nil }
    let border = next?.moment ?? airtime.end
    let turn = state.turns[program.name]
    if let now = found?.now {
      let block = plan.blocks[now.instruction]
      let end = min(border, block.length.map { now.moment + $0 } ?? border)
      if state.at < end {
        return play(
          block, since: now.moment, to: end, airtime, casts, turn: turn, in: program.name)
      }
      noteMissed(block, since: now.moment, casts, turn)
    }
    let run = Run(
      number: (turn?.number ?? -1) + (turn?.path == gap.instruction.path ? 0 : 1),
      begin: state.at, end: border, grace: .zero)
    fill(gap, to: border, .flex, run)
  }

  /// One turn of the items of a block; what they leave is filled.
  private mutating func play(
    _ block: DayPlan.Block, since start: Moment, to end: Moment, _ airtime: Airtimes.Airtime,
    _ casts: [Cast], turn: EngineState.Turn?, in program: String
  ) {
    let grace =
      end == airtime.end
      ? airtime.grace : max(.zero, min(block.overrun, airtime.end + airtime.grace - end))
    var run = Run(
      number: (turn?.number ?? -1) + 1, begin: state.at, end: end, grace: grace, isTimed: true)
    run.isPart = true
    run.due = max(start, airtime.start)
    var index = 0
    if let turn, let place = item(of: turn, block, casts, since: start) {
      index = place
      (run.number, run.begin, run.count, run.first) = (
        turn.number, turn.start, turn.count, turn.start
      )
    } else if state.since <= run.due, state.at > run.due {
      let late = (state.at - run.due).milliseconds / 1000
      book.note(
        .late, casts[block.first].instruction.path, at: state.at,
        "The block '\(block.name)' starts \(late) s late.")
    }
    for _ in 0...block.count {
      if perform(casts[block.first + index], run) { return }
      guard index + 1 < block.count || block.repeats else { break }
      index = (index + 1) % block.count
      run.number += 1
      (run.begin, run.count, run.first) = (state.at, 0, nil)
    }
    fill(casts[block.first + index], to: end, .flex, run)
  }

  /// The item of a block that has its turn; nil where the block did not begin yet.
  private func item(
    of turn: EngineState.Turn, _ block: DayPlan.Block, _ casts: [Cast], since start: Moment
  ) -> Int? {
    guard turn.start >= start else { return nil }
    return (0..<block.count).first { casts[block.first + $0].instruction.path == turn.path }
  }

  private mutating func noteMissed(
    _ block: DayPlan.Block, since start: Moment, _ casts: [Cast], _ turn: EngineState.Turn?
  ) {
    guard state.since <= start,
      turn.map({ item(of: $0, block, casts, since: start) == nil }) ?? true,
      turn.map({ $0.start < start }) ?? false
    else { return }
    book.note(
      .skipped, casts[block.first].instruction.path, at: state.at,
      "The block '\(block.name)' was over before what went before it ended; it is left out.")
  }
}
