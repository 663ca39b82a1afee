public import Library
public import Schedule

/// What is to be known of items for programmes to be interrupted: chapters and dips are read only
/// where they are.
struct Breaks: Hashable {
  var atChapters = false
  var atDips = false
}

/// What channels play, each content read once.
public struct LibraryShelf {
  private struct Key: Hashable {
    var content: ContentSelector
    var breaks: Breaks
  }

  private let store: Store
  private var contents: [Key: ItemShelf] = [:]
  private var lists: [CollectionID: ContentList] = [:]
  private var lengthless: [ContentSelector: Int] = [:]

  /// A shelf that has read nothing yet.
  public init(store: Store) { self.store = store }

  /// What a rundown can play now.
  public mutating func snapshot(for rundown: Rundown) throws(StoreError) -> LibrarySnapshot {
    var snapshot = LibrarySnapshot()
    let breaks = Breaks(atChapters: rundown.breaksAtChapters, atDips: rundown.breaksAtDips)
    for content in rundown.selectors {
      try add(content, with: breaks, to: &snapshot)
      if lengthless[content] == nil { lengthless[content] = try store.lengthless(in: content) }
      snapshot.lengthless[content] = lengthless[content]
    }
    return snapshot
  }

  private mutating func add(
    _ content: ContentSelector, with breaks: Breaks, to snapshot: inout LibrarySnapshot
  ) throws(StoreError) {
    if case .playlist(let id) = content {
      let entries = try list(id).entries ?? []
      snapshot.playlists[content] = entries.compactMap(PlaylistEntry.init)
      for entry in entries {
        guard let part = entry.content.selector, part != content else { continue }
        try add(part, with: breaks, to: &snapshot)
      }
    }
    snapshot.shelves[content] = try shelf(of: content, with: breaks)
  }

  /// What a content holds that can be aired now.
  mutating func items(
    of content: ContentSelector, with breaks: Breaks
  ) throws(StoreError) -> [ScheduleItem] {
    try shelf(of: content, with: breaks).items
  }

  private mutating func shelf(
    of content: ContentSelector, with breaks: Breaks
  ) throws(StoreError) -> ItemShelf {
    let key = Key(content: content, breaks: breaks)
    if let known = contents[key] { return known }
    // Parts that lead back here hold nothing.
    contents[key] = ItemShelf([])
    let found = ItemShelf(try read(content, with: breaks))
    contents[key] = found
    return found
  }

  private mutating func read(
    _ content: ContentSelector, with breaks: Breaks
  ) throws(StoreError) -> [ScheduleItem] {
    switch content {
    case .multi(let id): return .joined(try parts(of: id, with: breaks))
    case .fillers(let id): return .weighted(try parts(of: id, with: breaks))
    case .playlist(let id), .firstRun(let id), .rerun(let id):
      var known: Set<MediaID> = []
      return try parts(of: id, with: breaks).flatMap(\.items).filter {
        known.insert($0.id).inserted
      }
    default:
      let now = store.now()
      return try store.read { db in
        try LibrarySQL.items(of: content, with: breaks, now: now, in: db)
      }
    }
  }

  private mutating func parts(
    of id: CollectionID, with breaks: Breaks
  ) throws(StoreError) -> [(entry: ContentList.Entry, items: [ScheduleItem])] {
    var parts: [(entry: ContentList.Entry, items: [ScheduleItem])] = []
    for entry in try list(id).entries ?? [] {
      guard let content = entry.content.selector else { continue }
      parts.append((entry, try items(of: content, with: breaks)))
    }
    return parts
  }

  private mutating func list(_ id: CollectionID) throws(StoreError) -> ContentList {
    if let known = lists[id] { return known }
    let found = try store.contentList(id) ?? ContentList()
    lists[id] = found
    return found
  }

  /// What was played and can't be any more: its place is where a content goes on.
  public func past(
    _ entries: [ScheduledItem], of rundown: Rundown, in snapshot: LibrarySnapshot
  ) throws(StoreError) -> [MediaID: ScheduleItem] {
    let shelves = Array(snapshot.shelves.values)
    let rules = rundown.contents
    var past: [MediaID: ScheduleItem] = [:]
    for entry in entries where entry.role == .programme {
      guard past[entry.media] == nil, !shelves.contains(where: { $0.item(entry.media) != nil })
      else { continue }
      // What a playlist played is known by its entry's key only.
      past[entry.media] = try store.scheduleItem(
        entry.media, of: rules[entry.content]?.selector ?? .library)
    }
    return past
  }
}
