import Fetch
import Foundation
import Glibc
import Harness
import TestSupport
import Testing

@Suite("Programs that are killed while somebody watches", .serialized)
struct SurvivalTests {
  @Test("viewers keep their picture, whichever program is killed", .timeLimit(.minutes(4)))
  func kills() throws {
    let media = TemporaryFolder.make("media")
    defer { try? FileManager.default.removeItem(at: media) }
    try OddFiles.makeLong(seconds: 120, at: media.appending(path: "White (2001).mp4"))
    try Station.run(media: media) { station in
      try station.awaitChannel()
      let stream = try StreamViewer(station)
      let player = try PatientPlayer(station)
      try player.watch(for: 4)
      for name in ["ffmpeg", "exstreamtv-jobs", "exstreamtv-transcoder"] {
        try kill(name, of: station)
        try player.watch(for: 5)
      }
      try kill("exstreamtv-worker", "api", of: station)
      #expect(try station.get("/api/health").status == 200, "waits for the next worker")
      try player.watch(for: 3)
      for _ in 0..<3 {
        try kill("exstreamtv-worker", "streams", of: station)
        try player.watch(for: 3)
      }
      let before = stream.count
      try player.watch(for: 4)
      #expect(stream.isOpen && stream.count > before, "the stream outlived them all")
      expectSound(stream.bytes, "endless stream")
      try expectPictures(stream.bytes, "endless stream")
      stream.leave()
      try kill("nginx", of: station)
      let again = try reconnected(station)
      try player.watch(for: 4)
      again.leave()
      try expectWholeCrew(station)
      expectSound(again.bytes, "after nginx")
      #expect(player.viewer.faults == [])
      expectSound(player.viewer.stream, "playlist")
      try expectPictures(player.viewer.stream, "playlist")
      station.process.signal(SIGTERM)
      #expect(station.process.wait(.seconds(5)) == 0)
      #expect(Station.processes(on: station.data) == [])
    }
  }

  @Test(
    "a station that is killed leaves nothing behind, and the next one works",
    .timeLimit(.minutes(2)))
  func killedStation() throws {
    let media = TemporaryFolder.make("media")
    let data = TemporaryFolder.make("station")
    defer { for folder in [media, data] { try? FileManager.default.removeItem(at: folder) } }
    try Clips.make("red", seconds: 30, at: media.appending(path: "Red (2001).mp4"))
    var port: UInt16 = 0
    try Station.run(media: media, data: data) { station in
      try station.awaitChannel()
      port = station.port
      let stream = try StreamViewer(station)
      try eventually(within: .seconds(20), "a picture") { stream.count > 20_000 }
      #expect(Station.processes(on: data).count > 5)
      station.process.signal(SIGKILL)
      try eventually(within: .seconds(5), "the end of all processes") {
        Station.processes(on: data) == []
      }
      stream.leave()
    }
    // On the same port, with all the files that the dead left.
    try Station.run(media: media, data: data, environment: ["EXSTREAMTV_PORT": "\(port)"]) { _ in }
    try Station.run(media: media, data: data) { station in
      let stream = try StreamViewer(station)
      try eventually(within: .seconds(20), "a picture") { stream.count > 20_000 }
      stream.leave()
      expectSound(stream.bytes, "the next station's")
      #expect(try station.json("/api/channels")["channels"].array.count == 1)
    }
  }

  /// Every program runs once, below the station; no nginx of before holds the port.
  private func expectWholeCrew(_ station: Station) throws {
    let wanted = [
      "exstreamtv-jobs", "exstreamtv-tran", "exstreamtv-work", "exstreamtv-work", "nginx",
    ]
    var found: [String] = []
    try eventually(within: .seconds(8), "all programs instead of \(found)") {
      let root = station.process.pid
      let below = ProcessTree.below(root)
      let orphans = Set(Station.processes(on: station.data))
        .subtracting(below.map(\.pid) + [root])
      found = below.filter { $0.parent == root && !$0.isZombie }.map(\.name).sorted()
      found += orphans.map { "orphan \($0)" }
      return found == wanted
    }
  }

  private func kill(_ name: String, _ pool: String? = nil, of station: Station) throws {
    let found = ProcessTree.named(name, below: station.process.pid).filter { entry in
      guard let pool else { return true }
      let words = (try? Data(contentsOf: URL(filePath: "/proc/\(entry.pid)/cmdline"))) ?? Data()
      return words.split(separator: 0).last == Data(pool.utf8)
    }
    // nginx's master is the one that was started first.
    let victim = try #require(found.min { $0.pid < $1.pid }?.pid, "no \(name)")
    #expect(Glibc.kill(victim, SIGKILL) == 0)
  }

  /// A viewer who tries again until there is a picture.
  private func reconnected(_ station: Station) throws -> StreamViewer {
    let deadline = ContinuousClock.now + .seconds(15)
    while ContinuousClock.now < deadline {
      if let viewer = try? StreamViewer(station) {
        for _ in 0..<40 where viewer.isOpen && viewer.count < 20_000 { usleep(100_000) }
        if viewer.count >= 20_000 { return viewer }
        viewer.leave()
      }
      usleep(200_000)
    }
    throw Failure("no picture after a reconnect: \(station.process.transcript.suffix(3000))")
  }

  private func expectSound(
    _ bytes: [UInt8], _ what: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let report = TransportStreamChecker(bytes, isCut: true)
    #expect(report.complaints == [], "\(what)", sourceLocation: sourceLocation)
    #expect(
      (report.video?.largestStep ?? .max) < 3 * 3753, "\(what): a hole in the picture",
      sourceLocation: sourceLocation)
  }

  private func expectPictures(_ bytes: [UInt8], _ what: String) throws {
    let seen = try Decoder.colours(of: bytes).map { Decoder.name(of: $0.rgb) }
    #expect(seen.count > 300, "\(what)")
    #expect(seen.allSatisfy { $0 == "white" }, "\(what): no slate")
  }
}

/// A player of playlists that tries again when it is refused, as players do.
final class PatientPlayer {
  let viewer: PlaylistViewer
  private(set) var refusals: [String] = []

  init(_ station: Station) throws { viewer = try PlaylistViewer(station) }

  /// Watches until so many more seconds have come.
  func watch(for seconds: Double) throws {
    let goal = viewer.length + seconds
    try eventually(
      within: .seconds(40), "\(goal) s, \(viewer.length) came: \(refusals.suffix(2))",
      every: 300_000
    ) {
      do { try viewer.poll() } catch { refusals.append("\(error)") }
      return viewer.length >= goal
    }
  }
}
