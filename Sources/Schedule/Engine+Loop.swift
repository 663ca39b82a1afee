import Library

extension Engine {
  /// Shows the programme before once more, cut at an end; false when there is none.
  mutating func loop(
    _ cast: Cast, to end: Moment, _ run: Run, group: Moment, path: String?
  ) -> Bool {
    guard let rule = cast.instruction.play, let cursor = state.cursors[rule.key],
      let deck = cast.deck,
      let item = decks[deck].items.first(where: { $0.id == cursor.last })
    else { return false }
    emit(
      ScheduledItem(
        start: state.at, end: min(end, state.at + item.duration), media: item.id, cycle: 0,
        role: .fallback, content: "loop/" + rule.key, path: path ?? cast.instruction.path,
        turn: run.number, group: group, isHidden: true, look: cast.look))
    return true
  }
}
