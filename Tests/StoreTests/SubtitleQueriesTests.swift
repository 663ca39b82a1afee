import Foundation
import Library
import Playout
import Schedule
import Store
import TestSupport
import Testing

@Suite("Subtitles in the store")
struct SubtitleQueriesTests {
  private let test: TestStore
  private var store: Store { test.store }
  private let track = SubtitleStream(index: 2, codec: "subrip", language: "eng", isDefault: true)

  init() throws { test = try TestStore() }

  private func add(_ names: [String], tracks: [SubtitleStream]) throws -> [MediaID] {
    let folder = try store.folders().first ?? store.insertFolder(path: "/media")
    var batch = ScanBatch()
    batch.found = names.map {
      var found = film($0)
      found.probe.subtitles = tracks
      return found
    }
    try store.upsertScan(batch, in: folder.id)
    return try store.media(query: MediaQuery()).items.filter { names.contains($0.item.title) }
      .map(\.id)
  }

  private func offering(_ number: String, id: String) throws -> ProgrammedChannel {
    var made = try programmed(number, id: id)
    made.channel.subtitles = [
      SubtitleRendition(
        name: "None",
        rules: [SubtitleRule()].map {
          var rule = $0
          rule.language = "ja"
          return rule
        }),
      SubtitleRendition(name: "Any", rules: [SubtitleRule()]),
    ]
    made.channel.burnRules = [SubtitleRule()]
    try store.insert(made)
    return made
  }

  @Test("what is soon on air of channels that show subtitles comes first, and only once")
  func order() throws {
    let media = try add(["A", "B", "C"], tracks: [track])
    _ = try add(["D"], tracks: [])
    #expect(try store.usesSubtitles() == false)
    let channel = try offering("1", id: "aaaaaaaa").channel.id
    let plain = try test.channel("2", id: "bbbbbbbb").channel.id
    #expect(try store.usesSubtitles())
    try store.replaceTimeline(
      of: channel, from: today, with: entries([media[2], media[1]], from: today))
    try store.replaceTimeline(of: plain, from: today, with: entries([media[0]], from: today))
    #expect(try store.subtitlesDueSoon().map(\.id) == [media[2], media[1]])
    #expect(try store.countSubtitlesDue() == 3)
    #expect(try store.channelsShowingSoon(media[2]) == [channel])
    let file = try #require(try store.subtitlesDueSoon().first)
    let found = ExtractedSubtitles(folder: "x", tracks: [.init(index: 2, failure: "Bad.")])
    #expect(try store.keep(found, of: file))
    #expect(try store.subtitlesDueSoon().map(\.id) == [media[1]], "a failure is not tried again")
    #expect(try store.subtitles(of: file.id) == found)
    #expect(try store.nextSubtitlesDue(after: nil)?.id == media[0])
    #expect(try store.subtitleFolders() == ["x"])
  }

  @Test("the plan names the words for each place, once they are there")
  func plan() throws {
    let media = try add(["A"], tracks: [track])
    let channel = try offering("1", id: "aaaaaaaa").channel.id
    try store.replaceTimeline(of: channel, from: today, with: entries(media, from: today))
    func item() throws -> PlanItem {
      try #require(try store.plan(for: channel, from: today, hours: 1)?.items.first)
    }
    #expect(try item().subtitles == nil)
    #expect(try item().burn == nil)
    let file = try #require(try store.subtitlesDueSoon().first)
    try store.keep(
      ExtractedSubtitles(
        folder: "x", tracks: [.init(index: 2, words: "2.srt", cues: "2.vtt", count: 3)]),
      of: file)
    let folder = store.subtitleFolder
    #expect(folder == test.folder.file("subtitles"))
    #expect(try item().subtitles == [PlanSubtitle(rendition: 1, path: "\(folder)/x/2.vtt")])
    #expect(try item().burn == .text(path: "\(folder)/x/2.srt"))
  }

  @Test("pictures are drawn without being taken out")
  func pictures() throws {
    let image = SubtitleStream(index: 3, codec: "dvd_subtitle", isDefault: false)
    let media = try add(["A"], tracks: [image, track])
    let channel = try offering("1", id: "aaaaaaaa").channel.id
    try store.replaceTimeline(of: channel, from: today, with: entries(media, from: today))
    let item = try #require(try store.plan(for: channel, from: today, hours: 1)?.items.first)
    #expect(item.burn == .image(stream: 3))
    #expect(item.subtitles == nil)
  }

  @Test("pictures beside a medium are drawn once they were taken out")
  func discs() throws {
    let idx = SubtitleFile(path: "/media/A.idx", size: 9, modified: today, stream: 1)
    let disc = SubtitleStream(
      in: idx, named: SubtitleName(words: ["de"], codec: "dvd_subtitle"), at: 0)
    let media = try add(["A"], tracks: [disc])
    let channel = try offering("1", id: "aaaaaaaa").channel.id
    try store.replaceTimeline(of: channel, from: today, with: entries(media, from: today))
    func item() throws -> PlanItem {
      try #require(try store.plan(for: channel, from: today, hours: 1)?.items.first)
    }
    #expect(try item().burn == nil)
    let file = try #require(try store.subtitlesDueSoon().first)
    #expect(file.probe.subtitles == [disc])
    let tracks = [ExtractedSubtitles.Track(index: -1, words: "-1.mks")]
    try store.keep(ExtractedSubtitles(folder: "x", tracks: tracks), of: file)
    let made = try item()
    #expect(made.burn == .images(path: "\(store.subtitleFolder)/x/-1.mks"))
    #expect(made.subtitles == nil, "pictures are not sent as words")
    let stored = try JSONEncoder().encode(made.burn)
    #expect(try JSONDecoder().decode(SubtitleBurn?.self, from: stored) == made.burn)
  }

  @Test("other files beside a medium change it, and its words are taken out anew")
  func beside() throws {
    let media = try add(["A"], tracks: [track])
    let folder = try #require(try store.folders().first).id
    _ = try offering("1", id: "aaaaaaaa")
    let file = try #require(try store.nextSubtitlesDue(after: nil))
    try store.keep(ExtractedSubtitles(folder: "x", tracks: []), of: file)
    #expect(try store.countSubtitlesDue() == 0)
    let srt = SubtitleFile(path: "/media/A.de.srt", size: 9, modified: today)
    var batch = ScanBatch()
    batch.unchanged = ["/media/A.mkv"]
    batch.subtitles = [
      "/media/A.mkv": [
        SubtitleStream(
          in: srt, named: SubtitleName(words: ["de"], codec: "subrip"), at: 0)
      ]
    ]
    #expect(try store.upsertScan(batch, in: folder) == 1)
    #expect(try store.subtitleFiles(of: folder) == ["/media/A.mkv": [srt]])
    let tracks = try #require(try store.media(media[0])).item.probe.subtitles
    #expect(tracks.map(\.index) == [2, -1])
    #expect(tracks.map(\.language) == ["eng", "de"])
    #expect(try store.countSubtitlesDue() == 1)
    #expect(try store.keep(ExtractedSubtitles(folder: "y", tracks: []), of: file) == false)
  }

  @Test("a file whose subtitles an earlier version saw without their marks is read again")
  func earlier() throws {
    let old = SubtitleStream(index: 2, codec: "subrip", language: "eng")
    _ = try add(["Old"], tracks: [old])
    _ = try add(["New"], tracks: [track])
    _ = try add(["None"], tracks: [])
    let folder = try #require(try store.folders().first).id
    #expect(Set(try store.stamps(of: folder).keys) == ["/media/New.mkv", "/media/None.mkv"])
  }
}
