import Library
import Playout
import Schedule
import Store
import Testing

@Suite("The library in the store")
struct LibraryQueriesTests {
  private let test: TestStore
  private var store: Store { test.store }

  init() throws { test = try TestStore() }

  @Test(
    "refuses a folder that is, holds or lies in another",
    arguments: ["/media", "/media/", "/media/films", "/"])
  func refusesNestedFolders(path: String) throws {
    _ = try store.insertFolder(path: "/media")
    let error = #expect(throws: StoreError.self) { try store.insertFolder(path: path) }
    #expect(error?.code == .conflict && error?.field == "path")
  }

  @Test("takes a folder whose name begins as another's")
  func acceptsNeighbours() throws {
    _ = try store.insertFolder(path: "/media")
    _ = try store.insertFolder(path: "/media2/")
    #expect(try store.folders().map(\.path) == ["/media", "/media2"])
  }

  @Test("counts a folder's media, playable and not")
  func countsMedia() throws {
    let folder = try test.films(["A", "B"])
    var batch = ScanBatch()
    batch.failed = [
      FailedMedia(path: "/media/x.mp4", stamp: .init(size: 0, modified: today), reason: "empty")
    ]
    try store.upsertScan(batch, in: folder.id)
    try store.setState(.ok, detail: nil, of: folder.id)
    let read = try #require(try store.folder(folder.id))
    #expect(read.items == 2 && read.failed == 1)
    #expect(read.state == .ok && read.lastScan == today)
    let failed = try store.media(query: MediaQuery(isFailed: true))
    #expect(failed.items.map(\.error) == ["empty"] && failed.total == 1)
  }

  @Test("keeps a medium's identity when its file changes, breaks and heals")
  func keepsIdentity() throws {
    let folder = try test.films(["A"])
    let id = try #require(try store.media(query: MediaQuery()).items.first).id
    var broken = ScanBatch()
    broken.failed = [
      FailedMedia(
        path: "/media/A.mkv", stamp: MediaStamp(size: 3, modified: today), reason: "torn")
    ]
    try store.upsertScan(broken, in: folder.id)
    #expect(try store.media(id)?.error == "torn")
    #expect(try store.media(id)?.item.title == "A")
    #expect(try store.scheduleItems(of: .library).isEmpty)
    #expect(try store.stamps(of: folder.id).isEmpty, "a broken file is tried again")
    var healed = film("A")
    healed.duration = .minutes(5)
    var batch = ScanBatch()
    batch.found = [healed]
    try store.upsertScan(batch, in: folder.id)
    #expect(try store.media(id)?.error == nil)
    #expect(try store.scheduleItems(of: .library).map(\.duration) == [.minutes(5)])
  }

  @Test("marks what is gone and finds it again when it comes back")
  func marksMissing() throws {
    let folder = try test.films(["A", "B"])
    #expect(try store.markMissing(in: folder.id, except: ["/media/A.mkv"]) == 1)
    #expect(try store.media(query: MediaQuery()).items.map(\.item.title) == ["A"])
    #expect(try store.scheduleItems(of: .folder(folder.id)).map(\.title) == ["A"])
    var batch = ScanBatch()
    batch.unchanged = ["/media/A.mkv", "/media/B.mkv"]
    #expect(try store.upsertScan(batch, in: folder.id) == 1)
    #expect(try store.media(query: MediaQuery()).total == 2)
  }

  @Test("gives a removed folder its media back when it is added again")
  func restoresFolder() throws {
    let folder = try test.films(["A"])
    let id = try #require(try store.media(query: MediaQuery()).items.first).id
    try store.deleteFolder(folder.id)
    #expect(try store.folders().isEmpty)
    #expect(try store.media(query: MediaQuery()).total == 0)
    #expect(try store.media(id)?.isMissing == true)
    try test.films(["A"])
    #expect(try store.media(query: MediaQuery()).items.map(\.id) == [id])
  }

  @Test("keeps a folder, a collection that a channel plays")
  func refusesPlayedContent() throws {
    let folder = try test.films(["A"])
    let media = try store.media(query: MediaQuery()).items.map(\.id)
    let collection = try store.insertCollection(name: "Mine", media: media)
    try test.channel("1", .folder(folder.id), id: "aaaaaaaa")
    try test.channel("2", .collection(collection.id), id: "bbbbbbbb")
    let first = #expect(throws: StoreError.self) { try store.deleteFolder(folder.id) }
    #expect(first?.code == .conflict && first?.detail.contains("Channel 1") == true)
    let second = #expect(throws: StoreError.self) { try store.deleteCollection(collection.id) }
    #expect(second?.code == .conflict && second?.detail.contains("Channel 2") == true)
  }

