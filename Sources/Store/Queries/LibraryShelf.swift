import Library
import Schedule
import Store

/// What the channels of one run play, each content read once.
struct LibraryShelf {
  private struct Key: Hashable {
    var content: ContentSelector
    var withChapters: Bool
  }

  let store: Store
  private var contents: [Key: [ScheduleItem]] = [:]

  init(store: Store) { self.store = store }

  /// What a rundown can play now.
  mutating func snapshot(for rundown: Rundown) throws -> LibrarySnapshot {
    var snapshot = LibrarySnapshot()
    for content in rundown.selectors {
      let key = Key(content: content, withChapters: rundown.breaksAtChapters)
      let items =
        try contents[key]
        ?? store.scheduleItems(of: content, withChapters: rundown.breaksAtChapters)
      contents[key] = items
      snapshot.contents[content] = items
    }
    return snapshot
  }

  /// What was played and can't be any more: its place is where a content goes on.
  func past(
    _ entries: [ScheduledItem], of rundown: Rundown, in snapshot: LibrarySnapshot
  ) throws -> [MediaID: ScheduleItem] {
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
