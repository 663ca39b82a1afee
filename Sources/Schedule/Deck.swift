import Library

/// A content in its order, and how far a channel has come in it.
///
/// What comes next follows from the items and the cursor alone.
struct Deck: Sendable {
  /// What comes next.
  struct Draw {
    var item: Int
    var cycle: Int
    /// The key of the cursor that it moves, if that is not the rule's.
    var key: String?
    /// Whether guides leave it out.
    var isHidden = false
  }

  let items: [ScheduleItem]
  let shortest: Span
  /// How many items are too short to be played, or of unknown length.
  let lengthless: Int
  private var sorted: SortedItems?
  private var rounds: Rounds?
  private var shows: ShowDeck?
  private var lots: Lots?
  private var playlist: PlaylistDeck?

  init(_ rule: ContentRule, shelf: ItemShelf, seed: UInt64, cursor: Cursor?) {
    self.init(
      rule, sorted: shelf.sorted(rule.order, seasons: rule.seasons), seed: seed, cursor: cursor)
  }

  private init(_ rule: ContentRule, sorted: SortedItems, seed: UInt64, cursor: Cursor?) {
    self.sorted = sorted
    items = sorted.items
    shortest = sorted.shortest
    lengthless = sorted.lengthless
    guard !items.isEmpty else { return }
    let order = SortOrder(rule.order, seed: seed, showYears: sorted.showYears)
    if rule.order.isByShow {
      shows = ShowDeck(rule, items: items, order: order, seed: seed, cursor: cursor)
    } else if rule.order == .random {
      lots = Lots(items: items, seed: seed, cursor: cursor)
    } else {
      rounds = Rounds(items: items, order: order, isDrawn: rule.order.isDrawn, cursor: cursor)
    }
  }

  /// A playlist, and how far a channel has come in it.
  init(playlist: PlaylistDeck) {
    items = playlist.items
    lengthless = 0
    shortest = items.map(\.duration).min() ?? .zero
    self.playlist = items.isEmpty ? nil : playlist
  }

  /// Goes to where cursors stand.
  mutating func lay(_ rule: ContentRule, seed: UInt64, cursors: [String: Cursor]) {
    if var playlist {
      playlist.lay(rule, seed: seed, cursors: cursors)
      self.playlist = playlist
    } else if let sorted {
      self = Deck(rule, sorted: sorted, seed: seed, cursor: cursors[rule.key])
    }
  }

  /// Whether all was played as often; for orders without rounds only the number can tell.
  var isBetweenRounds: Bool? { rounds?.isBetween }

  var isEmpty: Bool { items.isEmpty }

  /// What comes next; nil when there is nothing.
  mutating func peek() -> Draw? {
    if rounds != nil { return rounds?.peek() }
    if shows != nil { return shows?.peek() }
    if playlist != nil { return playlist?.peek() }
    return lots?.peek()
  }

  /// Goes on to what comes after it.
  mutating func advance() {
    rounds?.advance()
    shows?.advance()
    lots?.advance()
    playlist?.advance()
  }

  /// Goes on to what comes after it, which is not played.
  mutating func pass() {
    rounds?.pass()
    shows?.advance()
    lots?.pass()
    playlist?.advance()
  }
}

/// A content that is drawn each time anew.
private struct Lots {
  let items: [ScheduleItem]
  let seed: UInt64
  private var step: Int
  private var last: MediaID?

  init(items: [ScheduleItem], seed: UInt64, cursor: Cursor?) {
    self.items = items
    self.seed = seed
    step = (cursor?.cycle ?? -1) + 1
    last = cursor?.last
  }

  func peek() -> Deck.Draw? {
    let count = UInt64(items.count)
    var index = Int(Lot.drawn(seed, Int64(step), 7) % count)
    if items[index].id == last { index = (index + 1) % items.count }
    return Deck.Draw(item: index, cycle: step)
  }

  mutating func advance() {
    guard let draw = peek() else { return }
    last = items[draw.item].id
    step += 1
  }

  mutating func pass() { step += 1 }
}
