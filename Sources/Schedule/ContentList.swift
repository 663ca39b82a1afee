import Library

/// What a collection is made of, beyond a plain list of media: as it is stored and sent.
public struct ContentList: Hashable, Codable, Sendable {
  /// The query of a smart collection.
  public var query: String?
  /// The contents of all other kinds.
  public var entries: [Entry]?

  /// One of its contents; which fields it may have depends on the kind of the collection.
  public struct Entry: Hashable, Codable, Sendable {
    /// What it is.
    public var content: RuleContent
    /// Its own order; by season and episode when left out. (Multi, playlist.)
    public var order: PlayOrder?
    /// How many at a time; all of it when left out. (Playlist.)
    public var count: Int?
    /// Whether its items stay together when the whole is shuffled. (Multi.)
    public var grouped: Bool?
    /// Whether guides leave it out. (Playlist.)
    public var hidden: Bool?
    /// How often it is chosen, against the others' weights; 1 when left out. (Fillers.)
    public var weight: Int?

    /// A content of its parts.
    public init(
      content: RuleContent, order: PlayOrder? = nil, count: Int? = nil, grouped: Bool? = nil,
      hidden: Bool? = nil, weight: Int? = nil
    ) {
      self.content = content
      self.order = order
      self.count = count
      self.grouped = grouped
      self.hidden = hidden
      self.weight = weight
    }
  }

  /// A list of its parts.
  public init(query: String? = nil, entries: [Entry]? = nil) {
    self.query = query
    self.entries = entries
  }
}

/// The kinds of collections.
public enum CollectionKind: String, Codable, CaseIterable, Sendable {
  /// Media that somebody put together.
  case collection
  /// What a saved query finds.
  case smart
  /// Several contents as one.
  case multi
  /// Several contents one after the other.
  case playlist
  /// One content that is shown first and then again.
  case rerun
  /// Contents for gaps.
  case fillers

  /// What rules call a collection of this kind.
  public var contents: [RuleContent.Kind] {
    switch self {
    case .collection: [.collection]
    case .smart: [.smart]
    case .multi: [.multi]
    case .playlist: [.playlist]
    case .rerun: [.firstRun, .rerun]
    case .fillers: [.fillers]
    }
  }
}

extension ContentList {
  /// How many contents a collection may be made of.
  public static let mostEntries = 200

  /// Looks whether a collection of a kind can be made of this.
  ///
  /// - Throws: The first field that is at fault.
  public func check(as kind: CollectionKind) throws(RuleFault) {
    if kind == .smart {
      guard let query else {
        throw RuleFault("query", "Say what is looked for, such as type:movie year:1980..1989.")
      }
      do { _ = try SearchQuery(query) } catch { throw RuleFault("query", error.detail) }
    } else if query != nil {
      throw RuleFault("query", "Only a smart collection has a query; leave it out.")
    }
    guard kind != .smart, kind != .collection else {
      if entries != nil {
        throw RuleFault("entries", "A \(kind.rawValue) collection has no entries; leave them out.")
      }
      return
    }
    let most = kind == .rerun ? 1 : Self.mostEntries
    guard let entries, (1...most).contains(entries.count) else {
      throw RuleFault(
        "entries", most == 1 ? "Give exactly one content." : "Give 1 to \(most) contents.")
    }
    for (index, entry) in entries.enumerated() {
      do { try entry.check(as: kind) } catch { throw error.within("entries.\(index)") }
    }
  }
}

extension ContentList.Entry {
  fileprivate func check(as kind: CollectionKind) throws(RuleFault) {
    let content = try content.checked()
    var isFitting = content.isShelf
    // One in the other would have no end.
    if case .multi = content { isFitting = kind != .multi }
    if case .fillers = content { isFitting = kind != .fillers }
    guard isFitting else {
      throw RuleFault(
        "content.kind",
        "A \(self.content.kind.rawValue) can't be a part of this; choose another content.")
    }
    let misplaced: [(String, Bool, [CollectionKind])] = [
      ("order", order != nil, [.multi, .playlist]), ("count", count != nil, [.playlist]),
      ("hidden", hidden != nil, [.playlist]), ("grouped", grouped != nil, [.multi]),
      ("weight", weight != nil, [.fillers]),
    ]
    for (field, isThere, homes) in misplaced where isThere && !homes.contains(kind) {
      throw RuleFault(field, "Only a \(homes[0].rawValue) has it; leave it out.")
    }
    _ = try Limits.number(count, "count", in: 1...10_000)
    _ = try Limits.number(weight, "weight", in: 1...1000)
  }
}
