import Fetch
import Foundation
import Harness
import TestSupport
import Testing

@Suite("Odd and damaged media on air", .serialized)
struct OddMediaTests {
  @Test(
    "the viewer keeps a picture, the guide stays true, the dossier names the cause",
    .timeLimit(.minutes(3)))
  func oddFiles() throws {
    let media = TemporaryFolder.make("media")
    defer { try? FileManager.default.removeItem(at: media) }
    try OddMedia.make(in: media)
    try Station.run(media: media) { station in
      try station.awaitJobs()
      let faults = try station.json("/api/media?failed=true")["items"].array
      #expect(faults.isEmpty, "\(faults.map { $0["path"].string ?? "" })")
      let folder = try station.json("/api/folders")["folders"][0]["id"].number ?? 0
      let made = try station.send(
        "POST", "/api/channels",
        json: """
          {"number":"2","name":"Odd","content":{"kind":"folder","id":\(folder)},\
          "order":"alphabetical"}
          """)
      #expect(made.status == 201)
      try station.awaitChannel("2")
      let stream = try StreamViewer(station, path: "/iptv/channel/2.ts")
      let tape = SegmentTape(station, channel: try station.channel("2"))
      try tape.record(within: .seconds(60)) { $0.seconds > 39.5 }
      #expect(stream.isOpen)
      stream.leave()
      #expect(tape.faults == [])
      #expect(TransportStreamChecker(stream.bytes, isCut: true).complaints == [])
      let seen = TransportStreamChecker(tape.bytes)
      #expect(seen.complaints == [])
      #expect(seen.mapVersions.count == 1)
      #expect(seen.audio?.largestStep == 1920)
      try expectGuide(station, tape)
      try expectDossiers(station)
    }
  }

  /// What the guide said is what was seen, in the middle of each item.
  private func expectGuide(_ station: Station, _ tape: SegmentTape) throws {
    let pictures = try Decoder.colours(of: tape.bytes)
    let first = try #require(tape.firstPicture)
    let guide = try station.json(
      "/api/guide?from=\(Int64(first) - 60_000)&hours=1")["channels"].array
    let programmes = try #require(guide.first { $0["number"].string == "2" })["programmes"].array
    var seen = 0
    for programme in programmes {
      guard let start = programme["start"].number, let end = programme["end"].number,
        let film = OddMedia.films.first(where: {
          programme["title"].string?.hasPrefix($0.name.prefix(8)) == true
        })
      else { continue }
      let middle = (Double(start + end) / 2 - first) / 1000
      guard middle > 0, let picture = pictures.last(where: { $0.time <= middle }),
        picture.time > middle - 0.2, middle < 38
      else { continue }
      seen += 1
      if let colour = film.colour {
        #expect(Decoder.name(of: picture.rgb) == colour, "\(film.name)")
      } else {
        // The card is dark blue behind its words.
        #expect((picture.rgb.last ?? 0) > 50, "\(film.name): \(picture.rgb)")
      }
    }
    #expect(seen >= 10)
  }

  private func expectDossiers(_ station: Station) throws {
    let failures = try station.json("/api/failures")["failures"].array
    let causes = failures.map { "\($0["title"].string ?? ""): \($0["cause"].string ?? "")" }
    #expect(causes.contains { $0.contains("Corrupt pictures: damaged") }, "\(causes)")
    // ffprobe takes its length from the jumps.
    #expect(causes.contains { $0.contains("Clock jumps: endedEarly") }, "\(causes)")
    #expect(Set(failures.compactMap { $0["title"].string }).count == 2, "nothing else: \(causes)")
    let id = try #require(failures.first?["id"].string)
    let dossier = try station.json("/api/failures/\(id)")
    #expect(dossier["ffmpeg"].string?.hasPrefix("ffmpeg version") == true)
    #expect(dossier["arguments"].array.count > 20)
    #expect(dossier["probe"]["container"].string?.isEmpty == false)
    let gone = try station.send("DELETE", "/api/failures/\(id)")
    #expect(gone.status == 204)
    let cleared = try station.send("DELETE", "/api/failures")
    #expect(cleared.status == 204)
    let left = try station.json("/api/failures")["total"].number
    #expect(left == 0)
  }
}
