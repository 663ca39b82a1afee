import Library

extension Engine {
  /// What goes beyond its slot may delay what follows by so much; nothing begins earlier by more.
  private static let patient = Span.hours(12)

  /// A slot that has its time.
  private struct Found {
    /// Its place among the starts.
    var place: Int
    /// How much later than planned its time ends.
    var delay = Span.zero
  }

  /// Makes what comes next of slots by time.
  mutating func stepByClock(_ airtime: Airtimes.Airtime) {
    let program = rundown.programs[airtime.program].name
    let casts = dressed(airtime.program)
    guard let table = timetables[airtime.program] else { return }
    guard let found = found(in: table, casts, state.turns[program]) else {
      let next = table.starts.first?.moment ?? .endless
      let run = Run(number: 0, begin: state.at, end: airtime.end, grace: .zero)
      return screen(.offAir, until: min(next, airtime.end), program + "/wait", run)
    }
    let now = casts[table.starts[found.place].instruction]
    let first = run(found, table, airtime, casts)
    noteLate(now, first)
    if perform(now, first) { return }
    // It has done its part before its time is over: what comes next begins early, or late as it is.
    let place = found.place + 1
    if place < table.starts.count, table.starts[place].moment < airtime.end,
      table.starts[place].moment - state.at <= Self.patient
    {
      let late = Found(place: place, delay: delay(of: found, table, casts))
      let next = run(late, table, airtime, casts)
      if state.at < next.end, perform(casts[table.starts[place].instruction], next) { return }
    }
    guard state.at < first.end else { return }
    fill(now, to: first.end, .flex, first)
  }

  /// The slot that has its time at the present, whatever the clock says.
  private func found(
    in table: Timetable, _ casts: [Cast], _ turn: EngineState.Turn?
  ) -> Found? {
    let now = table.place(at: state.at)
    if let now, let turn, table.starts[now].moment.milliseconds / 1000 == Int64(turn.number) {
      return Found(place: now)
    }
    guard let turn, let place = place(of: turn, in: table, casts), place != now else {
      return now.map { Found(place: $0) }
    }
    // It began early.
    guard let now, place < now else { return Found(place: place) }
    let start = table.starts[place]
    let delay = turn.start - start.moment
    let ending = casts[start.instruction].instruction.ending
    guard ending == .shift, delay > .zero, delay <= Self.patient, place + 1 < table.starts.count
    else { return Found(place: now) }
    if state.at < table.starts[place + 1].moment + delay {
      return Found(place: place, delay: delay)
    }
    let next = table.starts[place + 1].moment
    return state.at - next <= Self.patient
      ? Found(place: place + 1, delay: state.at - next) : Found(place: now)
  }

  private func place(
    of turn: EngineState.Turn, in table: Timetable, _ casts: [Cast]
  ) -> Int? {
    guard let place = table.place(at: Moment(seconds: Int64(turn.number) + 1)),
      table.starts[place].moment.milliseconds / 1000 == Int64(turn.number),
      casts[table.starts[place].instruction].instruction.path == turn.path
    else { return nil }
    return place
  }

  private func delay(of found: Found, _ table: Timetable, _ casts: [Cast]) -> Span {
    let ending = casts[table.starts[found.place].instruction].instruction.ending
    return ending == .shift ? max(.zero, state.at - table.starts[found.place + 1].moment) : .zero
  }

  private func run(
    _ found: Found, _ table: Timetable, _ airtime: Airtimes.Airtime, _ casts: [Cast]
  ) -> Run {
    let now = table.starts[found.place]
    let instruction = casts[now.instruction].instruction
    let next =
      found.place + 1 < table.starts.count && table.starts[found.place + 1].moment <= airtime.end
      ? table.starts[found.place + 1] : nil
    let planned = next?.moment ?? airtime.end
    let isShifted = instruction.ending == .shift && found.delay > .zero && next != nil
    var run = Run(
      number: Int(now.moment.milliseconds / 1000), begin: now.moment,
      end: isShifted ? min(planned + found.delay, airtime.end) : planned,
      grace: next.map { casts[$0.instruction].instruction.lateness } ?? airtime.grace,
      isTimed: true)
    if isShifted { run.dueEnd = planned }
    if instruction.padding == .next { run.tail = .none }
    if let turn = turn(of: instruction), turn.number == run.number {
      run.count = turn.count
      run.first = turn.start
    }
    run.due = max(run.begin, airtime.start)
    if found.place > 0 {
      let before = casts[table.starts[found.place - 1].instruction].instruction.ending
      if before == .extend || before == .shift { run.pardon = Self.patient }
    }
    return run
  }

  private mutating func noteLate(_ cast: Cast, _ run: Run) {
    guard run.first == nil, state.since <= run.due, state.at > run.due else { return }
    let late = (state.at - run.due).milliseconds / 1000
    book.note(
      .late, cast.instruction.path, at: state.at,
      "'\(cast.instruction.name)' starts \(late) s late.")
  }
}
