import Control
import Library
import Schedule
import Store

/// A collection as lists show it.
struct CollectionAnswer: Codable, Hashable {
  var id: CollectionID
  var name: String
  /// How many media it holds; what a smart one finds, or how many contents one of another kind is
  /// made of.
  var items: Int
  var kind: CollectionKind
  /// What a smart collection looks for.
  var query: String?
  /// The contents that a collection of several is made of.
  var entries: [ContentList.Entry]?

  init(_ collection: ListedCollection) {
    id = collection.id
    name = collection.name
    items = collection.items
    kind = collection.kind
    query = collection.list.query
    entries = collection.list.entries
  }
}

/// A collection with its media.
struct CollectionDetails: Codable, Hashable {
  var collection: CollectionAnswer
  /// The media of a list of them, in order; for all other kinds the first that it holds now.
  var media: [MediaAnswer]
  /// How many media it holds now that can be played.
  var playable: Int
}

/// Every collection.
struct CollectionList: Codable, Hashable {
  var collections: [CollectionAnswer]
}

/// A collection to be made, in the order given.
struct NewCollection: Codable {
  var name: String
  /// A list of media when it is left out.
  var kind: CollectionKind?
  /// The media of a list of them.
  var media: [MediaID]?
  /// What a smart collection looks for.
  var query: String?
  /// What a collection of any other kind is made of.
  var entries: [ContentList.Entry]?
}

/// What is to be different about a collection; what is left out stays.
struct CollectionChange: Codable {
  var name: String?
  var media: [MediaID]?
  var query: String?
  var entries: [ContentList.Entry]?
}

/// So many media of a collection that is no list of them are shown.
private let mostShown = 100

func listCollections(_ call: Call) throws -> CollectionList {
  CollectionList(collections: try call.studio.store.collections().map(CollectionAnswer.init))
}

func showCollection(_ call: Call) throws -> CollectionDetails {
  let store = call.studio.store
  let id = CollectionID(rawValue: try call.number(of: "collection"))
  guard let found = try store.collection(id) else {
    throw Problem.notFound("There is no collection \(id.rawValue). See /api/collections.")
  }
  let items =
    try found.listed.kind.contents.first.map { kind in
      try RuleContent(kind: kind, id: id.rawValue).selector.map { try store.scheduleItems(of: $0) }
    }?.flatMap(\.self) ?? []
  let isList = found.listed.kind == .collection
  let shown = isList ? found.media : items.prefix(mostShown).map(\.id)
  return CollectionDetails(
    collection: CollectionAnswer(found.listed),
    media: try shown.compactMap { try store.media($0).map(MediaAnswer.init) },
    playable: items.count)
}

func createCollection(_ call: Call, _ wish: NewCollection) throws -> CollectionAnswer {
  let name = try ChannelFields.line(wish.name, field: "name", in: 1...100)
  let kind = wish.kind ?? .collection
  let list = ContentList(query: wish.query, entries: wish.entries)
  try list.check(as: kind)
  let media = try CollectionFields.media(wish.media, of: kind)
  if kind == .collection, media == nil {
    throw Problem.invalid("media", "A collection needs at least one medium.")
  }
  let made = try call.studio.store.insertCollection(
    name: name, kind: kind, media: media ?? [], list: kind == .collection ? nil : list)
  call.publish(.library, "collection created")
  return CollectionAnswer(made)
}

func updateCollection(_ call: Call, _ change: CollectionChange) throws -> CollectionAnswer {
  let store = call.studio.store
  let id = CollectionID(rawValue: try call.number(of: "collection"))
  guard let old = try store.collection(id)?.listed else {
    throw Problem.notFound("There is no collection \(id.rawValue). See /api/collections.")
  }
  var list: ContentList?
  if change.query != nil || change.entries != nil {
    let new = ContentList(
      query: change.query ?? old.list.query, entries: change.entries ?? old.list.entries)
    try new.check(as: old.kind)
    list = new
  }
  let changed = try store.updateCollection(
    id, name: try change.name.map { try ChannelFields.line($0, field: "name", in: 1...100) },
    media: try CollectionFields.media(change.media, of: old.kind), list: list)
  if change.media != nil || list != nil { try store.enqueue(kind: .timeline) }
  call.publish(.library, "collection changed")
  return CollectionAnswer(changed)
}

func removeCollection(_ call: Call) throws {
  let id = CollectionID(rawValue: try call.number(of: "collection"))
  try call.studio.store.deleteCollection(id)
  call.publish(.library, "collection removed")
}

/// What the fields of a collection may hold.
enum CollectionFields {
  /// How many media one may list.
  static let mostMedia = 10_000

  static func media(_ wish: [MediaID]?, of kind: CollectionKind) throws -> [MediaID]? {
    guard let wish else { return nil }
    guard kind == .collection else {
      throw Problem.invalid(
        "media", "Only a collection of the kind 'collection' lists media; leave them out.")
    }
    guard (1...mostMedia).contains(wish.count) else {
      throw Problem.invalid("media", "A collection needs 1 to \(mostMedia) media.")
    }
    return wish
  }
}
