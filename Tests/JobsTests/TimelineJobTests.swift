import Foundation
import Gzip
import Library
import Playout
import Schedule
import Store
import Synchronization
import TestSupport
import Testing

@testable import Jobs

@Suite("Building timelines and guide", .timeLimit(.minutes(1)))
struct TimelineJobTests {
  private let bench: Bench

  init() throws { bench = try Bench() }

  private func films(_ names: ClosedRange<Int>) throws {
    let folder = try bench.store.folders().first ?? bench.store.insertFolder(path: "/films")
    var batch = ScanBatch()
    batch.found = names.map { number in
      FoundMedia(
        path: "/films/\(number).mkv", stamp: MediaStamp(size: 1, modified: bench.now),
        kind: .movie, title: "Film \(number)", duration: .minutes(90),
        probe: MediaProbe(container: "matroska", duration: .minutes(90)))
    }
    try bench.store.upsertScan(batch, in: folder.id)
  }

  private func build(_ channel: ChannelID? = nil) throws -> Job {
    let job = try bench.store.enqueue(kind: .timeline, subject: channel?.rawValue)
    #expect(try bench.runner.drain())
    return try #require(try bench.store.job(job.id))
  }

  private func entries(of channel: ChannelID) throws -> [TimelineEntry] {
    try bench.store.timeline(
      of: channel, from: bench.now - .days(30), to: bench.now + .days(30))
  }

  @Test("lays two weeks ahead from the premiere, and is done when asked again")
  func builds() throws {
    try films(1...20)
    let channel = try bench.channel()
    #expect(try build().state == .done)
    let built = try entries(of: channel)
    #expect(built.first?.start == bench.now)
    #expect(built.last.map { $0.end >= bench.now + .days(14) } == true)
    #expect(bench.refreshed.withLock { $0 } == [channel])
    _ = try build()
    #expect(try entries(of: channel) == built)
    #expect(bench.refreshed.withLock { $0 } == [channel], "nothing changed, nobody is told")
  }

  @Test("never moves what is on air or past when media come and go")
  func keepsOnAir() throws {
    try films(1...10)
    let channel = try bench.channel()
    _ = try build()
    bench.advance(.hours(30))
    let before = try entries(of: channel).filter { $0.start <= bench.now }
    try films(11...14)
    let last = try #require(before.last)
    let onAir = try #require(try bench.store.media(last.media))
    let folder = try #require(try bench.store.folders().first)
    let paths = try bench.store.media(query: MediaQuery(limit: 500)).items.map(\.item.path)
    try bench.store.markMissing(
      in: folder.id, except: Set(paths).subtracting([onAir.item.path]))
    _ = try build(channel)
    let after = try entries(of: channel)
    #expect(Array(after.prefix(before.count)) == before)
    let coming = after.dropFirst(before.count)
    #expect(!coming.contains { $0.media == onAir.id })
    #expect(Set(coming.map(\.media)).count == 13)
    #expect(zip(after, after.dropFirst()).allSatisfy { $0.end == $1.start })
  }

  @Test("goes on after days of silence at the present, not in the past")
  func resumes() throws {
    try films(1...10)
    let channel = try bench.channel()
    _ = try build()
    bench.advance(.days(20))
    _ = try build()
    let plan = try #require(try bench.store.plan(for: channel, from: bench.now, hours: 3))
    for minute in 0..<180 {
      #expect(plan.item(at: bench.now + .minutes(Int64(minute))) != nil, "minute \(minute)")
    }
  }

  @Test("does without a channel that was removed meanwhile")
  func survivesRemoval() throws {
    let channel = try bench.channel()
    try bench.store.deleteChannel(channel)
    #expect(try build(channel).state == .done)
  }

  @Test("writes the guide plain and compressed, alike and whole")
  func writesGuide() throws {
    try films(1...3)
    try bench.channel()
    _ = try build()
    let plain = [UInt8](try Data(contentsOf: URL(fileURLWithPath: bench.guide + "/xmltv.xml")))
    let packed = [UInt8](
      try Data(contentsOf: URL(fileURLWithPath: bench.guide + "/xmltv.xml.gz")))
    #expect(try Gzip.decompress(packed, limit: 50_000_000) == plain)
    let text = String(decoding: plain, as: UTF8.self)
    #expect(text.hasSuffix("</tv>\n"))
    #expect(text.contains("Film 2"))
    #expect(
      Set(try FileManager.default.contentsOfDirectory(atPath: bench.guide))
        == ["xmltv.xml", "xmltv.xml.gz"])
  }

  @Test("keeps the past in the guide, for players that offer it")
  func guideOfThePast() throws {
    try films(1...3)
    let channel = try bench.channel()
    _ = try build()
    let first = try #require(try entries(of: channel).first)
    bench.advance(.days(6))
    try bench.store.enqueue(kind: .guide)
    #expect(try bench.runner.drain())
    let text = try String(contentsOfFile: bench.guide + "/xmltv.xml", encoding: .utf8)
    let digits = Date(timeIntervalSince1970: Double(first.start.milliseconds / 1000))
      .formatted(.iso8601).filter(\.isNumber)
    #expect(text.contains("start=\"\(digits) +0000\""))
  }

  @Test("names the guide's folder when it can't be written")
  func tellsUnwritableGuide() throws {
    let tools = JobTools(store: bench.store, guideFolder: "/proc/guide")
    let job = try bench.store.enqueue(kind: .guide)
    #expect(try JobRunner(tools: tools, lockPath: bench.folder.file("lock")).drain())
    let ended = try #require(try bench.store.job(job.id))
    #expect(ended.state == .failed && ended.error?.contains("/proc/guide") == true)
  }

  @Test("drops the past after a week")
  func prunes() throws {
    try films(1...10)
    let channel = try bench.channel()
    _ = try build()
    bench.advance(.days(10))
    try bench.store.enqueue(kind: .prune)
    #expect(try bench.runner.drain())
    let first = try #require(try entries(of: channel).first)
    #expect(first.end > bench.now - .days(7))
    #expect(first.start <= bench.now - .days(7))
  }
}
