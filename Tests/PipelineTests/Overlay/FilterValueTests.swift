import Foundation
import Testing

@testable import Pipeline

@Suite("Values of filters", .timeLimit(.minutes(1)))
struct FilterValueTests {
  /// Every printable letter of ASCII and a new line, at the beginning, within and at the end; and
  /// names by lot.
  private static var names: [String] {
    let letters = (32...126).filter { $0 != 47 }.map { String(UnicodeScalar(UInt8($0))) } + ["\n"]
    var names = letters.flatMap { ["\($0)ab", "a\($0)b", "ab\($0)", "\($0)\($0)'\($0)"] }
    var generator = SeededGenerator(state: 7)
    let odd = Array("\\':;,[]=% \n\t\"äöü漢字😀\u{202e}{}@#!?*abc")
    for _ in 0..<60 {
      names.append(String((0..<12).compactMap { _ in odd.randomElement(using: &generator) }))
    }
    return Array(Set(names)).filter { $0 != "." && $0 != ".." }.sorted()
  }

  @Test("a file of any name is found by a filter")
  func names() async throws {
    let folder = try TestFolder()
    var filters: [String] = []
    for name in Self.names {
      let path = "\(folder.path)/\(name)"
      try Data("0 null a b;\n".utf8).write(to: URL(filePath: path))
      filters.append("sendcmd=filename=\(filterValue(path))")
    }
    let graph = "[0:v]" + filters.joined(separator: ",") + "[out]"
    let made = try await runFFmpeg([
      "-v", "error", "-f", "lavfi", "-i", "color=s=16x16", "-filter_complex", graph, "-map",
      "[out]", "-frames:v", "1", "-f", "null", "-",
    ])
    #expect(made.status == 0 && made.errors.isEmpty, "\(made.errors.suffix(500))")
    // So it is the files that are read: without them nothing is.
    try FileManager.default.removeItem(atPath: "\(folder.path)/\(Self.names[5])")
    let missing = try await runFFmpeg([
      "-v", "error", "-f", "lavfi", "-i", "color=s=16x16", "-filter_complex", graph, "-map",
      "[out]", "-frames:v", "1", "-f", "null", "-",
    ])
    #expect(missing.status != 0)
  }
}

/// Draws the same lots each time.
private struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 29)
  }
}
