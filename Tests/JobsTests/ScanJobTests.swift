import Foundation
import Library
import Store
import Synchronization
import TestSupport
import Testing

@testable import Jobs

@Suite("Scanning a folder", .timeLimit(.minutes(1)))
struct ScanJobTests {
  private let bench: Bench

  init() throws { bench = try Bench() }

  @Test("stores what plays, names what does not, and leads to timelines and guide")
  func scans() throws {
    try bench.clips(["Alien (1979).mp4", "Lost/Season 1/Lost S01E02 Pilot.mp4"])
    try Data().write(to: URL(fileURLWithPath: bench.media + "/empty.mp4"))
    let channel = try bench.channel()
    let job = try bench.scan()
    #expect(job.state == .done)
    #expect(try bench.titles.contains("Alien"))
    let folder = try #require(try bench.store.folders().first)
    #expect(folder.items == 2 && folder.failed == 1 && folder.state == .ok)
    #expect(try bench.store.media(query: MediaQuery(isFailed: true)).items.first?.error != nil)
    #expect(try bench.store.shows().map(\.title) == ["Lost"])
    #expect(try bench.store.lastEntry(of: channel) != nil)
    #expect(bench.refreshed.withLock { $0 }.contains(channel))
    #expect(FileManager.default.fileExists(atPath: bench.guide + "/xmltv.xml"))
    let topics = Set(bench.events.withLock { $0.map(\.topic) })
    #expect(topics == ["jobs", "library", "channels"])
  }

  @Test("reads names with every sign in them")
  func readsOddNames() throws {
    let names = [
      "-dash.mp4", "it's \"quoted\".mp4", "new\nline.mp4", "%d %s.mp4", "🎬 emoji.mp4", "a;b&c.mp4",
    ]
    try bench.clips(names)
    try bench.scan()
    let found = try bench.store.media(query: MediaQuery()).items.map(\.item.path)
    #expect(Set(found) == Set(names.map { bench.media + "/" + $0 }))
  }

  @Test("changes nothing when nothing changed")
  func isIncremental() throws {
    try bench.clips(["A.mp4", "B.mp4"])
    try bench.scan()
    let before = try bench.store.media(query: MediaQuery()).items
    let jobs = try bench.store.jobs().count
    try bench.scan()
    #expect(try bench.store.media(query: MediaQuery()).items == before)
    #expect(try bench.store.jobs().count == jobs + 1, "no timeline was built for it")
  }

  @Test("marks what was deleted, and finds it again with its identity")
  func marksDeleted() throws {
    try bench.clips(["A.mp4", "B.mp4"])
    try bench.scan()
    let before = try bench.store.media(query: MediaQuery()).items.map(\.id)
    try FileManager.default.removeItem(atPath: bench.media + "/A.mp4")
    try bench.scan()
    #expect(try bench.titles == ["B"])
    try bench.clips(["A.mp4"])
    try bench.scan()
    #expect(try bench.store.media(query: MediaQuery()).items.map(\.id) == before)
  }

  @Test("keeps the library when the folder is gone")
  func keepsWhenGone() throws {
    try bench.clips(["A.mp4", "B.mp4"])
    try bench.scan()
    try FileManager.default.moveItem(
      atPath: bench.media, toPath: bench.folder.file("unplugged"))
    let job = try bench.scan()
    #expect(job.state == .failed && job.error?.contains(bench.media) == true)
    #expect(try bench.titles.count == 2)
    #expect(try bench.store.folders().first?.state == .missing)
  }

  @Test("keeps the library when the folder is an empty mount point")
  func keepsWhenEmptied() throws {
    try bench.clips(["A.mp4"])
    try bench.scan()
    try FileManager.default.removeItem(atPath: bench.media + "/A.mp4")
    try bench.scan()
    #expect(try bench.titles == ["A"])
    let folder = try #require(try bench.store.folders().first)
    #expect(folder.state == .missing && folder.detail?.contains("empty now") == true)
  }

  @Test("calls an empty folder empty")
  func tellsEmpty() throws {
    #expect(try bench.scan().state == .done)
    #expect(try bench.store.folders().first?.state == .empty)
  }

  @Test("tells that a folder may not be read", .enabled(if: getuid() != 0))
  func tellsDenied() throws {
    try bench.clips(["A.mp4"])
    try bench.scan()
    chmod(bench.media, 0)
    defer { chmod(bench.media, 0o755) }
    #expect(try bench.scan().state == .failed)
    #expect(try bench.store.folders().first?.state == .denied)
    #expect(try bench.titles == ["A"])
  }

  @Test("ends when it is cancelled and keeps what it found")
  func cancels() throws {
    try bench.clips((0..<120).map { "Film \($0).mp4" })
    let store = bench.store
    bench.reaction.withLock {
      $0 = { topic, _ in
        guard topic == "library", let job = try? store.jobs().first(where: { $0.kind == .scan })
        else { return }
        _ = try? store.requestCancel(job: job.id)
      }
    }
    let job = try bench.scan()
    #expect(job.state == .cancelled)
    let count = try bench.store.media(query: MediaQuery()).total
    #expect(count > 0 && count < 120)
    bench.reaction.withLock { $0 = nil }
    try bench.scan()
    #expect(try bench.store.media(query: MediaQuery()).total == 120)
  }

  @Test("of a removed folder fails in words")
  func tellsRemovedFolder() throws {
    let job = try bench.store.enqueue(kind: .scan, subject: "77")
    #expect(try bench.runner.drain())
    #expect(try bench.store.job(job.id)?.error?.contains("77") == true)
  }
}
