import Foundation
import Library
import Playout
import Schedule
import Store
import Synchronization
import TestSupport
import Testing

@testable import Jobs

@Suite("Looking through media in the background", .timeLimit(.minutes(2)))
struct AnalysisJobTests {
  private let bench: Bench

  init() throws {
    bench = try Bench()
    bench.analysesMedia.withLock { $0 = true }
  }

  private var records: [AnalysisRecord] {
    get throws {
      let ids = try bench.store.media(query: MediaQuery()).items.map(\.id)
      return try Array(bench.store.analyses(of: ids).values)
    }
  }

  private func lastJob() throws -> Job {
    try #require(try bench.store.jobs().first { $0.kind == .analysis && $0.state != .queued })
  }

  /// A program that does what a line of shell says.
  private func program(_ line: String) throws {
    let path = bench.folder.file("ffmpeg")
    try Data("#!/bin/sh\n\(line)\n".utf8).write(to: URL(filePath: path))
    chmod(path, 0o755)
    bench.ffmpeg.withLock { $0 = path }
  }

  @Test("begins by itself behind a scan, and does not look through anything twice")
  func automatic() throws {
    try bench.clips(["A.mp4", "B.mp4"])
    try bench.scan()
    #expect(try lastJob().state == .done)
    #expect(try lastJob().detail == "2 media looked through.")
    #expect(try records.count == 2)
    #expect(try records.allSatisfy { $0.failure == nil && !$0.analysis.loudness.isEmpty })
    let jobs = try bench.store.jobs().count
    try bench.scan()
    #expect(try bench.store.jobs().count == jobs + 1, "the scan alone")
    try bench.clips(["C.mp4"])
    try bench.scan()
    #expect(try lastJob().detail == "1 media looked through.")
  }

  @Test("waits to be asked where the station is set so")
  func manual() throws {
    bench.analysesMedia.withLock { $0 = false }
    try bench.clips(["A.mp4", "B.mp4"])
    try bench.scan()
    #expect(try records.isEmpty)
    let media = try #require(try bench.store.media(query: MediaQuery()).items.first)
    try bench.store.enqueueAnalysis(.media(media.id))
    #expect(try bench.runner.drain())
    #expect(try bench.store.analyses(of: [media.id]).count == 1)
    #expect(try records.count == 1)
    try bench.store.enqueueAnalysis(.folder(media.item.folder))
    #expect(try bench.runner.drain())
    #expect(try records.count == 2)
  }

  @Test("of a file that fails goes on with the others, and tries it again only when asked")
  func failing() throws {
    try bench.clips(["A.mp4", "B.mp4"])
    try program(
      "case \"$*\" in *A.mp4*) echo 'Invalid data found when processing input' >&2; exit 1;; esac; "
        + "exec ffmpeg \"$@\"")
    try bench.scan()
    #expect(try lastJob().detail == "1 media looked through, 1 could not be.")
    #expect(try records.compactMap(\.failure).count == 1)
    #expect(try bench.store.countToAnalyze(.unseen) == 0)
    bench.ffmpeg.withLock { $0 = "ffmpeg" }
    try bench.store.enqueueAnalysis(.folder(FolderID(rawValue: 1)))
    #expect(try bench.runner.drain())
    #expect(try lastJob().detail == "1 media looked through.")
    #expect(try records.compactMap(\.failure).isEmpty)
  }

  @Test("fails in words where there is no ffmpeg, blaming no file")
  func noProgram() throws {
    try bench.clips(["A.mp4"])
    bench.ffmpeg.withLock { $0 = "/no/ffmpeg" }
    try bench.scan()
    #expect(try lastJob().error?.contains("/no/ffmpeg") == true)
    #expect(try bench.store.countToAnalyze(.unseen) == 1)
  }

  @Test("passes over what is away, and finds it when it is back")
  func away() throws {
    try bench.clips(["A.mp4", "B.mp4"])
    bench.analysesMedia.withLock { $0 = false }
    try bench.scan()
    let hidden = bench.folder.file("hidden.mp4")
    try FileManager.default.moveItem(atPath: bench.media + "/A.mp4", toPath: hidden)
    try bench.store.enqueueAnalysis(.unseen)
    #expect(try bench.runner.drain())
    #expect(try lastJob().detail == "1 media looked through, 1 are away or have changed.")
    try FileManager.default.moveItem(atPath: hidden, toPath: bench.media + "/A.mp4")
    try bench.store.enqueueAnalysis(.unseen)
    #expect(try bench.runner.drain())
    #expect(try records.count == 2)
  }

