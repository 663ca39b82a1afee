import Library

/// Finds the items that entries were made of, each as its own content knows it: in another one
/// it may have another place.
public struct EntryItems {
  private let library: LibrarySnapshot
  private let contents: [String: ContentSelector]

  /// The items of a rundown's entries.
  public init(_ rundown: Rundown, _ library: LibrarySnapshot) {
    self.library = library
    var contents = rundown.contents.mapValues(\.selector)
    for (key, selector) in contents {
      for (index, entry) in (library.playlists[selector] ?? []).enumerated() {
        contents[entry.rule(index, of: key).key] = entry.content
      }
    }
    self.contents = contents
  }

  /// What an entry plays; nil for what is no programme, and for what nobody knows any more.
  public func item(of entry: ScheduledItem) -> ScheduleItem? {
    guard entry.role == .programme else { return nil }
    if let content = contents[entry.content],
      let item = library.shelves[content]?.item(entry.media)
    {
      return item
    }
    if let item = library.past[entry.media] { return item }
    return library.shelves.values.lazy.compactMap { $0.item(entry.media) }.first
  }
}
