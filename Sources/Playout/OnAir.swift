public import Library

/// Where a channel stands at one moment: which item, and how far into it.
public struct OnAirPosition: Hashable, Sendable {
  /// The item on air.
  public var item: PlanItem
  /// The place in the medium that is shown, counted from the file's start.
  public var offset: Span
  /// How long the item goes on.
  public var remaining: Span

  /// A position with all its parts.
  public init(item: PlanItem, offset: Span, remaining: Span) {
    self.item = item
    self.offset = offset
    self.remaining = remaining
  }
}

extension PlanItem {
  /// How long the item is on air.
  public var duration: Span { end - start }

  /// The place in the medium that belongs to a moment, held within the item.
  public func offset(at moment: Moment) -> Span {
    inPoint + (min(max(moment, start), end) - start)
  }
}

extension Plan {
  /// When the plan's last item ends; ``from`` when it has none.
  public var end: Moment { items.last?.end ?? from }

  /// What is on air at a moment and how far into it; nil in a hole or past the end.
  public func position(at moment: Moment) -> OnAirPosition? {
    let index = firstIndex(endingAfter: moment)
    guard index < items.count, items[index].start <= moment else { return nil }
    let item = items[index]
    return OnAirPosition(
      item: item, offset: item.offset(at: moment), remaining: item.end - moment)
  }

  /// The first item that starts after a moment.
  public func next(after moment: Moment) -> PlanItem? {
    let index = firstIndex(endingAfter: moment)
    return items[index...].first { $0.start > moment }
  }

  /// The items that are on air at a moment or come later, in order.
  public func items(from moment: Moment) -> ArraySlice<PlanItem> {
    items[firstIndex(endingAfter: moment)...]
  }

  /// How long the plan goes on from a moment without a hole.
  public func coverage(from moment: Moment) -> Span {
    var reached = moment
    for item in items(from: moment) {
      guard item.start <= reached else { break }
      reached = max(reached, item.end)
    }
    return reached - moment
  }

  private func firstIndex(endingAfter moment: Moment) -> Int {
    var low = 0
    var high = items.count
    while low < high {
      let middle = (low + high) / 2
      if items[middle].end > moment { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

extension Collection<Programme> {
  /// The programme on air at a moment and the one that follows.
  public func nowAndNext(at moment: Moment) -> (now: Programme?, next: Programme?) {
    (first { $0.isOnAir(at: moment) }, first { $0.start > moment })
  }
}
