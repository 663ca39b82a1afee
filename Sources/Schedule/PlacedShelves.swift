/// Which shelves of fillers go to which place.
///
/// A list by place, since a dictionary would hash the place's name for each entry.
struct PlacedShelves: Sendable {
  private var lists: [[Int]] = []

  /// Whether there are none.
  var isEmpty: Bool { lists.isEmpty }

  /// The shelves of a place; nil when there are none.
  subscript(place: FillerRow.Place) -> [Int]? {
    guard !lists.isEmpty, !lists[place.ordinal].isEmpty else { return nil }
    return lists[place.ordinal]
  }

  /// Puts one more shelf at a place.
  mutating func append(_ shelf: Int, to place: FillerRow.Place) {
    if lists.isEmpty { lists = Array(repeating: [], count: FillerRow.Place.allCases.count) }
    lists[place.ordinal].append(shelf)
  }

  /// These and others.
  func adding(_ others: PlacedShelves) -> PlacedShelves {
    var all = self
    for place in FillerRow.Place.allCases {
      for shelf in others[place] ?? [] { all.append(shelf, to: place) }
    }
    return all
  }
}

extension FillerRow.Place {
  fileprivate var ordinal: Int {
    switch self {
    case .head: 0
    case .pre: 1
    case .mid: 2
    case .post: 3
    case .tail: 4
    case .gap: 5
    case .fallback: 6
    }
  }
}
