import Library

/// The contents of a playlist one after the other, each from where it was left.
struct PlaylistDeck: Sendable {
  private struct Entry: Sendable {
    var rule: ContentRule
    var deck: Deck
    /// Where its items begin among all.
    var offset: Int
    var count: Int?
    var isHidden: Bool
  }

  /// The items of all entries.
  private(set) var items: [ScheduleItem] = []
  private var entries: [Entry] = []
  private var current = 0
  /// How many of the current entry were played in a row.
  private var run = 0

  init(
    _ rule: ContentRule, _ list: [PlaylistEntry], library: LibrarySnapshot, seed: UInt64,
    cursors: [String: Cursor]
  ) {
    for (index, entry) in list.enumerated() {
      let own = entry.rule(index, of: rule.key)
      var cursor = cursors[own.key]
      if let last = cursor?.last, cursor?.item == nil { cursor?.item = library.past[last] }
      let deck = Deck(
        own, shelf: library.shelf(of: entry.content), seed: seed ^ UInt64(index),
        cursor: cursor)
      entries.append(
        Entry(
          rule: own, deck: deck, offset: items.count, count: entry.count,
          isHidden: entry.isHidden))
      items += deck.items
    }
    stand(at: cursors[rule.key])
  }

  mutating func lay(_ rule: ContentRule, seed: UInt64, cursors: [String: Cursor]) {
    for index in entries.indices {
      entries[index].deck.lay(
        entries[index].rule, seed: seed ^ UInt64(index), cursors: cursors)
    }
    stand(at: cursors[rule.key])
  }

  mutating func peek() -> Deck.Draw? {
    guard settle(), var draw = entries[current].deck.peek() else { return nil }
    draw.item += entries[current].offset
    draw.key = entries[current].rule.key
    draw.isHidden = entries[current].isHidden
    return draw
  }

  mutating func advance() {
    guard settle() else { return }
    entries[current].deck.advance()
    run += 1
  }

  private mutating func stand(at cursor: Cursor?) {
    let index = cursor?.cycle ?? 0
    (current, run) = entries.indices.contains(index) ? (index, cursor?.run ?? 0) : (0, 0)
  }

  /// Goes on to the entry whose turn it is; false when none has anything to play.
  private mutating func settle() -> Bool {
    guard !entries.isEmpty else { return false }
    for _ in 0...entries.count {
      if !entries[current].deck.isEmpty, !isOver(entries[current]) { return true }
      current = (current + 1) % entries.count
      run = 0
    }
    return false
  }

  private func isOver(_ entry: Entry) -> Bool {
    guard run > 0 else { return false }
    if let count = entry.count { return run % count == 0 }
    return entry.deck.isBetweenRounds ?? (run % entry.deck.items.count == 0)
  }
}
