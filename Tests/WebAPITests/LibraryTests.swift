import FastCGI
import Foundation
import Library
import Playout
import Store
import TestSupport
import Testing

@testable import WebAPI

@Suite("Library")
struct LibraryTests {
  @Test("A folder is added, scanned and removed")
  func folder() throws {
    let desk = try TestDesk()
    let added = desk.ask(
      .post, "/api/folders", json: #"{"path":"\#(desk.media)/./x/../"}"#)
    #expect(added.status == 201)
    let folder = try added.json(FolderAnswer.self)
    #expect(folder.path == desk.media)
    #expect(folder.state == .unscanned)
    #expect(try desk.store.jobs().map(\.kind) == [.scan])
    let again = desk.ask(.post, "/api/folders", json: #"{"path":"\#(desk.media)"}"#)
    #expect(again.problem?.status == 409)
    let scan = desk.ask(.post, "/api/folders/\(folder.id.rawValue)/scan")
    #expect(scan.status == 202)
    #expect(try scan.json(Job.self).subject == String(folder.id.rawValue))
    #expect(try desk.ask(.get, "/api/folders").json(FolderList.self).folders.count == 1)
    #expect(desk.ask(.delete, "/api/folders/\(folder.id.rawValue)").status == 204)
    #expect(try desk.ask(.get, "/api/folders").json(FolderList.self).folders.isEmpty)
  }

  @Test(
    "A folder that can't be read is refused in words",
    arguments: [
      ("relative/path", "full path"), ("", "full path"), ("/no/such/folder", "no folder"),
      ("FOLDER/a file", "is a file"), ("FOLDER/data", "own files"),
      ("FOLDER/data/x/..", "own files"),
      ("FOLDER/run/live", "own files"), ("FOLDER", "own files"), ("FOLDER/link", "own files"),
      ("/", "own files"), ("/tmp/\\u0000", "full path"),
    ])
  func badFolder(path: String, words: String) throws {
    let desk = try TestDesk()
    try Data().write(to: URL(filePath: desk.folder.file("a file")))
    try FileManager.default.createSymbolicLink(
      atPath: desk.folder.file("link"), withDestinationPath: desk.folder.file("data"))
    let full = path.replacing("FOLDER", with: desk.folder.path)
    let problem = try #require(
      desk.ask(.post, "/api/folders", json: #"{"path":"\#(full)"}"#).problem)
    #expect(problem.status == 422)
    #expect(problem.field == "path")
    #expect(problem.detail.contains(words))
  }

  @Test("Files are looked through when asked, and tell where they go black and how loud they are")
  func analysis() throws {
    let desk = try TestDesk(loudness: LoudnessTarget(level: -23))
    let folder = try desk.films(["Alien", "Brazil"])
    let media = try desk.store.media(query: MediaQuery()).items
    func answer(_ index: Int) throws -> MediaAnswer {
      try desk.ask(.get, "/api/media/\(media[index].id.rawValue)").json(MediaAnswer.self)
    }
    #expect(try answer(0).analysis == nil)
    let asked = desk.ask(.post, "/api/media/\(media[0].id.rawValue)/analysis")
    #expect(asked.status == 202)
    #expect(try asked.json(Job.self).subject == "media:\(media[0].id.rawValue)")
    let all = try desk.ask(.post, "/api/folders/\(folder.id.rawValue)/analysis").json(Job.self)
    #expect(all.kind == .analysis && all.subject == "folder:\(folder.id.rawValue)")

    let file = try #require(try desk.store.nextToAnalyze(.media(media[0].id)))
    let found = MediaAnalysis(
      dips: [Dip(at: .minutes(9), length: .milliseconds(700))],
      loudness: [
        Loudness(stream: 1, integrated: -17.25, range: 6, truePeak: -0.5),
        Loudness(stream: 2, integrated: -31, range: 3, truePeak: -20),
      ])
    try desk.store.keep(found, of: file.id, stamp: file.stamp)
    let told = try #require(try answer(0).analysis)
    #expect(told.dips == [.init(at: .minutes(9), length: .milliseconds(700))])
    #expect(
      told.loudness
        == .init(track: 1, integrated: -17.25, range: 6, truePeak: -0.5, gain: -5.8))
    #expect(
      told.further == [.init(track: 2, integrated: -31, range: 3, truePeak: -20, gain: 8)])
    #expect(told.failure == nil)
    try desk.store.keep(MediaAnalysis(), failure: "Damaged.", of: file.id, stamp: file.stamp)
    #expect(try answer(0).analysis?.failure == "Damaged.")
    #expect(try answer(1).analysis == nil)
  }

  @Test("What is not there can't be scanned, shown or removed")
  func unknownIDs() throws {
    let desk = try TestDesk()
    let asked: [(Method, String)] = [
      (.post, "/api/folders/9/analysis"), (.post, "/api/media/9/analysis"),
      (.post, "/api/folders/9/scan"), (.delete, "/api/folders/9"), (.delete, "/api/folders/x"),
      (.get, "/api/media/9"), (.get, "/api/media/-1"), (.delete, "/api/collections/9"),
      (.get, "/api/jobs/9"), (.post, "/api/jobs/9/cancel"), (.get, "/api/channels/7"),
      (.get, "/api/media/99999999999999999999"),
    ]
    for (method, path) in asked {
      #expect(desk.ask(method, path).problem?.status == 404, "\(method) \(path)")
    }
  }

  @Test("Media are found by words and conditions, page by page")
  func media() throws {
    let desk = try TestDesk()
    let folder = try desk.films(["Alien", "Aliens", "Brazil"])
    func found(_ query: String) throws -> MediaList {
      try desk.ask(.get, "/api/media?\(query)").json(MediaList.self)
    }
    #expect(try found("q=alien").total == 2)
    #expect(try found("folder=\(folder.id.rawValue)").total == 3)
    #expect(try found("kind=episode").total == 0)
    #expect(try found("failed=true").total == 0)
    let page = try found("limit=1&offset=1")
    #expect(page.total == 3)
    #expect(page.items.count == 1)
    let one = try #require(page.items.first)
    #expect(one.width == 1280)
    #expect(one.audioCodec == "aac")
    #expect(try desk.ask(.get, "/api/media/\(one.id.rawValue)").json(MediaAnswer.self) == one)
    #expect(try found("q='%22%3B--").total == 0)
  }

  @Test(
    "A search that is none names its parameter",
    arguments: ["limit=501", "limit=0", "offset=-1", "kind=opera", "failed=maybe", "folder=x"])
  func badSearch(query: String) throws {
    let problem = try #require(TestDesk().ask(.get, "/api/media?\(query)").problem)
    #expect(problem.status == 400)
    #expect(problem.field == String(query.prefix { $0 != "=" }))
  }

  @Test("A collection is made, listed and removed")
  func collection() throws {
    let desk = try TestDesk()
    try desk.films(["Alien", "Brazil"])
    let media = try desk.store.media(query: MediaQuery()).items.map(\.id.rawValue)
    let made = desk.ask(
      .post, "/api/collections", json: #"{"name":"Best","media":\#(media)}"#)
    #expect(made.status == 201)
    let collection = try made.json(CollectionAnswer.self)
    #expect(collection.items == 2)
    let list = try desk.ask(.get, "/api/collections").json(CollectionList.self)
    #expect(list.collections == [collection])
    let twin = desk.ask(.post, "/api/collections", json: #"{"name":"Best","media":\#(media)}"#)
    #expect(twin.problem?.status == 409)
    let empty = desk.ask(.post, "/api/collections", json: #"{"name":"None","media":[]}"#)
    #expect(empty.problem?.field == "media")
    let unknown = desk.ask(.post, "/api/collections", json: #"{"name":"No","media":[999]}"#)
    #expect(unknown.problem?.status == 422)
    #expect(desk.ask(.delete, "/api/collections/\(collection.id.rawValue)").status == 204)
  }

  @Test("Shows, profiles and jobs are listed")
  func lists() throws {
    let desk = try TestDesk()
    #expect(try desk.ask(.get, "/api/shows").json(ShowList.self).shows.isEmpty)
    #expect(
      try desk.ask(.get, "/api/profiles").json(ProfileList.self).profiles.count
        == TranscodeProfile.builtIn.count)
    let job = try desk.store.enqueue(kind: .prune)
    #expect(try desk.ask(.get, "/api/jobs").json(JobList.self).jobs == [job])
    #expect(try desk.ask(.get, "/api/jobs/\(job.id.rawValue)").json(Job.self) == job)
    let cancelled = try desk.ask(.post, "/api/jobs/\(job.id.rawValue)/cancel").json(Job.self)
    #expect(cancelled.state == .cancelled)
    #expect(desk.published.count == 1)
    #expect(desk.ask(.get, "/api/jobs?limit=0").problem?.status == 400)
  }
}
