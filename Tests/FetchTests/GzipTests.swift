import Foundation
import Gzip
import TestSupport
import Testing

@Suite("Compressing")
struct GzipTests {
  @Test("whatever is compressed comes back", arguments: 0...9)
  func roundTrip(level: Int) throws {
    var generator = SeededGenerator(seed: 11)
    for size in [0, 1, 2, 100, 65_535, 65_536, 65_537, 300_000] {
      let noise = (0..<size).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let text = (0..<size).map { UInt8(truncatingIfNeeded: $0 / 40 % 7 + 97) }
      for bytes in [noise, text] {
        let compressed = try Gzip.compress(bytes, level: level)
        #expect(try Gzip.decompress(compressed, limit: size) == bytes, "\(size) bytes")
      }
    }
  }

  @Test("pieces give the stream that the whole gives back")
  func pieces() throws {
    var expected: [UInt8] = []
    var compressed: [UInt8] = []
    let compressor = try GzipCompressor(level: 6)
    for index in 0..<500 {
      let piece = Array(repeating: UInt8(index % 251), count: index * 7 % 1000)
      expected += piece
      try compressor.append(piece) { compressed += $0 }
    }
    try compressor.finish { compressed += $0 }
    #expect(try Gzip.decompress(compressed, limit: expected.count) == expected)
    #expect(throws: GzipError.self) { try compressor.append([1]) { _ in } }
    #expect(throws: GzipError.self) { try compressor.finish { _ in } }
  }

  @Test("the same bytes give the same file, which names neither a time nor a host")
  func reproducible() throws {
    let bytes = Array("guide".utf8)
    let compressed = try Gzip.compress(bytes)
    #expect(try Gzip.compress(bytes) == compressed)
    #expect(Array(compressed.prefix(8)) == [0x1F, 0x8B, 8, 0, 0, 0, 0, 0])
  }

  @Test(
    "gzip itself reads the file", .timeLimit(.minutes(1)),
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/bin/gzip")),
    arguments: [0, 1, 6, 9])
  func realProgram(level: Int) throws {
    let bytes = (0..<500_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("gzip-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("guide.gz")
    try Data(Gzip.compress(bytes, level: level)).write(to: file)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/gzip")
    process.arguments = ["-dc", file.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(output == Data(bytes))
  }

  @Test("a bomb is not expanded beyond the limit")
  func bomb() throws {
    let compressor = try GzipCompressor(level: 9)
    var bomb: [UInt8] = []
    let zeros = [UInt8](repeating: 0, count: 1 << 20)
    for _ in 0..<64 { try compressor.append(zeros) { bomb += $0 } }
    try compressor.finish { bomb += $0 }
    #expect(bomb.count < 100_000)
    #expect(code { try Gzip.decompress(bomb, limit: 1 << 20) } == .overLimit)
    #expect(code { try Gzip.decompress(bomb, limit: (64 << 20) - 1) } == .overLimit)
    #expect(code { try Gzip.decompress(bomb, limit: 0) } == .overLimit)
    #expect(try Gzip.decompress(bomb, limit: 64 << 20).count == 64 << 20)
  }

  @Test("a file that is cut anywhere is known to be cut")
  func truncated() throws {
    let whole = try Gzip.compress(Array("The guide of all channels. ".utf8) + Array(0...255))
    for count in 0..<whole.count {
      #expect(
        code { try Gzip.decompress(Array(whole.prefix(count)), limit: 1 << 20) } == .truncated,
        "cut after \(count) bytes")
    }
  }

  @Test("damage and strange files are refused, whatever they hold")
  func damaged() throws {
    #expect(code { try Gzip.decompress(Array("#EXTM3U\n".utf8), limit: 100) } == .damaged)
    let whole = try Gzip.compress(Array(repeating: 65, count: 1000))
    var wrongSum = whole
    wrongSum[whole.count - 5] ^= 1
    #expect(code { try Gzip.decompress(wrongSum, limit: 2000) } == .damaged)
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<2000 {
      var noise = whole
      noise[Int.random(in: 0..<noise.count, using: &generator)] ^= 0x55
      // Bytes of the header may change without harm; nothing may trap or grow.
      let expanded = try? Gzip.decompress(noise, limit: 2000)
      #expect((expanded?.count ?? 0) <= 2000)
    }
    #expect(code { try Gzip.decompress(whole + Array("rest".utf8), limit: 2000) } == .damaged)
  }

  @Test("several members one after another are one file, and zeros may follow")
  func members() throws {
    let two = try Gzip.compress([1, 2]) + Gzip.compress([]) + Gzip.compress([3])
    #expect(try Gzip.decompress(two, limit: 3) == [1, 2, 3])
    #expect(try Gzip.decompress(two + [0, 0, 0], limit: 3) == [1, 2, 3])
    #expect(code { try Gzip.decompress(two, limit: 2) } == .overLimit)
  }

  @Test("a level that zlib does not have is refused", arguments: [-1, 10, Int.max, Int.min])
  func levels(level: Int) {
    #expect(code { try Gzip.compress([1], level: level) } == .badLevel)
  }

  private func code(_ work: () throws -> [UInt8]) -> GzipError.Code? {
    do {
      _ = try work()
      return nil
    } catch {
      return (error as? GzipError)?.code
    }
  }
}
