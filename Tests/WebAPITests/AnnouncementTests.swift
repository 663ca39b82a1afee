import Control
import FastCGI
import Foundation
import Playout
import Store
import TestSupport
import Testing

@testable import WebAPI

@Suite("What players are shown who find no place", .timeLimit(.minutes(1)))
struct AnnouncementTests {
  private static let name = "0123456789abcdef"

  /// A desk whose transcoder has no place, and an announcement of that or none.
  private static func desk(_ answer: String?) throws -> TestDesk {
    let full = ControlFailure(.limit, "The station has 2 viewers.", limit: .stationViewers)
    let desk = try TestDesk { (request) throws(ControlFailure) in
      guard case .announce(.stationViewers, _) = request, let answer else { throw full }
      return .announcement(answer)
    }
    try desk.channel("7")
    let folder = desk.folder.file("run/live/announcements/\(name)")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var list = "#EXTM3U\n"
    for index in 0..<3 {
      list += "#EXTINF:0.10000,\n\(index).ts\n"
      try Data(repeating: UInt8(index), count: 188 * 50)
        .write(to: URL(filePath: "\(folder)/\(index).ts"))
    }
    try Data((list + "#EXT-X-ENDLIST\n").utf8).write(to: URL(filePath: folder + "/index.m3u8"))
    return desk
  }

  @Test("A player of playlists is sent to the announcement; who reads JSON gets the reason")
  func playlist() throws {
    let desk = try Self.desk(Self.name)
    let answer = desk.ask(.get, "/iptv/channel/7.m3u8")
    #expect(answer.status == 200)
    #expect(answer.text.contains("../../live/announcements/\(Self.name)/index.m3u8"))
    for kind in ["application/json", "text/html, application/problem+json"] {
      let reader = desk.ask(.get, "/iptv/channel/7.m3u8", parameters: ["HTTP_ACCEPT": kind])
      #expect(reader.problem?.status == 503)
      #expect(reader.problem?.detail == "The station has 2 viewers.")
    }
  }

  @Test("A channel that finds no place is announced in the place of its first playlist")
  func coldPlaylist() throws {
    let desk = try Self.desk(Self.name)
    let id = try #require(try desk.store.channels().first).channel.id
    let answer = desk.ask(.get, "/live/\(id.rawValue)/aaaaaaaaaaaaaaaa/index.m3u8")
    #expect(answer.status == 200)
    #expect(answer.text.contains("\n../../announcements/\(Self.name)/2.ts\n#EXT-X-ENDLIST\n"))
  }

  @Test("The endless stream is the announcement, and ends")
  func stream() async throws {
    let desk = try Self.desk(Self.name)
    let answer = try await StreamTests.watch(desk, "/iptv/channel/7.ts")
    #expect(answer.status == 200)
    #expect(answer.body == (0..<3).flatMap { [UInt8](repeating: $0, count: 188 * 50) })
    #expect(!desk.asked.contains { if case .watch = $0 { true } else { false } })
  }

  @Test("A network tuner refuses by number, and what is not made yet is an error as before")
  func refusals() throws {
    let tuner = try Self.desk(Self.name).ask(.get, "/auto/v7")
    #expect(tuner.problem?.status == 503)
    #expect(tuner.headers["X-HDHomeRun-Error"] == "805 All Tuners In Use")
    for answer in [nil, "../../../../etc/pass"] {
      let desk = try Self.desk(answer)
      #expect(desk.ask(.get, "/iptv/channel/7.m3u8").problem?.status == 503)
      #expect(desk.ask(.get, "/iptv/channel/7.ts").problem?.status == 503)
    }
  }

  @Test("Only so many players of the endless stream are shown one at once")
  func places() throws {
    let memory = Memory()
    var held = (0..<Announcement.most).compactMap { _ in memory.announce() }
    #expect(held.count == Announcement.most)
    #expect(memory.announce() == nil)
    held.removeLast()
    #expect(memory.announce() != nil)
  }
}
