import Library

/// Where an item stands in a play order.
///
/// Places are total: no two items share one, and an item that left the
/// library still has its own, from which a channel goes on.
struct SortPlace: Comparable, Sendable {
  var rank: UInt64 = 0
  var name = SortTitle("")
  var show: Int64 = 0
  var season = 0
  var episode = 0
  var title = SortTitle("")
  var id: Int64

  static func < (first: SortPlace, second: SortPlace) -> Bool {
    if first.rank != second.rank { return first.rank < second.rank }
    if first.name != second.name { return first.name < second.name }
    if first.show != second.show { return first.show < second.show }
    if first.season != second.season { return first.season < second.season }
    if first.episode != second.episode { return first.episode < second.episode }
    if first.title != second.title { return first.title < second.title }
    return first.id < second.id
  }
}

/// Tells the place of any item in the rounds of a content.
struct SortOrder {
  private let order: PlayOrder
  private let seed: UInt64
  /// The first year of each show, so that its episodes stay together.
  private let showYears: [ShowID: Int]

  init(_ order: PlayOrder, seed: UInt64, items: [ScheduleItem]) {
    self.init(order, seed: seed, showYears: Self.showYears(order, items: items))
  }

  init(_ order: PlayOrder, seed: UInt64, showYears: [ShowID: Int]) {
    self.order = order
    self.seed = seed
    self.showYears = showYears
  }

  /// The first year of each show, where the order needs it.
  static func showYears(_ order: PlayOrder, items: [ScheduleItem]) -> [ShowID: Int] {
    guard order == .chronological else { return [:] }
    return items.reduce(into: [:]) { years, item in
      guard let show = item.show, let year = item.year else { return }
      years[show] = min(years[show] ?? year, year)
    }
  }

  /// The place in an order that is the same in each round.
  func place(of item: ScheduleItem) -> SortPlace {
    // The parts of a multi collection are its shows, each in its own order.
    if item.line != nil, order.isByShow {
      return SortPlace(rank: UInt64(clamping: item.position), id: item.id.rawValue)
    }
    switch order {
    case .custom: return SortPlace(rank: UInt64(clamping: item.position), id: item.id.rawValue)
    case .chronological: return titled(item, rank: UInt64(clamping: year(of: item) ?? Int.max))
    case .alphabetical: return titled(item, rank: 0)
    case .shuffle, .shuffleParts, .random: return SortPlace(id: item.id.rawValue)
    case .episode, .shuffleInOrder, .rotation, .marathon:
      return titled(item, rank: item.show == nil ? 1 : 0)
    }
  }

  /// The place in a shuffled round; it takes nothing but the item itself, so
  /// an item keeps its place whatever is added or removed beside it.
  func drawn(_ item: ScheduleItem, _ part: Part?, cycle: Int) -> DrawnPlace {
    let round = Lot.mixed(seed ^ Lot.mixed(UInt64(bitPattern: Int64(cycle))))
    let id = item.id.rawValue
    guard let part else {
      return DrawnPlace(rank: Lot.mixed(round ^ UInt64(bitPattern: id)), part: 0, id: id)
    }
    return DrawnPlace(rank: Lot.mixed(round ^ part.whole), part: part.number, id: id)
  }

  /// Whether any of these may be a part of something that stays together.
  func hasParts(_ items: [ScheduleItem]) -> Bool {
    order == .shuffleParts || items.contains { $0.line?.isGroup == true }
  }

  /// The part that an item is, where the order keeps parts together.
  func part(of item: ScheduleItem) -> Part? {
    if let line = item.line, line.isGroup {
      return Part(whole: Lot.number(of: "group \(line.number)"), number: item.position)
    }
    return order == .shuffleParts ? Part(of: item) : nil
  }

  private func year(of item: ScheduleItem) -> Int? {
    item.show.flatMap { showYears[$0] } ?? item.year
  }

  private func titled(_ item: ScheduleItem, rank: UInt64) -> SortPlace {
    SortPlace(
      rank: rank, name: SortTitle(item.showTitle ?? item.title), show: item.show?.rawValue ?? 0,
      season: Self.seasonRank(item.season), episode: item.episode ?? Int.max,
      title: SortTitle(item.title), id: item.id.rawValue)
  }

  /// Specials come after the numbered seasons, what has no number between them.
  private static func seasonRank(_ season: Int?) -> Int {
    switch season {
    case nil: Int.max - 1
    case 0?: Int.max
    case let number?: number
    }
  }
}

/// Where an item stands in a shuffled round.
struct DrawnPlace: Comparable, Sendable {
  var rank: UInt64
  var part: Int
  var id: Int64

  static func < (first: DrawnPlace, second: DrawnPlace) -> Bool {
    if first.rank != second.rank { return first.rank < second.rank }
    return first.part != second.part ? first.part < second.part : first.id < second.id
  }
}
