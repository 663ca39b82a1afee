import Control
import Foundation
import Library
import Playout
import Testing

@testable import Transcoder

@Suite("What a channel copies", .serialized, .timeLimit(.minutes(1)))
struct BitExactTests {
  @Test("is bit by bit what is in the file, from its first picture to its planned end")
  func copies() throws {
    try Studio.run { studio in
      try studio.make("a.mp4", seconds: 2)
      try studio.make("b.mp4", seconds: 2, codec: ["-c:v", "mpeg4"])
      studio.plan(["a.mp4", "a.mp4", "b.mp4", "a.mp4", "b.mp4"], seconds: 2)
      #expect(try studio.tune() == .done)
      let end = try #require(studio.items.last).end
      let file = studio.folder.appending(path: "shown.ts")
      try Data(studio.made(until: end - Span.milliseconds(500))).write(to: file)
      let source = try studio.pictures(of: studio.folder.appending(path: "a.mp4"))
      #expect(Set(source).count == 60)
      // Which picture of the file each one is; nil for those that were encoded.
      let places = try studio.pictures(of: file).map { source.firstIndex(of: $0) }
      let copied = places.split(separator: nil).map { $0.compactMap(\.self) }
      // The first begins as late as it was tuned to, and ends at its planned end all the same; the
      // second follows it without a join to be seen.
      let first = (copied.first?.count ?? 0) - 60
      #expect((40...60).contains(first))
      #expect(copied == [Array(0..<first) + Array(0..<60), Array(0..<60)])
    }
  }
}

extension Studio {
  /// The digest of each picture of a file, as a decoder shows it.
  func pictures(of file: URL) throws -> [String] {
    let lines = try output([
      "-i", file.path, "-map", "0:v", "-fps_mode", "passthrough", "-enc_time_base", "1:90000",
      "-f", "framemd5", "pipe:1",
    ])
    return String(decoding: lines, as: UTF8.self).split(separator: "\n")
      .filter { !$0.hasPrefix("#") }
      .compactMap { $0.split(separator: ",").last?.trimmingCharacters(in: .whitespaces) }
  }
}
