import Library

extension ContentSelector {
  /// The order that belongs to the content itself, if it has one.
  var ownOrder: PlayOrder? { if case .playlist = self { .custom } else { nil } }

  /// Whether it is a set of items from which any may be taken.
  var isShelf: Bool {
    switch self {
    case .playlist, .firstRun, .rerun: false
    default: true
    }
  }

  /// The rerun collection that it is a half of, and whether it is the first half.
  var half: (collection: CollectionID, isFirst: Bool)? {
    switch self {
    case .firstRun(let id): (id, true)
    case .rerun(let id): (id, false)
    default: nil
    }
  }
}
