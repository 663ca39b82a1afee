import Control
import FastCGI
import Foundation
import Library
import Playout
import Schedule
import Store
import Synchronization
import TestSupport
import Testing

@testable import WebAPI

@Suite("Tuning to the past", .timeLimit(.minutes(1)))
struct TuningTests {
  /// A desk with channel 7, whose three films of an hour each began three hours ago.
  private static func desk(
    feed: @escaping @Sendable (Viewer) throws(ControlFailure) -> SegmentFeed = {
      (_) throws(ControlFailure) in throw ControlFailure(.startFailed, "No.")
    }
  ) throws -> (desk: TestDesk, channel: Channel) {
    let desk = try TestDesk(feed: feed)
    let channel = try desk.channel("7")
    let films = try desk.store.timeline(of: channel.id, from: today, to: today + .hours(3))
    let items = films.enumerated().map { index, film in
      let start = today - .hours(3) + .hours(Int64(index))
      return ScheduledItem(start: start, end: start + .hours(1), media: film.media, cycle: 0)
    }
    // The second hour is a hole, and the third goes on for two hours.
    var kept = [items[0], items[2]]
    kept[1].end = today + .hours(1)
    try desk.store.replaceTimeline(of: channel.id, from: today - .days(1), with: kept)
    return (desk, channel)
  }

  private static func tuned(_ desk: TestDesk) -> Reception? {
    guard case .admit(let reception, _)? = desk.asked.last else { return nil }
    return reception
  }

  @Test(
    "A start may be written in seconds, milliseconds or ISO 8601",
    arguments: [
      "start=1789990000", "start=1789990000000", "start=2026-09-21T11:26:40Z", "utc=1789990000",
      "start=2026-09-21T11:26:40.000Z", "start=2026-09-21T13:26:40%2B02:00",
      "start=2026-09-21T13:26:40+02:00", "utc=1789990000&lutc=1790000000",
    ])
  func forms(query: String) throws {
    let (desk, channel) = try Self.desk()
    let answer = desk.ask(.get, "/iptv/channel/7.m3u8?" + query)
    #expect(answer.status == 200)
    #expect(Self.tuned(desk)?.description == "\(channel.id.rawValue)-10000")
    #expect(answer.text.contains("../../live/\(channel.id.rawValue)-10000/"))
  }

  @Test("A start over begins with the programme that is on, and the present is live")
  func startOver() throws {
    let (desk, channel) = try Self.desk()
    #expect(desk.ask(.get, "/iptv/channel/7.m3u8?startover=1").status == 200)
    #expect(Self.tuned(desk) == Reception(channel.id, shift: .hours(1)))
    for query in ["", "?start=", "?startover=0", "?start=1790000000", "?start=1790000004"] {
      #expect(desk.ask(.get, "/iptv/channel/7.m3u8" + query).status == 200)
      #expect(Self.tuned(desk) == Reception(channel.id), "\(query)")
    }
  }

  @Test(
    "What can't be had is refused, and the earliest moment named",
    arguments: [
      ("start=1790000060", 404, "not there yet"), ("start=1789900000", 404, "as far back"),
      ("start=0", 404, "as far back"), ("start=1789994000", 404, "showed nothing"),
    ])
  func refusals(query: String, status: Int, words: String) throws {
    let (desk, _) = try Self.desk()
    for form in ["m3u8", "ts"] {
      let problem = try #require(desk.ask(.get, "/iptv/channel/7.\(form)?\(query)").problem)
      #expect(problem.status == status && problem.field == "start")
      #expect(problem.detail.contains(words), "\(problem.detail)")
      #expect(problem.detail.contains("from 2026-09-21T11:13:20Z on"), "\(problem.detail)")
    }
    #expect(desk.asked.isEmpty)
  }

  @Test(
    "What is not understood is said to be so",
    arguments: [
      "start=yesterday", "start=-1", "start={utc}", "start=99999999999999999", "start=1e9",
      "start=2026-13-01T00:00:00Z", "startover=yes", "end=no", "start=1789990000&end=1789990000",
      "start=1789990000&duration=0", "replaces=x", "replaces=abcdefgh-1/aaaaaaaaaaaaaaaa",
      "replaces=../abcdefgh/aaaaaaaaaaaaaaaa", "replaces=abcdefgh-2/short",
    ])
  func nonsense(query: String) throws {
    let (desk, _) = try Self.desk()
    let form = query.hasPrefix("replaces") ? "m3u8" : "ts"
    #expect(desk.ask(.get, "/iptv/channel/7.\(form)?\(query)").problem?.status == 400)
    #expect(desk.asked.isEmpty)
  }

  @Test("A seek ends the session that it replaces before it tunes")
  func seek() throws {
    let (desk, channel) = try Self.desk()
    let old = Reception(channel.id, shift: .hours(1))
    let session = String(repeating: "a", count: 16)
    let answer = desk.ask(
      .get, "/iptv/channel/7.m3u8?start=1789999000&replaces=\(old)/\(session)")
    #expect(answer.status == 200)
    #expect(desk.asked.first == .leave(channel: old, session: session))
    #expect(desk.asked.count == 2)
    #expect(Self.tuned(desk) == Reception(channel.id, shift: .seconds(1000)))
  }

  @Test("A cold playlist of the past is had as long as its past is kept")
  func cold() throws {
    let (desk, channel) = try Self.desk()
    let session = String(repeating: "a", count: 16)
    for (shift, status) in [(3600, 503), (10_800, 503), (10_810, 404), (604_800, 404)] {
      let path = "/live/\(channel.id.rawValue)-\(shift)/\(session)/index.m3u8"
      #expect(desk.ask(.get, path).status == status, "\(shift)")
    }
    #expect(desk.asked.count == 2)
  }

  @Test("An endless stream of the past reads its own folder and ends where it was told to")
  func end() async throws {
    let begin = Moment(seconds: 1_789_990_000)
    let (desk, channel) = try Self.desk { (_) throws(ControlFailure) in
      let count = Mutex<Int64>(0)
      return SegmentFeed(
        next: { (_) throws(ControlFailure) in
          let next = count.withLock { count in
            defer { count += 1 }
            return count
          }
          return SegmentNotice(
            sequence: next, start: begin + .seconds(next * 2), duration: .seconds(2),
            file: "\(next).ts")
        }, close: {})
    }
    let folder = desk.folder.file("run/live/\(channel.id.rawValue)-10000")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for number in 0..<20 {
      try Data(repeating: 7, count: 188).write(to: URL(filePath: "\(folder)/\(number).ts"))
    }
    let start = "/iptv/channel/7.ts?start=1789990000"
    for query in ["&duration=10", "&end=1789990010", "&end=1789990009"] {
      let answer = try await StreamTests.watch(desk, start + query)
      #expect(answer.status == 200)
      #expect(answer.body.count == 5 * 188, "\(query)")
    }
  }

  @Test("A channel may begin in the past or later, within bounds")
  func premiere() throws {
    let desk = try TestDesk()
    try desk.films(["Alien"])
    for (hours, status) in [(-23, 201), (336, 201), (-24, 422), (337, 422)] as [(Int64, Int)] {
      let moment = today + .hours(hours)
      let answer = desk.ask(
        .post, "/api/channels",
        json: """
          {"name": "A", "content": {"kind": "library"}, "order": "shuffle",
           "premiere": \(moment.milliseconds)}
          """)
      #expect(answer.status == status, "\(hours)")
      if status == 201 { #expect(answer.text.contains("\"premiere\":\(moment.milliseconds)")) }
    }
  }
}
