import Library

extension Engine {
  /// A deck that is a half of a rerun collection.
  struct Half: Sendable {
    var rule: ContentRule
    /// All that the collection holds.
    var items: [ScheduleItem]
    /// How many had been shown when the deck was laid.
    var laid: Int?
  }

  /// Lays a half anew where something was shown for the first time since.
  ///
  /// Where the other half has everything, a half has everything too: better a repeat than silence.
  mutating func layHalf(_ deck: Int) {
    guard let half = halves[deck], let (collection, isFirst) = half.rule.selector.half else {
      return
    }
    let shown = state.shown?[collection.rawValue] ?? []
    guard half.laid != shown.count else { return }
    halves[deck]?.laid = shown.count
    var items = half.items.filter { shown.contains($0.id.rawValue) != isFirst }
    if items.isEmpty { items = half.items }
    var cursor = state.cursors[half.rule.key]
    if cursor?.item == nil, let last = cursor?.last {
      cursor?.item = half.items.first { $0.id == last }
    }
    decks[deck] = Deck(half.rule, shelf: ItemShelf(items), seed: rundown.seed, cursor: cursor)
  }
}

/// The first half of a rerun collection, as the key of its cursor names it.
struct RerunHalf {
  var collection: Int64

  /// Nil for the key of anything else.
  init?(firstRun key: String) {
    let word = "firstRun:"
    guard key.utf8.starts(with: word.utf8) else { return nil }
    let digits = key.utf8.dropFirst(word.utf8.count).prefix { (48...57).contains($0) }
    guard let number = Int64(String(Substring(digits))) else { return nil }
    collection = number
  }
}