  @Test("takes one show for one, whatever its case, and tells remakes by their year")
  func findsShows() throws {
    let folder = try test.films([])
    var batch = ScanBatch()
    batch.found = [
      episode("One", of: "Galactica", 1, 1), episode("Two", of: "GALACTICA", 1, 2, year: 1978),
      episode("Three", of: "Galactica", 1, 3, year: 2004),
      episode("Four", of: "galactica", 1, 4, year: 1978),
    ]
    try store.upsertScan(batch, in: folder.id)
    let shows = try store.shows()
    #expect(shows.map(\.year) == [1978, 2004])
    #expect(shows.map(\.episodes) == [3, 1])
    let first = try store.scheduleItems(of: .show(shows[0].id))
    #expect(first.map(\.title) == ["One", "Two", "Four"])
    #expect(first.allSatisfy { $0.showTitle == "Galactica" })
  }

  @Test(
    "finds words with every sign in them",
    arguments: [
      ("100%", ["100% Wolf"]), ("_", ["under_score"]), ("'", ["It's"]), ("\\", [#"back\slash"#]),
      ("wOLF", ["100% Wolf"]), ("nothing", []),
    ] as [(String, [String])])
  func searches(text: String, expected: [String]) throws {
    try test.films(["100% Wolf", "under_score", "It's", #"back\slash"#, "Ünicode 🎬"])
    let found = try store.media(query: MediaQuery(text: text))
    #expect(found.items.map(\.item.title) == expected)
    #expect(found.total == expected.count)
  }

  @Test("pages through media without losing or doubling any")
  func pages() throws {
    try test.films((0..<25).map { "Film \($0)" })
    let pages = try stride(from: 0, to: 30, by: 10).map { offset in
      try store.media(query: MediaQuery(limit: 10, offset: offset))
    }
    #expect(pages.map(\.items.count) == [10, 10, 5])
    #expect(pages.allSatisfy { $0.total == 25 })
    #expect(Set(pages.flatMap { $0.items.map(\.id) }).count == 25)
  }

  @Test("keeps a collection's order, counts doubles once and knows gone items' places")
  func collections() throws {
    let folder = try test.films(["A", "B", "C"])
    let media = try store.media(query: MediaQuery()).items.map(\.id)
    let made = try store.insertCollection(
      name: "Mine", media: [media[2], media[0], media[2], media[1]])
    #expect(made.items == 3)
    #expect(try store.collections() == [made])
    try store.markMissing(in: folder.id, except: ["/media/A.mkv", "/media/C.mkv"])
    let content = ContentSelector.collection(made.id)
    let items = try store.scheduleItems(of: content).sorted { $0.position < $1.position }
    #expect(items.map(\.title) == ["C", "A"])
    #expect(try store.scheduleItem(media[1], of: content)?.position == 3)
    #expect(try store.scheduleItem(media[1], of: .show(ShowID(rawValue: 1))) == nil)
    let double = #expect(throws: StoreError.self) {
      try store.insertCollection(name: "MINE", media: [])
    }
    #expect(double?.code == .conflict && double?.field == "name")
    let stranger = #expect(throws: StoreError.self) {
      try store.insertCollection(name: "Other", media: [MediaID(rawValue: 999)])
    }
    #expect(stranger?.code == .notFound)
    try store.deleteCollection(made.id)
    #expect(try store.collections().isEmpty)
  }

  @Test("drops what has long been missing unless something refers to it")
  func prunes() throws {
    let folder = try test.films(["A", "B", "C"])
    let media = try store.media(query: MediaQuery()).items.map(\.id)
    let channel = try test.channel("1").channel.id
    try store.replaceTimeline(of: channel, from: today, with: entries([media[0]], from: today))
    let collection = try store.insertCollection(name: "Mine", media: [media[1]])
    try store.deleteFolder(folder.id)
    #expect(try store.pruneLibrary(before: today) == 0)
    #expect(try store.pruneLibrary(before: today + .days(1)) == 1)
    #expect(try store.media(media[0]) != nil)
    #expect(try store.media(media[1]) != nil)
    try store.deleteCollection(collection.id)
    try store.deleteChannel(channel)
    #expect(try store.pruneLibrary(before: today + .days(1)) == 2)
  }
}
