import Library
import Playout
import Schedule
import Store
import Testing

@Suite("Channels in the store")
struct ChannelQueriesTests {
  private let test: TestStore
  private var store: Store { test.store }

  init() throws { test = try TestStore() }

  @Test("come back as they went in, sorted as numbers")
  func roundTrip() throws {
    let ten = try test.channel("10", id: "aaaaaaaa")
    var seven = try programmed("7.10", id: "bbbbbbbb")
    seven.channel.group = "Films 'n' \"more\" 📺"
    seven.channel.isEnabled = false
    seven.channel.viewerLimit = 3
    seven.channel.audioRules = [
      AudioRule(language: "de"), AudioRule(channels: 2, title: "Ö \"x\""),
    ]
    var foreign = SubtitleRule()
    (foreign.language, foreign.soundOtherThan, foreign.isForced) = ("de", "German", false)
    seven.channel.subtitles = [
      SubtitleRendition(name: "Ö \"x\"", language: "de", isDefault: true, rules: [foreign])
    ]
    seven.channel.audioTracks = [
      AudioRendition(name: "Ö \"x\"", language: "de", rules: [AudioRule(language: "de")])
    ]
    seven.channel.burnRules = [foreign, SubtitleRule()]
    seven.rules.seed = 0x8000_0000_0000_0001
    try store.insert(seven)
    let two = try test.channel("7.2", id: "cccccccc")
    #expect(try store.channels() == [two, seven, ten])
    #expect(try store.channel(seven.channel.id) == seven)
    #expect(try store.channel(numbered: seven.channel.number) == seven)
    let other = try #require(ChannelNumber("7.1"))
    #expect(try store.channel(numbered: other) == nil)
  }

  @Test("keep every content", arguments: ["library", "folder", "show", "collection"])
  func keepsContent(kind: String) throws {
    let folder = try test.films(["A"])
    var batch = ScanBatch()
    batch.found = [episode("Pilot", of: "Lost", 1, 1)]
    try store.upsertScan(batch, in: folder.id)
    let show = try #require(try store.shows().first).id
    let media = try store.media(query: MediaQuery()).items.map(\.id)
    let collection = try store.insertCollection(name: "Mine", media: media).id
    let contents: [String: ContentSelector] = [
      "library": .library, "folder": .folder(folder.id), "show": .show(show),
      "collection": .collection(collection),
    ]
    let made = try test.channel("1", #require(contents[kind]))
    #expect(try store.channel(made.channel.id) == made)
  }

  @Test("refuse a number that is taken, and name its holder")
  func refusesTakenNumber() throws {
    try test.channel("7", id: "aaaaaaaa")
    let error = #expect(throws: StoreError.self) { try test.channel("7", id: "bbbbbbbb") }
    #expect(error?.code == .conflict)
    #expect(error?.field == "number")
    #expect(error?.detail.contains("Channel 7") == true)
  }

  @Test("refuse a profile and a content that are not there")
  func refusesUnknownParts() throws {
    var channel = try programmed("1")
    channel.channel.profile = "8K"
    let profile = #expect(throws: StoreError.self) { try store.insert(channel) }
    #expect(profile?.code == .notFound && profile?.field == "profile")
    let content = #expect(throws: StoreError.self) {
      try test.channel("1", .collection(CollectionID(rawValue: 9)))
    }
    #expect(content?.code == .notFound && content?.field == "content")
  }

  @Test("can be changed and removed; a stranger can't")
  func updatesAndDeletes() throws {
    var channel = try test.channel("7")
    channel.channel.name = "New"
    channel.channel.number = try #require(ChannelNumber("8"))
    try store.update(channel)
    #expect(try store.channels() == [channel])
    try store.deleteChannel(channel.channel.id)
    #expect(try store.channels().isEmpty)
    let again = #expect(throws: StoreError.self) { try store.deleteChannel(channel.channel.id) }
    #expect(again?.code == .notFound)
    let update = #expect(throws: StoreError.self) { try store.update(channel) }
    #expect(update?.code == .notFound)
  }

  @Test("are offered the lowest free whole number")
  func nextNumber() throws {
    #expect(try store.nextFreeChannelNumber().description == "1")
    try test.channel("1", id: "aaaaaaaa")
    try test.channel("2.1", id: "bbbbbbbb")
    #expect(try store.nextFreeChannelNumber().description == "2")
    try test.channel("2", id: "cccccccc")
    #expect(try store.nextFreeChannelNumber().description == "3")
  }
}
