public import Library
public import Playout
public import Schedule

/// A show of the library and how much of it there is.
public struct ListedShow: Identifiable, Hashable, Sendable {
  /// The show's number.
  public var id: ShowID
  /// Its title.
  public var title: String
  /// Its first year, if known.
  public var year: Int?
  /// How many playable episodes are there.
  public var episodes: Int

  /// A show with all its parts.
  public init(id: ShowID, title: String, year: Int? = nil, episodes: Int) {
    self.id = id
    self.title = title
    self.year = year
    self.episodes = episodes
  }
}

/// A collection of some kind.
public struct ListedCollection: Identifiable, Hashable, Sendable {
  /// The collection's number.
  public var id: CollectionID
  /// Its name, unique among all kinds.
  public var name: String
  /// How many media it holds, missing ones included; what a smart one finds, or how many
  /// contents one of another kind is made of.
  public var items: Int
  /// Its kind.
  public var kind: CollectionKind
  /// What it is made of, if it is no list of media.
  public var list: ContentList

  /// A collection with all its parts.
  public init(
    id: CollectionID, name: String, items: Int, kind: CollectionKind = .collection,
    list: ContentList = ContentList()
  ) {
    self.id = id
    self.name = name
    self.items = items
    self.kind = kind
    self.list = list
  }
}

/// One programme of the guide and the channel that airs it.
public struct GuideRow: Hashable, Sendable {
  /// The channel.
  public var channel: ChannelID
  /// The programme.
  public var programme: Programme

  /// A row with both its parts.
  public init(channel: ChannelID, programme: Programme) {
    self.channel = channel
    self.programme = programme
  }
}

/// What an enabled channel airs now and what follows.
public struct OnAirRow: Hashable, Sendable {
  /// The channel.
  public var channel: Channel
  /// The programme on air; nil in a hole.
  public var now: Programme?
  /// The programme after it.
  public var next: Programme?

  /// A row with all its parts.
  public init(channel: Channel, now: Programme? = nil, next: Programme? = nil) {
    self.channel = channel
    self.now = now
    self.next = next
  }
}
