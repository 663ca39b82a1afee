public import Library

/// What a channel takes its programmes from.
public enum ContentSelector: Hashable, Codable, Sendable {
  /// Everything in the library.
  case library
  /// Everything below one folder.
  case folder(FolderID)
  /// The episodes of one show.
  case show(ShowID)
  /// A collection that somebody put together.
  case collection(CollectionID)
  /// One season of a show.
  case season(ShowID, Int)
  /// One medium.
  case item(MediaID)
  /// What a query finds.
  case search(String)
  /// What a saved query finds.
  case smart(CollectionID)
  /// Several contents as one.
  case multi(CollectionID)
  /// Several contents one after the other.
  case playlist(CollectionID)
  /// What of a content was not shown yet.
  case firstRun(CollectionID)
  /// What of a content was shown already.
  case rerun(CollectionID)
  /// Contents for gaps, each with its weight.
  case fillers(CollectionID)
}

/// The order in which a channel plays its content.
public enum PlayOrder: String, Codable, CaseIterable, Sendable {
  /// By year, then title; episodes by their place in the show.
  case chronological
  /// By show, season and episode; films follow by title.
  case episode
  /// By title.
  case alphabetical
  /// Drawn anew for each round, from the channel's seed.
  case shuffle
  /// As the collection lists it.
  case custom
  /// Drawn anew for each round, with the parts of a programme one after the other.
  case shuffleParts
  /// A show drawn for each programme, each show in its own order.
  case shuffleInOrder
  /// Drawn each time, without memory; never the same twice in a row.
  case random
  /// One of each show in turn, each show in its own order.
  case rotation
  /// One show after the other, each as a whole or so many of it.
  case marathon

  /// The orders that a channel can be made with.
  public static let simple: [PlayOrder] = [
    .chronological, .episode, .alphabetical, .shuffle, .custom,
  ]
}

/// The rules of a continuous channel: a content, played in an order, for ever.
public struct ContinuousRules: Hashable, Codable, Sendable {
  /// What is played.
  public var content: ContentSelector
  /// In which order.
  public var order: PlayOrder
  /// Where shuffles are drawn from; the same seed gives the same order.
  public var seed: UInt64

  /// Rules with all their parts.
  public init(content: ContentSelector, order: PlayOrder, seed: UInt64) {
    self.content = content
    self.order = order
    self.seed = seed
  }
}
