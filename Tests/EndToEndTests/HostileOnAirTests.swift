import Fetch
import Foundation
import Harness
import TestSupport
import Testing

@Suite("Files that turn hostile after their scan, one after another on air")
struct HostileOnAirTests {
  /// Seconds that each was found to last.
  private static let length = 1.5
  /// What holds no picture at all.
  private static let barren: Set = [
    "empty.mp4", "text.mkv", "page.ts", "list.mp4", "concat.mkv", "no index.mp4", "no picture.mp4",
  ]

  @Test(
    "never stall the channel; each that fails is named, and there is always a picture",
    .timeLimit(.minutes(4)))
  func hostile() throws {
    let media = TemporaryFolder.make("media")
    let dangers = TemporaryFolder.make("dangers")
    defer { for folder in [media, dangers] { try? FileManager.default.removeItem(at: folder) } }
    let plain = dangers.appending(path: "plain.mp4")
    try Clips.make("green", seconds: Self.length, at: plain)
    for file in HostileFile.all {
      try FileManager.default.copyItem(at: plain, to: media.appending(path: file.name))
      try file.make(dangers.appending(path: file.name))
    }
    try Station.run(media: media) { station in
      try station.awaitJobs()
      for file in HostileFile.all {
        let place = media.appending(path: file.name)
        try FileManager.default.removeItem(at: place)
        try FileManager.default.moveItem(at: dangers.appending(path: file.name), to: place)
      }
      let made = try station.send(
        "POST", "/api/profiles",
        json: #"{"name":"Small","width":320,"height":180,"frameRate":30,"videoBitrate":300000,"#
          + #""preset":"superfast"}"#)
      #expect(made.status == 201, "\(String(decoding: made.body, as: UTF8.self))")
      try station.addChannel(
        #"{"number":"2","name":"Hostile","profile":"Small","content":{"kind":"library"},"order":"alphabetical"}"#
      )
      try station.awaitChannel("2")
      let stream = try StreamViewer(station, path: "/iptv/channel/2.ts")
      let tape = SegmentTape(station, channel: try station.channel("2"))
      let wanted = Double(HostileFile.all.count) * Self.length + 1
      try tape.record(within: .seconds(120)) { $0.seconds > wanted }
      #expect(stream.isOpen)
      stream.leave()
      #expect(tape.faults == [])
      #expect(TransportStreamChecker(stream.bytes, isCut: true).complaints == [])
      let seen = TransportStreamChecker(tape.bytes)
      #expect(seen.complaints == [])
      // A file that varies its rate may show a picture for a second.
      #expect((seen.video?.largestStep ?? .max) <= 90_000)
      #expect(seen.audio?.largestStep == 1920)
      let failures = try station.json("/api/failures?limit=100")["failures"].array
      let failed = try Set(
        failures.map { failure in
          let dossier = try station.json("/api/failures/\(failure["id"].string ?? "")")
          #expect(dossier["why"].string?.isEmpty == false)
          return URL(filePath: dossier["path"].string ?? "").lastPathComponent
        })
      #expect(failed.isSuperset(of: Self.barren), "\(Self.barren.subtracting(failed))")
      #expect(failed.isSubset(of: HostileFile.all.map(\.name)))
    }
  }
}
