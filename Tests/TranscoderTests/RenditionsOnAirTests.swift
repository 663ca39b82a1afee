import Control
import Foundation
import Library
import Packaging
import Playout
import TestSupport
import Testing

@testable import Transcoder

@Suite("A channel with something to choose on air", .serialized, .timeLimit(.minutes(2)))
struct RenditionsOnAirTests {
  private static let names = ["a1.m3u8", "index.m3u8", "s1.m3u8", "v1.m3u8", "v2.m3u8"]

  private func shelf(_ studio: Studio) -> Shelf { Shelf(studio.live + "/abcdefgh") }

  @Test("every rendition goes on where a killed transcoder left it")
  func resumption() throws {
    try Studio.run(workAhead: .seconds(6)) { studio in
      try studio.make("b.mp4", seconds: 40, codec: ["-c:v", "mpeg4"])
      studio.plan(["b.mp4"], seconds: 40)
      studio.offer(Samples.offerChoice)
      #expect(try studio.tune() == .done)
      try studio.eventually { shelf(studio).main.files.count >= 4 }
      let copy = studio.folder.appending(path: "killed")
      try FileManager.default.copyItem(atPath: studio.live, toPath: copy.path)
      let before = Shelf(copy.path + "/abcdefgh")
      // A part of a segment that was never whole.
      let stray = before.folder + "/\(before.main.last + 1000).v1.m4s"
      try Data([1]).write(to: URL(filePath: stray))
      try Studio.run(live: copy.path, items: studio.items, workAhead: .seconds(6)) { heir in
        heir.offer(Samples.offerChoice)
        #expect(try heir.tune() == .done)
        try heir.eventually { shelf(heir).main.last > before.main.last + 5 }
        let after = shelf(heir)
        #expect(after.lists.keys.sorted() == Self.names)
        #expect(after.odd == [])
        #expect(after.missing == [])
        #expect(after.strays == [])
        #expect(after.lists.values.reduce(0) { $0 + $1.gaps } == 0)
        #expect(!after.main.shape.contains("#EXT-X-DISCONTINUITY"))
        let left = after.main.sequence - before.main.sequence
        let kept = before.main.lengths.dropFirst(Int(left))
        #expect(Array(after.main.lengths.prefix(kept.count)) == Array(kept))
        for name in ["index", "v1", "v2", "a1"] {
          #expect(after.lists["\(name).m3u8"]?.heads == before.lists["\(name).m3u8"]?.heads)
          #expect(try gaps(in: after, name) == [], "\(name)")
        }
      }
    }
  }

  /// Steps between the pictures or frames of sound of a rendition that are not as long as any other.
  private func gaps(in shelf: Shelf, _ name: String) throws -> [Int64] {
    let list = try #require(shelf.lists["\(name).m3u8"])
    let bytes = try (list.heads + list.files).reduce(into: Data()) {
      $0 += try Data(contentsOf: URL(filePath: "\(shelf.folder)/\($1)"))
    }
    let file = shelf.folder + "/all.mp4"
    try bytes.write(to: URL(filePath: file))
    defer { try? FileManager.default.removeItem(atPath: file) }
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/ffprobe")
    process.arguments = [
      "-v", "error", "-select_streams", name == "a1" ? "a" : "v", "-show_entries", "packet=pts",
      "-of", "csv=p=0", file,
    ]
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let times = text.split(whereSeparator: \.isNewline)
      .compactMap { Int64($0.prefix { $0 != "," }) }.sorted()
    try #require(times.count > 200)
    let usual: Int64 = name == "a1" ? 1920 : 3000
    return zip(times, times.dropFirst()).map { $1 - $0 }.filter { $0 != usual }
  }

  @Test("edits on air stall nobody: renditions come and stay, another coding has players tune anew")
  func edits() throws {
    try Studio.run(workAhead: .seconds(4)) { studio in
      try studio.make("b.mp4", seconds: 4, codec: ["-c:v", "mpeg4"])
      studio.plan(Array(repeating: "b.mp4", count: 12), seconds: 4)
      #expect(try studio.tune() == .done)
      let reception = Reception(Samples.channel.id)
      let asking = {
        studio.transcoder.see(
          SeenRequest(reception: reception, viewer: Samples.viewer("h"), bytes: 1))
        return shelf(studio)
      }
      let tape = NoticeTape()
      studio.transcoder.watch(reception, viewer: Samples.viewer("w", mode: .ts)) { tape.take($0) }
      studio.offer {
        Samples.offerChoice(&$0)
        $0.profile.segments = .transportStream
      }
      try studio.eventually {
        asking().lists["v2.m3u8"]?.files.last?.hasSuffix("v2.ts") == true
      }
      let more = shelf(studio)
      #expect(more.lists.keys.sorted() == Self.names)
      #expect(more.odd == [])
      // What was listed before has the main picture.
      #expect(more.lists["v2.m3u8"]?.files.contains { !$0.hasSuffix(".v2.ts") } == true)
      #expect(more.lists["v2.m3u8"]?.gaps == 0)
      studio.offer { _ in }
      let last = more.main.last
      try studio.eventually { asking().main.last > last + 4 }
      let less = shelf(studio)
      #expect(less.lists.keys.sorted() == Self.names, "who chose one of them reads on")
      #expect(less.lists["v1.m3u8"]?.files.last?.hasSuffix(".v1.ts") == true)
      studio.offer { $0.profile.segments = .fragmented }
      try studio.eventually { asking().main.files.last?.hasSuffix(".m4s") == true }
      let turned = shelf(studio)
      #expect(turned.lists.keys.sorted() == ["index.m3u8"])
      #expect(turned.main.files.allSatisfy { $0.hasSuffix(".m4s") }, "\(turned.main.files)")
      #expect(turned.main.gaps == 0 && turned.main.heads.count == 1)
      #expect(turned.missing == [])
      studio.transcoder.tidyDoor()
      let outside = turned.folder + "/ended/" + Samples.viewer("h").session
      #expect(FileManager.default.fileExists(atPath: outside), "its next request is answered 410")
      let reasons = studio.transcoder.takeSessionNews().changes.compactMap(\.reason)
      #expect(reasons == [.changed])
      // The endless stream knows nothing of it, but for versions of its map.
      try studio.eventually { (tape.notices.last?.sequence ?? 0) > turned.main.last + 1 }
      let report = TransportStreamChecker(try studio.bytes(of: tape.notices))
      #expect(report.complaints == [])
      #expect(report.discontinuities == 0)
      #expect(report.mapVersions.count > 1)
      studio.offer {
        $0.profile.segments = .fragmented
        $0.profile.videoCodec = .av1
      }
      try studio.eventually { tape.failures.map(\.code) == [.ended] }
      let alone = shelf(studio)
      #expect(alone.missing == [])
      #expect(!FileManager.default.fileExists(atPath: "\(alone.folder)/\(alone.main.last).ts"))
    }
  }
}
