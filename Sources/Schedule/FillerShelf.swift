import Library

/// A list of fillers, by length.
struct FillerShelf {
  let row: FillerPolicy.Row
  private let items: [ScheduleItem]
  private let salt: UInt64
  /// What was never shown counts as if it had been so long ago; nothing counts for longer.
  private static let oldest: Int64 = 7 * 86_400

  init(_ row: FillerPolicy.Row, shelf: ItemShelf) {
    self.row = row
    items = shelf.byLength
    salt = Lot.number(of: row.key)
  }

  var isEmpty: Bool { items.isEmpty }

  /// What of it can be shown at a moment.
  struct Offer {
    /// The items by their places on the shelf, with their weights.
    var weights: [UInt64] = []
    /// The first moment at which something that fits has rested, if nothing has.
    var ready: Moment?
  }

  /// - Parameters:
  ///   - moment: The present of the schedule.
  ///   - length: How long it may be.
  ///   - state: When what was shown.
  /// - Returns: The items with their weights.
  func offer(at moment: Moment, length: Span, state: EngineState) -> Offer {
    var offer = Offer()
    let rested = state.lists[row.key].map { $0 + row.listCoolDown }
    if let rested, rested > moment {
      offer.ready = items.first.map { $0.duration <= length } == true ? rested : nil
      return offer
    }
    for item in items {
      guard item.duration <= length else { break }
      let last = state.fillers[item.id.rawValue]
      if let last, last + row.coolDown > moment {
        offer.weights.append(0)
        offer.ready = min(offer.ready ?? .endless, last + row.coolDown)
        continue
      }
      let age = last.map { max(0, (moment - $0).milliseconds / 1000) } ?? Self.oldest
      offer.weights.append((UInt64(min(age, Self.oldest)) + 1) * UInt64(max(1, item.weight ?? 1)))
    }
    return offer
  }

  /// One of what is offered, by lot: what was not shown for long is likelier.
  func item(of offer: Offer, at moment: Moment, seed: UInt64) -> ScheduleItem? {
    Lot.place(Lot.drawn(seed, moment.milliseconds, salt), in: offer.weights).map { items[$0] }
  }

  /// Any item, whatever its length.
  func any(at moment: Moment, seed: UInt64) -> ScheduleItem? {
    items.isEmpty
      ? nil
      : items[Int(Lot.drawn(seed, moment.milliseconds, salt) % UInt64(items.count))]
  }
}
