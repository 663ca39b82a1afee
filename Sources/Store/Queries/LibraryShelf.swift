public import Library
public import Schedule

/// What channels play, each content read once.
public struct LibraryShelf {
  private struct Key: Hashable {
    var content: ContentSelector
    var withChapters: Bool
    var withDips: Bool
  }

  private let store: Store
  private var contents: [Key: [ScheduleItem]] = [:]
  private var lengthless: [ContentSelector: Int] = [:]

  /// A shelf that has read nothing yet.
  public init(store: Store) { self.store = store }

  /// What a rundown can play now.
  public mutating func snapshot(for rundown: Rundown) throws(StoreError) -> LibrarySnapshot {
    var snapshot = LibrarySnapshot()
    for content in rundown.selectors {
      let key = Key(
        content: content, withChapters: rundown.breaksAtChapters, withDips: rundown.breaksAtDips)
      if contents[key] == nil {
        contents[key] = try store.scheduleItems(
          of: content, withChapters: key.withChapters, withDips: key.withDips)
      }
      snapshot.contents[content] = contents[key]
      if lengthless[content] == nil { lengthless[content] = try store.lengthless(in: content) }
      snapshot.lengthless[content] = lengthless[content]
    }
    return snapshot
  }

  /// What was played and can't be any more: its place is where a content goes on.
  public func past(
    _ entries: [ScheduledItem], of rundown: Rundown, in snapshot: LibrarySnapshot
  ) throws(StoreError) -> [MediaID: ScheduleItem] {
    let known = Set(snapshot.contents.values.joined().lazy.map(\.id))
    let rules = rundown.contents
    var past: [MediaID: ScheduleItem] = [:]
    for entry in entries where entry.role == .programme && !known.contains(entry.media) {
      guard past[entry.media] == nil, let rule = rules[entry.content] else { continue }
      past[entry.media] = try store.scheduleItem(entry.media, of: rule.selector)
    }
    return past
  }
}
