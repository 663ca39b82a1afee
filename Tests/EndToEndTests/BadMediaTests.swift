import Fetch
import Foundation
import Harness
import TestSupport
import Testing

@Suite("Media that is broken, vanishes or is oddly named", .serialized)
struct BadMediaTests {
  @Test("a scan names each fault, and everything else is played", .timeLimit(.minutes(3)))
  func oddFolder() throws {
    let media = TemporaryFolder.make("media")
    defer { try? FileManager.default.removeItem(at: media) }
    try OddFiles.make(in: media)
    let empty = media.appending(path: "Nothing here")
    try FileManager.default.createDirectory(at: empty, withIntermediateDirectories: false)
    try Station.run(media: media) { station in
      try station.awaitJobs()
      try station.awaitChannel()
      try expectFaults(station)
      let stream = try StreamViewer(station)
      let tape = SegmentTape(station, channel: try station.channel("1"))
      try tape.record(within: .seconds(60)) { $0.seconds > OddFiles.seconds * 9 }
      #expect(tape.faults == [])
      try eventually(within: .seconds(20), "a picture for the viewer") { stream.count > 100_000 }
      #expect(stream.isOpen)
      stream.leave()
      let bytes = stream.bytes
      #expect(TransportStreamChecker(bytes, isCut: true).complaints == [])
      #expect(TransportStreamChecker(tape.bytes).complaints == [])
      let complaints = try Decoder.complaints(about: tape.bytes)
      #expect(complaints == "")
      let seen = Set(try Decoder.colours(of: tape.bytes).map { Decoder.name(of: $0.rgb) })
      #expect(seen == Set(OddFiles.named.map(\.colour)), "every odd name was played")
      #expect(try station.status(of: "1")["failures"].number == 0)
      try expectEmptyFolder(station, empty)
    }
  }

  @Test("a file that is cut while it plays gives way to a screen", .timeLimit(.minutes(3)))
  func cutWhilePlaying() throws {
    let media = TemporaryFolder.make("media")
    defer { try? FileManager.default.removeItem(at: media) }
    let long = media.appending(path: "A long film (2001).mp4")
    try OddFiles.makeLong(seconds: 180, at: long)
    try Station.run(media: media) { station in
      try station.awaitChannel()
      let channel = try station.channel("1")
      let changed = try station.send(
        "PATCH", "/api/channels/\(channel)",
        json: #"{"screen":{"picture":"black","sound":"silent"}}"#)
      #expect(changed.status == 200)
      let stream = try StreamViewer(station)
      let tape = SegmentTape(station, channel: channel)
      // By now ffmpeg waits in the middle of the file, 40 seconds ahead of the viewer.
      try tape.record(within: .seconds(40)) { $0.seconds > 30 }
      let before = tape.seconds
      try Data("no film any more".utf8).write(to: long, options: [])
      try tape.record(within: .seconds(60)) { _ in
        (try? station.status(of: "1")["failures"].number ?? 0) ?? 0 > 0
      }
      try tape.record(within: .seconds(60)) { $0.seconds > before + 30 }
      #expect(stream.isOpen)
      let words = try station.status(of: "1")["lastFailure"].string ?? ""
      #expect(words.contains("A long film"))
      stream.leave()
      #expect(tape.faults == [])
      #expect(TransportStreamChecker(stream.bytes, isCut: true).complaints == [])
      #expect(TransportStreamChecker(tape.bytes).complaints == [])
      #expect(
        try Decoder.colours(of: tape.bytes).last.map { Decoder.name(of: $0.rgb) } == .some(nil))
    }
  }

  @Test(
    "files deleted and exchanged while the channel is on air cost only themselves",
    .timeLimit(.minutes(3)))
  func goneWhilePlaying() throws {
    let media = TemporaryFolder.make("media")
    let spare = TemporaryFolder.make("spare")
    defer { for folder in [media, spare] { try? FileManager.default.removeItem(at: folder) } }
    func file(_ name: String) -> URL { media.appending(path: name) }
    try Clips.make("red", seconds: 20, at: file("A (2001).mp4"))
    try Clips.make("green", seconds: 4, at: file("B (2002).mp4"))
    try Clips.make("blue", seconds: 4, at: file("C (2003).mp4"))
    try Clips.make("white", seconds: 4, at: file("D (2004).mp4"))
    try Clips.make("magenta", seconds: 9, at: spare.appending(path: "new.mp4"))
    try Station.run(media: media) { station in
      try station.awaitJobs()
      let folder = try station.json("/api/folders")["folders"][0]["id"].number ?? 0
      let made = try station.send(
        "POST", "/api/channels",
        json: """
          {"number":"2","name":"Two","content":{"kind":"folder","id":\(folder)},\
          "order":"alphabetical","screen":{"picture":"black","sound":"noise"}}
          """)
      #expect(made.status == 201)
      try station.awaitChannel("2")
      // The first goes away on air; the second before its time, the third becomes something
      // else, and the fourth stays as it was.
      try FileManager.default.removeItem(at: file("B (2002).mp4"))
      try FileManager.default.removeItem(at: file("C (2003).mp4"))
      try FileManager.default.moveItem(
        at: spare.appending(path: "new.mp4"), to: file("C (2003).mp4"))
      let stream = try StreamViewer(station, path: "/iptv/channel/2.ts")
      let tape = SegmentTape(station, channel: try station.channel("2"))
      try tape.record(within: .seconds(20)) { $0.seconds > 0.5 }
      try FileManager.default.removeItem(at: file("A (2001).mp4"))
      try tape.record(within: .seconds(60)) { $0.seconds > 33 }
      #expect(stream.isOpen)
      stream.leave()
      #expect(tape.faults == [])
      #expect(TransportStreamChecker(stream.bytes, isCut: true).complaints == [])
      #expect(TransportStreamChecker(tape.bytes).complaints == [])
      let seen = try Decoder.colours(of: tape.bytes).map { Decoder.name(of: $0.rgb) }
      #expect(seen.contains("red") && seen.contains("magenta") && seen.contains("white"))
      #expect(!seen.contains("green") && !seen.contains("blue"))
      #expect(seen.contains(nil), "a screen in place of what is gone")
    }
  }

  private func expectFaults(_ station: Station) throws {
    var words: [String: String] = [:]
    for item in try station.json("/api/media?failed=true")["items"].array {
      let name = URL(filePath: item["path"].string ?? "").lastPathComponent
      words[name] = item["error"].string
    }
    #expect(words.count == OddFiles.broken.count, "\(words)")
    for (name, part) in OddFiles.broken {
      #expect(words[name]?.contains(part) == true, "\(name): \(words[name] ?? "not named")")
    }
    #expect(
      try station.json("/api/media?failed=false")["total"].number == Int64(OddFiles.named.count))
  }

  private func expectEmptyFolder(_ station: Station, _ folder: URL) throws {
    let other = TemporaryFolder.make("empty")
    defer { try? FileManager.default.removeItem(at: other) }
    let added = try station.send("POST", "/api/folders", json: #"{"path":"\#(other.path)"}"#)
    #expect(added.status == 201)
    try eventually(within: .seconds(20), "the empty folder to be told") {
      try station.json("/api/folders")["folders"].array.contains {
        $0["path"].string == other.path && $0["state"].string == "empty"
      }
    }
    for path in ["/no/such/folder", "relative", "/etc/passwd"] {
      let refused = try station.send("POST", "/api/folders", json: #"{"path":"\#(path)"}"#)
      let problem = try JSONValue(refused.body)
      #expect(refused.status == 422 && problem["field"].string == "path", "\(path)")
    }
  }
}
