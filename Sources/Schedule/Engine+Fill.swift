import Library

extension Engine {
  /// Makes one entry in a gap: a filler that fits, a cut one, or the screen.
  mutating func fill(
    _ cast: Cast, to end: Moment, _ role: EntryRole, _ run: Run, path: String? = nil,
    group: Moment? = nil
  ) {
    let end = min(end, endOfScreen)
    let length = end - state.at
    guard length > .zero else { return }
    let together = group ?? state.at
    switch cast.instruction.padding {
    case .filler, .next: break
    case .loop where loop(cast, to: end, run, group: together, path: path): return
    case .none, .loop, .black:
      return screen(
        role, until: end, path ?? cast.instruction.path, run, group: together,
        isBlack: cast.instruction.padding == .black)
    }
    let isSlotEnd = end == run.end && run.isTimed
    let places: [FillerRow.Place] = isSlotEnd ? [.tail, .gap] : [.gap]
    var ready: Moment?
    // Other hours may have other fillers.
    let change = rundown.decos.isEmpty ? end : min(end, decoHours.airtime(at: state.at).end)
    for place in places {
      guard let rows = cast.shelves[place] else { continue }
      let found = choose(rows, length: length)
      if let (shelf, item) = found.chosen {
        return emit(
          filler(item, shelves[shelf], place.role, cast, run, together, path: path))
      }
      ready = min(ready ?? .endless, found.ready ?? .endless)
    }
    if ready ?? .endless == .endless { noteUnfilled(cast, length) }
    for shelf in cast.shelves[.fallback] ?? [] {
      guard let item = shelves[shelf].any(at: state.at, seed: rundown.seed) else { continue }
      return emit(
        filler(
          item, shelves[shelf], .fallback, cast, run, together, path: path,
          length: min(item.duration, change - state.at)))
    }
    let until = ready.map { max(min($0, end), state.at + .seconds(1)) } ?? end
    screen(role, until: min(until, change), path ?? cast.instruction.path, run, group: together)
  }

  /// Tells of a gap into which not even the shortest filler fits; what fillers leave is none.
  private mutating func noteUnfilled(_ cast: Cast, _ length: Span) {
    guard length >= .minutes(1), entries.last.map({ !$0.role.isFiller }) ?? true,
      (cast.shelves[.gap] ?? []).contains(where: { !shelves[$0].isEmpty })
    else { return }
    let seconds = length.milliseconds / 1000
    book.note(
      .unfilled, cast.instruction.path, at: state.at,
      "All fillers of '\(cast.instruction.name)' are longer than a gap of \(seconds) s.")
  }

  /// Makes an entry that plays no file.
  mutating func screen(
    _ role: EntryRole, until end: Moment, _ path: String, _ run: Run, target: String? = nil,
    group: Moment? = nil, isBlack: Bool = false, look: Look = .channel
  ) {
    let end = min(end, endOfScreen)
    guard end > state.at else { return }
    emit(
      ScheduledItem(
        start: state.at, end: end, media: MediaID(rawValue: 0), cycle: 0, role: role,
        content: isBlack ? ScheduledItem.black : "", path: path, turn: run.number,
        group: group ?? state.at, isHidden: true, target: target, look: look))
  }

  /// Nothing is shown in one piece past the end of the next day.
  private var endOfScreen: Moment {
    Moment(milliseconds: (state.at.milliseconds / 86_400_000 + 2) * 86_400_000)
  }
}
