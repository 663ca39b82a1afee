import Library

/// A list of fillers, by length.
struct FillerShelf {
  let row: FillerPolicy.Row
  let items: [ScheduleItem]
  private let salt: UInt64
  /// When each was last shown, in milliseconds.
  private var shown: [Int64]
  /// What was never shown counts as if it had been so long ago; nothing counts for longer.
  private static let oldest: Int64 = 7 * 86_400
  private static let never = Int64.min

  init(_ row: FillerPolicy.Row, shelf: ItemShelf, shown: [Int64: Moment]) {
    self.row = row
    items = shelf.byLength
    salt = Lot.number(of: row.key)
    self.shown = self.items.map { shown[$0.id.rawValue]?.milliseconds ?? Self.never }
  }

  var isEmpty: Bool { items.isEmpty }

  /// Notes that an item was shown until a moment.
  mutating func note(_ item: Int, until moment: Moment) { shown[item] = moment.milliseconds }

  /// What of it can be shown at a moment.
  struct Offer {
    /// The weights of all items that can be shown.
    var weight: UInt64 = 0
    /// The first moment at which something that fits has rested, if nothing has.
    var ready: Moment?
  }

  /// - Parameters:
  ///   - moment: The present of the schedule.
  ///   - length: How long it may be.
  ///   - state: When which list was used.
  /// - Returns: How much there is to choose from.
  func offer(at moment: Moment, length: Span, state: EngineState) -> Offer {
    var offer = Offer()
    if row.listCoolDown > .zero, let last = state.lists[row.key],
      case let rested = last + row.listCoolDown, rested > moment
    {
      offer.ready = items.first.map { $0.duration <= length } == true ? rested : nil
      return offer
    }
    var ready = Int64.max
    for index in items.indices {
      guard items[index].duration <= length else { break }
      let weight = weight(of: index, at: moment)
      offer.weight &+= weight
      if weight == 0 { ready = min(ready, shown[index] + row.coolDown.milliseconds) }
    }
    if ready < .max { offer.ready = Moment(milliseconds: ready) }
    return offer
  }

  /// One of what is offered, by lot: what was not shown for long is likelier.
  func item(of offer: Offer, at moment: Moment, seed: UInt64) -> Int? {
    guard offer.weight > 0 else { return nil }
    var left = Lot.drawn(seed, moment.milliseconds, salt) % offer.weight
    for index in items.indices {
      let weight = weight(of: index, at: moment)
      if left < weight { return index }
      left -= weight
    }
    return nil
  }

  /// How likely an item is; nothing while it rests.
  private func weight(of index: Int, at moment: Moment) -> UInt64 {
    let last = shown[index]
    let factor = UInt64(max(1, items[index].weight ?? 1))
    guard last != Self.never else { return (UInt64(Self.oldest) + 1) * factor }
    let age = moment.milliseconds - last
    if age < row.coolDown.milliseconds { return 0 }
    return (UInt64(min(max(0, age / 1000), Self.oldest)) + 1) * factor
  }

  /// Any item, whatever its length.
  func any(at moment: Moment, seed: UInt64) -> ScheduleItem? {
    items.isEmpty
      ? nil
      : items[Int(Lot.drawn(seed, moment.milliseconds, salt) % UInt64(items.count))]
  }
}