  @Test("ends when it is cancelled, within a file, and keeps what it found")
  func cancels() throws {
    try bench.clips(["A.mp4", "B.mp4"])
    let store = bench.store
    bench.reaction.withLock {
      $0 = { topic, json in
        guard topic == "jobs", json.contains(#""done":1"#),
          let job = try? store.jobs().first(where: { $0.kind == .analysis })
        else { return }
        _ = try? store.requestCancel(job: job.id)
      }
    }
    // The second file never ends. Progress is told a fifth of a second after the last at the
    // earliest, so the first one takes longer.
    let mark = bench.folder.file("mark")
    try program(
      "[ -e \(mark) ] && exec sleep 600; touch \(mark); sleep 0.3; exec ffmpeg \"$@\"")
    try bench.scan()
    #expect(try lastJob().state == .cancelled)
    #expect(try records.count == 1)
  }

  @Test("goes on with the next file after its runner was killed")
  func resumes() throws {
    try bench.clips(["A.mp4", "B.mp4", "C.mp4"])
    bench.analysesMedia.withLock { $0 = false }
    try bench.scan()
    let first = try #require(try bench.store.nextToAnalyze(.unseen))
    // A job that was being done when its process went, with one file's result stored.
    try bench.store.enqueueAnalysis(.unseen)
    #expect(try bench.store.claimJob()?.kind == .analysis)
    try bench.store.keep(
      MediaAnalysis(), failure: "kept", of: first.id, stamp: first.stamp)
    #expect(try bench.runner.drain())
    #expect(try lastJob().detail == "2 media looked through.")
    #expect(try bench.store.analyses(of: [first.id])[first.id]?.failure == "kept")
  }

  @Test("gives way to a scan and to what somebody asks for, and comes back")
  func givesWay() throws {
    try bench.clips(["A.mp4", "B.mp4"])
    bench.analysesMedia.withLock { $0 = false }
    try bench.scan()
    bench.analysesMedia.withLock { $0 = true }
    let second = try #require(try bench.store.media(query: MediaQuery()).items.last)
    try bench.store.enqueueAnalysis(.unseen)
    try bench.store.enqueueAnalysis(.media(second.id))
    #expect(try bench.runner.drain())
    let ended = try bench.store.jobs().filter { $0.kind == .analysis }.reversed().map(\.detail)
    #expect(
      ended == [
        "0 media looked through. It goes on after what was asked for meanwhile.",
        "1 media looked through.", "1 media looked through.",
      ])

    try bench.clips(["C.mp4"])
    try bench.store.enqueueAnalysis(.media(second.id))
    try bench.scan()
    #expect(try records.count == 3)
  }

  @Test("has programmes interrupted where the picture goes black in silence")
  func breaks() throws {
    try DarkClip.make(at: bench.media + "/Film.mp4")
    try bench.clips(["Ads/Ad.mp4"])
    let id = try bench.channel()
    bench.analysesMedia.withLock { $0 = false }
    try bench.scan()
    let media = try bench.store.media(query: MediaQuery()).items
    func collection(_ name: String) throws -> RuleContent {
      let found = media.filter { $0.item.title == name }.map(\.id)
      #expect(found.count == 1)
      let made = try bench.store.insertCollection(name: name, media: found)
      return RuleContent(kind: .collection, id: made.id.rawValue)
    }
    let rules = RuleSet(
      timeZone: "UTC",
      base: Programming(style: .continuous, slots: [Slot(content: try collection("Film"))]),
      fillers: [
        FillerRow(
          place: .mid, content: try collection("Ad"), breaks: BreakRule(detected: true))
      ])
    var channel = try #require(try bench.store.channel(id))
    try channel.programme(by: rules)
    try bench.store.update(channel)
    try bench.store.enqueue(kind: .timeline, subject: id.rawValue)
    #expect(try bench.runner.drain())
    func entries() throws -> [TimelineEntry] {
      try bench.store.timeline(of: id, from: bench.now, to: bench.now + .hours(2))
    }
    #expect(try entries().allSatisfy { $0.role != .mid }, "nobody has looked through it yet")

    try bench.store.enqueueAnalysis(.unseen)
    #expect(try bench.runner.drain())
    let film = try #require(media.first { $0.item.title == "Film" })
    let found = try #require(try bench.store.analyses(of: [film.id])[film.id]?.analysis)
    #expect(found.dips.count == 1)
    let laid = try entries()
    let place = try #require(laid.firstIndex { $0.role == .mid })
    let before = laid[place - 1]
    let after = laid[place + 1]
    #expect(before.media == film.id && after.media == film.id)
    #expect(before.inPoint == .zero && after.inPoint == before.end - before.start)
    #expect(abs(after.inPoint.milliseconds - 65_500) <= 100, "the middle of the black")
    #expect(zip(laid, laid.dropFirst()).allSatisfy { $0.end == $1.start })
    #expect(laid.count { $0.role == .mid } > 20, "in each showing")
  }
}

/// A film of two minutes and eleven seconds that is black and silent from 65 to 66 seconds.
enum DarkClip {
  static func make(at path: String) throws {
    let ffmpeg = Process()
    ffmpeg.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    let dark = "enable='between(t,65,65.95)'"
    ffmpeg.arguments = [
      "ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi", "-i",
      "color=red:s=64x48:r=10:d=131,drawbox=w=64:h=48:color=black:t=fill:\(dark)",
      "-f", "lavfi", "-i", "sine=440:r=48000:d=131,volume=0:enable='between(t,65,66)'",
      "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", "-ac", "2", path,
    ]
    try ffmpeg.run()
    ffmpeg.waitUntilExit()
    guard ffmpeg.terminationStatus == 0 else { throw CocoaError(.fileWriteUnknown) }
  }
}
