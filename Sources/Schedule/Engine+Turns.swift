import Library

/// One run of an instruction, and what it may use.
struct Run {
  var number: Int
  /// When it starts by the rules, or when it began.
  var begin: Moment
  /// When its time is over.
  var end: Moment
  /// How much later than that a programme may end.
  var grace: Span
  /// How many programmes it has played.
  var count = 0
  /// When its first entry started; nil before that.
  var first: Moment?
  /// When it could start at the earliest, since it has the air.
  var due: Moment
  /// Whether it starts and ends by the clock.
  var isTimed = false
  /// Whether others share its time with it, and go on when it has done its part.
  var isPart = false
  /// What becomes of the time that is left.
  var tail = Slot.Tail.filler
  /// How late it may begin since what went before runs on.
  var pardon = Span.zero
  /// When its time would be over if it had not begun late.
  var dueEnd: Moment?

  init(
    number: Int, begin: Moment, end: Moment, grace: Span, count: Int = 0, first: Moment? = nil,
    isTimed: Bool = false
  ) {
    self.number = number
    self.begin = begin
    self.end = end
    self.grace = grace
    self.count = count
    self.first = first
    due = begin
    self.isTimed = isTimed
  }
}

extension Engine {
  /// Makes what comes next: at least one entry.
  mutating func step() {
    let airtime = airtimes.airtime(at: state.at)
    let before = state.at
    switch rundown.programs[airtime.program].turns {
    case .clock: stepByClock(airtime)
    case .order: stepInOrder(airtime)
    case .lot: stepByLot(airtime)
    case .blocks: stepByBlocks(airtime)
    case .classic: stepByClassic(airtime)
    case .script: stepByScript(airtime)
    }
    guard state.at == before else { return }
    stall(airtime)
  }

  private mutating func stepInOrder(_ airtime: Airtimes.Airtime) {
    let casts = dressed(airtime.program)
    let turn = state.turns[rundown.programs[airtime.program].name]
    var index = casts.firstIndex { $0.instruction.path == turn?.path } ?? 0
    var run = Run(
      number: turn?.number ?? 0, begin: state.at, end: airtime.end, grace: airtime.grace)
    if let turn, casts[index].instruction.path == turn.path {
      (run.begin, run.count, run.first) = (turn.start, turn.count, turn.start)
    } else if let turn {
      run.number = turn.number + 1
    }
    for _ in 0...casts.count {
      if perform(casts[index], run) { return }
      index = (index + 1) % casts.count
      run = Run(
        number: run.number + 1, begin: state.at, end: airtime.end, grace: airtime.grace)
    }
  }

  private mutating func stepByLot(_ airtime: Airtimes.Airtime) {
    let casts = dressed(airtime.program)
    let name = rundown.programs[airtime.program].name
    let turn = state.turns[name]
    if let turn, let cast = casts.first(where: { $0.instruction.path == turn.path }) {
      let run = Run(
        number: turn.number, begin: turn.start, end: airtime.end, grace: airtime.grace,
        count: turn.count, first: turn.start)
      if perform(cast, run) { return }
    }
    // While everything rests the same wait goes on.
    let waits = turn?.path.hasSuffix("/wait") ?? false
    let run = Run(
      number: (turn?.number ?? -1) + (waits ? 0 : 1), begin: state.at, end: airtime.end,
      grace: airtime.grace)
    var drawn = run
    drawn.number = (turn?.number ?? -1) + 1
    var out: [Int] = []
    while let index = draw(
      casts, of: airtime.program, without: out, number: drawn.number, last: turn)
    {
      if perform(casts[index], drawn) { return }
      out.append(index)
    }
    let rested = casts.indices.compactMap { index -> Moment? in
      if let deck = casts[index].deck, decks[deck].isEmpty { return nil }
      return ready(casts[index], airtime.program, index)
    }
    guard let first = rested.min(), first > state.at else { return }
    book.note(
      .resting, name, at: state.at, "Everything that could be drawn rests; the gap is filled.")
    fill(casts[0], to: min(first, airtime.end), .resting, run, path: name + "/wait")
  }

  /// One of several instructions by lot; nil when none of them may be drawn.
  private func draw(
    _ casts: [Cast], of program: Int, without out: [Int], number: Int, last: EngineState.Turn?
  ) -> Int? {
    var weights = [UInt64](repeating: 0, count: casts.count)
    var tired: Int?
    var weightless: Int?
    for index in casts.indices where !out.contains(index) {
      guard ready(casts[index], program, index) <= state.at else { continue }
      if isTired(casts[index], last) {
        tired = index
      } else {
        weights[index] = UInt64(casts[index].instruction.weight)
        weightless = weightless ?? index
      }
    }
    let lot = Lot.drawn(rundown.seed, Int64(number), 3)
    // With nothing else to draw, a limit of repeats would be silence.
    return Lot.place(lot, in: weights) ?? weightless ?? tired
  }

  private func isTired(_ cast: Cast, _ last: EngineState.Turn?) -> Bool {
    guard let most = cast.instruction.consecutive, let last, last.drawn == cast.instruction.path
    else {
      return false
    }
    return last.run >= most
  }

  private func ready(_ cast: Cast, _ program: Int, _ index: Int) -> Moment {
    rests.ready(program, index, after: cast.instruction.coolDown) ?? state.at
  }

  func turn(of instruction: Instruction) -> EngineState.Turn? {
    let turn = state.turns[EngineState.program(of: instruction.path)]
    return turn?.path == instruction.path ? turn : nil
  }

  /// Nothing can be played: the screen for a while, so that time goes on whatever the rules say.
  private mutating func stall(_ airtime: Airtimes.Airtime) {
    let program = rundown.programs[airtime.program]
    book.note(
      .stuck, program.name, at: state.at,
      "No slot of '\(program.name)' has anything to play now; the channel's screen is shown.")
    let hour = Moment(milliseconds: (state.at.milliseconds / 3_600_000 + 1) * 3_600_000)
    let run = Run(number: 0, begin: state.at, end: airtime.end, grace: .zero)
    screen(.empty, until: min(hour, airtime.end), program.name + "/stuck", run)
  }
}
