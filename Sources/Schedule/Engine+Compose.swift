import Library

extension Engine {
  /// Makes the entries of one programme: its fillers, its parts and its share of the slot's rest.
  mutating func compose(
    _ cast: Cast, _ rule: ContentRule, deck: Int, _ draw: Deck.Draw, _ run: Run, room: Span
  ) {
    let item = decks[deck].items[draw.item]
    let group = together ?? state.at
    let length = min(item.duration, trim ?? item.duration)
    if let passed = skipped { decks[deck] = passed }
    decks[deck].advance()
    var spare = max(.zero, room - length)
    if cast.instruction.spreads, run.isTimed {
      spare = share(cast, deck: deck, run, from: state.at + item.duration)
    }
    let whole = spare
    if !cast.shelves.isEmpty {
      if run.first == nil { fillers(.head, cast, run, group, &spare) }
      fillers(.pre, cast, run, group, &spare)
    }
    air(item, length, cast, rule, draw, run, group, &spare)
    if skipped != nil {
      // What was passed over moved the deck, but not the cursor.
      skipped = nil
      decks[deck].lay(rule, seed: rundown.seed, cursors: state.cursors)
    }
    if !cast.shelves.isEmpty { fillers(.post, cast, run, group, &spare) }
    guard cast.instruction.spreads, run.isTimed, whole > .zero else { return }
    let target = state.at + spare
    while state.at < target { fill(cast, to: target, .flex, run, group: group) }
  }

  /// The item, in parts where breaks interrupt it.
  private mutating func air(
    _ item: ScheduleItem, _ length: Span, _ cast: Cast, _ rule: ContentRule, _ draw: Deck.Draw,
    _ run: Run, _ group: Moment, _ spare: inout Span
  ) {
    let instruction = cast.instruction
    var done = Span.zero
    func part(to end: Span, at start: Moment) -> ScheduledItem {
      ScheduledItem(
        start: start, end: start + (end - done), media: item.id, cycle: draw.cycle,
        inPoint: done, content: draw.key ?? rule.key, path: instruction.path, turn: run.number,
        group: group, title: instruction.title, isHidden: instruction.isHidden || draw.isHidden,
        look: cast.look)
    }
    if let shelf = cast.shelves[.mid]?.first, let breaks = shelves[shelf].row.breaks {
      for place in breaks.places(in: item) where place < length && offers(.mid, cast, spare) {
        emit(part(to: place, at: state.at), item: item)
        done = place
        fillers(.mid, cast, run, group, &spare)
      }
    }
    let isCut = instruction.ending == .cut && run.isTimed && done == .zero
    let room = run.end + run.grace - state.at
    let end = isCut && length > room ? run.end - state.at : length
    emit(part(to: end, at: state.at), item: item)
  }

  /// A programme's share of what the rest of its slot leaves.
  private func share(_ cast: Cast, deck: Int, _ run: Run, from start: Moment) -> Span {
    var rest = decks[deck]
    var left = run.end - start
    var count = 1
    let most = cast.instruction.extent.count.map { $0 - run.count } ?? 200
    while count < min(most, 200), let draw = rest.peek(), rest.items[draw.item].duration <= left {
      left = left - rest.items[draw.item].duration
      count += 1
      rest.advance()
    }
    guard left > .zero, run.end != .endless else { return .zero }
    // A slot of days is not spent on one programme.
    guard count > 1 else { return min(left, .hours(6)) }
    // Programmes start at round times.
    let step = cast.instruction.pad ?? .seconds(1)
    let share = Span.milliseconds(left.milliseconds / Int64(count))
    let past = zone.wall(at: start + share).time.milliseconds % step.milliseconds
    return max(.zero, share - .milliseconds(past))
  }

  /// Fillers of one place, as many as its row says and as fit.
  private mutating func fillers(
    _ place: FillerRow.Place, _ cast: Cast, _ run: Run, _ group: Moment, _ spare: inout Span
  ) {
    guard let rows = cast.shelves[place], let first = rows.first else { return }
    let row = shelves[first].row
    var left = min(spare, row.duration ?? spare)
    var count = 0
    while count < (row.duration == nil ? row.count : 50) {
      guard let (shelf, item) = choose(rows, length: left).chosen else { return }
      let entry = filler(item, shelves[shelf], place.role, cast, run, group)
      emit(entry)
      left = left - item.duration
      spare = spare - item.duration
      count += 1
    }
  }

  private func offers(_ place: FillerRow.Place, _ cast: Cast, _ spare: Span) -> Bool {
    choose(cast.shelves[place] ?? [], length: spare).chosen != nil
  }

  /// A filler of some shelves that fits and has rested, by lot; and the first moment at which one
  /// has, where none has yet.
  func choose(
    _ rows: [Int], length: Span
  ) -> (chosen: (shelf: Int, item: ScheduleItem)?, ready: Moment?) {
    guard length > .zero else { return (nil, nil) }
    if rows.count == 1 {
      let offer = shelves[rows[0]].offer(at: state.at, length: length, state: state)
      let item = shelves[rows[0]].item(of: offer, at: state.at, seed: rundown.seed)
      return (item.map { (rows[0], shelves[rows[0]].items[$0]) }, item == nil ? offer.ready : nil)
    }
    let offers = rows.map { shelves[$0].offer(at: state.at, length: length, state: state) }
    let weights = zip(rows, offers).map { shelf, offer in
      offer.weight > 0 ? UInt64(shelves[shelf].row.weight) : 0
    }
    let lot = Lot.drawn(rundown.seed, state.at.milliseconds, 5)
    guard let place = Lot.place(lot, in: weights),
      let item = shelves[rows[place]].item(of: offers[place], at: state.at, seed: rundown.seed)
    else { return (nil, offers.compactMap(\.ready).min()) }
    return ((rows[place], shelves[rows[place]].items[item]), nil)
  }

  func filler(
    _ item: ScheduleItem, _ shelf: FillerShelf, _ role: EntryRole, _ cast: Cast, _ run: Run,
    _ group: Moment, path: String? = nil, length: Span? = nil
  ) -> ScheduledItem {
    ScheduledItem(
      start: state.at, end: state.at + (length ?? item.duration), media: item.id, cycle: 0,
      role: role, content: shelf.row.key, path: path ?? cast.instruction.path,
      turn: run.number, group: group, isHidden: true, look: cast.look)
  }
}

extension FillerRow.Place {
  var role: EntryRole {
    switch self {
    case .head: .head
    case .pre: .pre
    case .mid: .mid
    case .post: .post
    case .tail: .tail
    case .gap: .gap
    case .fallback: .fallback
    }
  }
}
