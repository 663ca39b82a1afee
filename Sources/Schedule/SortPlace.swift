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

/// Tells the place of any item in the rounds of a channel.
struct SortOrder {
  private let order: PlayOrder
  private let seed: UInt64
  /// The first year of each show, so that its episodes stay together.
  private let showYears: [ShowID: Int]

  init(rules: ContinuousRules, library: LibrarySnapshot) {
    order = rules.order
    seed = rules.seed
    guard rules.order == .chronological else {
      showYears = [:]
      return
    }
    showYears = library.items.reduce(into: [:]) { years, item in
      guard let show = item.show, let year = item.year else { return }
      years[show] = min(years[show] ?? year, year)
    }
  }

  /// Whether each round has an order of its own.
  var isDrawn: Bool { order == .shuffle }

  func place(of item: ScheduleItem, cycle: Int) -> SortPlace {
    switch order {
    case .shuffle:
      drawn(item.id, cycle: cycle)
    case .custom:
      SortPlace(rank: UInt64(clamping: item.position), id: item.id.rawValue)
    case .chronological:
      titled(item, rank: UInt64(clamping: year(of: item) ?? Int.max))
    case .episode:
      titled(item, rank: item.show == nil ? 1 : 0)
    case .alphabetical:
      titled(item, rank: 0)
    }
  }

  /// The place in a shuffled round; it takes nothing but the identity, so an
  /// item keeps its place whatever is added or removed beside it.
  func drawn(_ id: MediaID, cycle: Int) -> SortPlace {
    let round = Self.mixed(seed ^ Self.mixed(UInt64(bitPattern: Int64(cycle))))
    return SortPlace(
      rank: Self.mixed(round ^ UInt64(bitPattern: id.rawValue)), id: id.rawValue)
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

  /// SplitMix64's finaliser: every bit of the input moves about half of the output's.
  private static func mixed(_ value: UInt64) -> UInt64 {
    var mixed = value &+ 0x9e37_79b9_7f4a_7c15
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
