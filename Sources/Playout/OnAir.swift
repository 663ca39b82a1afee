public import Library

extension Plan {
  /// The first item that starts after a moment.
  public func next(after moment: Moment) -> PlanItem? {
    items.first { $0.start > moment }
  }
}

extension Collection<Programme> {
  /// The programme on air at a moment and the one that follows.
  public func nowAndNext(at moment: Moment) -> (now: Programme?, next: Programme?) {
    (first { $0.isOnAir(at: moment) }, first { $0.start > moment })
  }
}
