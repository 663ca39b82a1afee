import Control
import Library
import Store

/// A collection as the API shows it.
struct CollectionAnswer: Codable, Hashable {
  var id: CollectionID
  var name: String
  var items: Int

  init(_ collection: ListedCollection) {
    id = collection.id
    name = collection.name
    items = collection.items
  }
}

/// Every collection.
struct CollectionList: Codable, Hashable {
  var collections: [CollectionAnswer]
}

/// A collection to be made, in the order given.
struct NewCollection: Codable {
  var name: String
  var media: [MediaID]
}

func listCollections(_ call: Call) throws -> CollectionList {
  CollectionList(collections: try call.studio.store.collections().map(CollectionAnswer.init))
}

func createCollection(_ call: Call, _ wish: NewCollection) throws -> CollectionAnswer {
  let name = try ChannelFields.line(wish.name, field: "name", in: 1...100)
  guard !wish.media.isEmpty else {
    throw Problem.invalid("media", "A collection needs at least one medium.")
  }
  let made = try call.studio.store.insertCollection(name: name, media: wish.media)
  call.publish(.library, "collection created")
  return CollectionAnswer(made)
}

func removeCollection(_ call: Call) throws {
  let id = CollectionID(rawValue: try call.number(of: "collection"))
  try call.studio.store.deleteCollection(id)
  call.publish(.library, "collection removed")
}
