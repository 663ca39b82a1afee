import Foundation
import Library
import Playout
import Schedule
import Store
import Synchronization
import TestSupport
import Testing

@testable import Jobs

@Suite("Taking out subtitles in the background", .timeLimit(.minutes(2)))
struct SubtitleJobTests {
  private let bench: Bench

  init() throws { bench = try Bench() }

  private func beside(_ name: String, _ words: String) throws {
    let text = "1\n00:00:00,100 --> 00:00:00,900\n\(words)\n"
    try Data(text.utf8).write(to: URL(filePath: "\(bench.media)/\(name)"))
  }

  /// A channel with subtitles that shows a medium at once.
  private func onAir(_ media: MediaID) throws -> ChannelID {
    let id = try bench.channel()
    var channel = try #require(try bench.store.channel(id))
    channel.channel.subtitles = [SubtitleRendition(name: "Any", rules: [SubtitleRule()])]
    try bench.store.update(channel)
    let item = ScheduledItem(
      start: bench.now, end: bench.now + .minutes(1), media: media, cycle: 0)
    try bench.store.replaceTimeline(of: id, from: bench.now, with: [item])
    return id
  }

  private func media(_ title: String) throws -> MediaID {
    try #require(
      try bench.store.media(query: MediaQuery()).items.first { $0.item.title == title }
    ).id
  }

  private func run(_ subject: String? = nil) throws -> Job {
    let job = try bench.store.enqueue(kind: .subtitles, subject: subject)
    #expect(try bench.runner.drain())
    return try #require(try bench.store.job(job.id))
  }

  @Test("begins with what is on air soon, tells its channel, and keeps what came of it")
  func soon() throws {
    try bench.clips(["A.mp4", "B.mp4"])
    try beside("A.en.srt", "first")
    try beside("B.en.srt", "second")
    try bench.scan()
    #expect(try run().detail?.contains("No channel") == true)
    let id = try onAir(try media("B"))
    let job = try run(SubtitleJob.soon)
    #expect(job.detail == "Subtitles of 1 media taken out.")
    #expect(bench.refreshed.withLock { $0 }.contains(id))
    let plan = try #require(try bench.store.plan(for: id, from: bench.now, hours: 1))
    let words = try #require(plan.items.first?.subtitles?.first)
    #expect(try String(contentsOf: URL(filePath: words.path), encoding: .utf8).contains("second"))
    #expect(try bench.store.subtitles(of: try media("A")) == nil, "the rest is not asked for")
    bench.analysesMedia.withLock { $0 = true }
    #expect(try run().detail == "Subtitles of 1 media taken out.")
    #expect(try run().detail == "Subtitles of 0 media taken out.")
  }

  @Test("does not try what failed again, until it changes; unused words go")
  func failing() throws {
    bench.analysesMedia.withLock { $0 = true }
    try bench.clips(["A.mp4"])
    try Data("nothing".utf8).write(to: URL(filePath: bench.media + "/A.de.srt"))
    try bench.scan()
    let id = try onAir(try media("A"))
    #expect(try run().detail?.contains("1 had some that could not be read") == true)
    #expect(try run().detail == "Subtitles of 0 media taken out.")
    try beside("A.de.srt", "better")
    try bench.scan()
    #expect(try run().detail == "Subtitles of 1 media taken out.")
    let plan = try #require(try bench.store.plan(for: id, from: bench.now, hours: 1))
    #expect(plan.items.first?.subtitles?.count == 1)
    let folder = bench.store.subtitleFolder
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 2)
    bench.advance(.hours(7))
    try bench.tools.dropUnusedSubtitles()
    #expect(
      try Set(FileManager.default.contentsOfDirectory(atPath: folder))
        == bench.store.subtitleFolders())
  }

  @Test("is asked for by itself while something is due, but not over and over")
  func chores() throws {
    try bench.clips(["A.mp4"])
    try beside("A.en.srt", "words")
    try bench.scan()
    _ = try onAir(try media("A"))
    try FileManager.default.removeItem(atPath: bench.media + "/A.mp4")
    var chores = Chores(tools: bench.tools)
    try chores.doWhatIsDue()
    func asked() throws -> Int { try bench.store.jobs().filter { $0.kind == .subtitles }.count }
    bench.advance(.minutes(2))
    try chores.doWhatIsDue()
    #expect(try asked() == 1)
    #expect(try bench.runner.drain())
    bench.advance(.minutes(2))
    try chores.doWhatIsDue()
    #expect(try asked() == 1, "it is away")
    bench.advance(.minutes(11))
    try chores.doWhatIsDue()
    #expect(try asked() == 2)
  }
}
