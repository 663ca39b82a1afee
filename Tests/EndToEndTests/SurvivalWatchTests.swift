import Foundation
import Glibc
import Harness
import Testing

@Suite("What goes wrong around a channel while two viewers watch", .serialized)
struct SurvivalWatchTests {
  @Test("the clock steps by an hour, forth and back", .timeLimit(.minutes(2)))
  func clockStep() throws {
    let folder = TemporaryFolder.make("clock")
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "clock")
    let environment = try StationClock().environment(file: file)
    try Station.run(media: try SoakClip.folder(), environment: environment) { station in
      // The guide that the viewers know is to be the last.
      try station.awaitJobs()
      try station.awaitChannel()
      let pair = try ViewerPair(station)
      defer { pair.leave() }
      pair.watch(5)
      for shift in [3600.0, 0] {
        let before = pair.playlist.findings.segments
        try StationClock.set(shift, in: file)
        pair.watch(8)
        #expect(pair.playlist.findings.segments > before + 3, "clock \(shift) s ahead")
      }
      pair.leave()
      let stream = pair.stream.findings
      // A clock that was set back ends the channel; whoever asks again finds it there.
      #expect(stream.breaks.count <= 1)
      // Where the channel jumps into a film, the first pictures may miss what they refer to.
      expectOnly(["jumps announced", "stream ended", "decoder complains"], stream.faults)
    }
  }

  @Test("ffmpeg hangs, and the folder is away for 15 seconds", .timeLimit(.minutes(3)))
  func folderAway() throws {
    let folder = TemporaryFolder.make("media")
    defer { try? FileManager.default.removeItem(at: folder) }
    let media = folder.appending(path: "here")
    let away = folder.appending(path: "away")
    try FileManager.default.copyItem(at: try SoakClip.folder(), to: media)
    try Station.run(media: media) { station in
      // The guide that the viewers know is to be the last.
      try station.awaitJobs()
      try station.awaitChannel()
      let pair = try ViewerPair(station)
      defer { pair.leave() }
      pair.watch(4)
      try station.signal(SIGSTOP, to: "ffmpeg")
      try FileManager.default.moveItem(at: media, to: away)
      pair.watch(15)
      try FileManager.default.moveItem(at: away, to: media)
      // What was made meanwhile is seen when the work-ahead has been.
      pair.watch(38)
      let before = pair.stream.findings.joins.pictures
      pair.watch(6)
      pair.leave()
      let stream = pair.stream.findings
      let playlist = pair.playlist.findings
      #expect(stream.joins.pictures > before)
      #expect(stream.freeze.longest < 0.5)
      #expect(playlist.freeze.longest < 0.5)
      // Until it is known that ffmpeg hangs, nothing is made.
      expectOnly(["no new segment in 1.5 target durations"], playlist.faults)
      // A slate stands in for what could not be read, and nothing else. Where an item goes on in
      // its middle, the first pictures may miss what they refer to.
      expectOnly(
        [
          "black picture", "programme that did not begin", "programme over 100 ms off",
          "tone not heard", "join without pictures or sound", "decoder complains",
        ], stream.faults)
    }
  }

  private func expectOnly(
    _ kinds: Set<String>, _ found: FaultBook, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let others = found.entries.filter { !kinds.contains($0.key) }
    #expect(
      others.isEmpty, "\(found.lines.joined(separator: "\n"))", sourceLocation: sourceLocation)
  }
}
