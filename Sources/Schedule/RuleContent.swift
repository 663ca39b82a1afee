import Library

/// A content as rules name it.
public struct RuleContent: Hashable, Codable, Sendable {
  /// The kinds of content.
  public enum Kind: String, Codable, CaseIterable, Sendable {
    /// Everything.
    case library
    /// What is below a folder.
    case folder
    /// The episodes of a show.
    case show
    /// A collection.
    case collection
    /// One season of a show.
    case season
    /// One medium.
    case item
    /// What a query finds.
    case search
    /// What a saved query finds.
    case smart
    /// Several contents as one.
    case multi
    /// Several contents one after the other.
    case playlist
    /// What of a rerun collection was not shown yet.
    case firstRun
    /// What of a rerun collection was shown already.
    case rerun
    /// Contents for gaps, each with its weight.
    case fillers

    /// Whether it is a collection of some kind, all of which share their numbers.
    public var isCollection: Bool {
      switch self {
      case .collection, .smart, .multi, .playlist, .firstRun, .rerun, .fillers: true
      case .library, .folder, .show, .season, .item, .search: false
      }
    }
  }

  /// Its kind.
  public var kind: Kind
  /// Which one; nothing for the library and for a search.
  public var id: Int64?
  /// Which season of the show. (Season.)
  public var season: Int?
  /// What is looked for. (Search.)
  public var query: String?

  /// A content of its parts.
  public init(kind: Kind, id: Int64? = nil, season: Int? = nil, query: String? = nil) {
    self.kind = kind
    self.id = id
    self.season = season
    self.query = query
  }

  /// How rules name a content.
  public init(_ content: ContentSelector) {
    switch content {
    case .library: self.init(kind: .library)
    case .folder(let id): self.init(kind: .folder, id: id.rawValue)
    case .show(let id): self.init(kind: .show, id: id.rawValue)
    case .collection(let id): self.init(kind: .collection, id: id.rawValue)
    case .season(let id, let season): self.init(kind: .season, id: id.rawValue, season: season)
    case .item(let id): self.init(kind: .item, id: id.rawValue)
    case .search(let query): self.init(kind: .search, query: query)
    case .smart(let id): self.init(kind: .smart, id: id.rawValue)
    case .multi(let id): self.init(kind: .multi, id: id.rawValue)
    case .playlist(let id): self.init(kind: .playlist, id: id.rawValue)
    case .firstRun(let id): self.init(kind: .firstRun, id: id.rawValue)
    case .rerun(let id): self.init(kind: .rerun, id: id.rawValue)
    case .fillers(let id): self.init(kind: .fillers, id: id.rawValue)
    }
  }

  /// What is meant; nil where it is not said which one.
  public var selector: ContentSelector? {
    switch (kind, id) {
    case (.library, _): .library
    case (.search, _): query.map { .search($0) }
    case (_, nil): nil
    case (.folder, let id?): .folder(FolderID(rawValue: id))
    case (.show, let id?): .show(ShowID(rawValue: id))
    case (.season, let id?): season.map { .season(ShowID(rawValue: id), $0) }
    case (.item, let id?): .item(MediaID(rawValue: id))
    case (.collection, let id?): .collection(CollectionID(rawValue: id))
    case (.smart, let id?): .smart(CollectionID(rawValue: id))
    case (.multi, let id?): .multi(CollectionID(rawValue: id))
    case (.playlist, let id?): .playlist(CollectionID(rawValue: id))
    case (.firstRun, let id?): .firstRun(CollectionID(rawValue: id))
    case (.rerun, let id?): .rerun(CollectionID(rawValue: id))
    case (.fillers, let id?): .fillers(CollectionID(rawValue: id))
    }
  }

  /// What is meant.
  ///
  /// - Throws: That it is not said which one, or where its query is not understood.
  public func checked(at field: String = "content") throws(RuleFault) -> ContentSelector {
    if kind == .search {
      guard let query else {
        throw RuleFault("\(field).query", "Say what is looked for, such as year:1980..1989.")
      }
      do { _ = try SearchQuery(query) } catch { throw RuleFault("\(field).query", error.detail) }
    }
    if kind == .season, season == nil {
      throw RuleFault("\(field).season", "Say which season is meant; 0 holds the specials.")
    }
    guard let selector else {
      throw RuleFault("\(field).id", "Say which \(kind.rawValue) is meant: give its id.")
    }
    return selector
  }

  /// What names it in the keys of cursors.
  var key: String {
    var key = kind.rawValue
    if let id { key += ":\(id)" }
    if kind == .season, let season { key += ".\(season)" }
    if kind == .search, let query { key += ":" + Self.escaped(query) }
    return key
  }

  /// The query without what separates the parts of a key.
  private static func escaped(_ query: String) -> String {
    query.reduce(into: "") { text, letter in
      switch letter {
      case "%": text += "%25"
      case "/": text += "%2F"
      case "@": text += "%40"
      default: text.append(letter)
      }
    }
  }
}
