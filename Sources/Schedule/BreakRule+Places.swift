import Library

extension BreakRule {
  /// Nothing shorter than this is cut off at either end.
  private static let margin = Span.minutes(1)
  /// How long it is black at least where nobody says otherwise.
  static let usualBlack = Span.milliseconds(300)
  /// How far detected breaks are apart where nobody says otherwise: films go black more often.
  static let usualDistance = Span.minutes(5)

  /// Where an item is interrupted.
  func places(in item: ScheduleItem) -> [Span] {
    guard item.duration >= least ?? .zero else { return [] }
    let (places, usual) = candidates(in: item)
    let distance = max(apart ?? usual, Self.margin)
    var kept: [Span] = []
    for place in places where place >= Self.margin && place + Self.margin <= item.duration {
      if let last = kept.last, place < last + distance { continue }
      kept.append(place)
    }
    return Array(kept.prefix(most ?? 100))
  }

  /// Where it could be interrupted, in order, and how far apart that is done unless said.
  private func candidates(in item: ScheduleItem) -> ([Span], Span) {
    if chapters == true, detected != true || !item.chapters.isEmpty {
      return (item.chapters.sorted(), Self.margin)
    }
    if detected == true {
      let dark = item.dips.filter { $0.length >= black ?? Self.usualBlack }
      return (dark.map(\.at).sorted(), Self.usualDistance)
    }
    let length = item.duration.milliseconds
    if let every, every >= .minutes(1) {
      let places = stride(from: every.milliseconds, to: length, by: Int(every.milliseconds))
      return (places.map(Span.init(milliseconds:)), Self.margin)
    }
    let places = (percents ?? []).sorted().map { Span.milliseconds(length / 100 * Int64($0)) }
    return (places, Self.margin)
  }
}
