import Foundation
import Packaging
import Pipeline
import Playout
import TestSupport
import Testing

@testable import Transcoder

@Suite("Screens as loops", .timeLimit(.minutes(1)))
struct ScreenLoopTests {
  /// Three rounds and a bit of a screen, as a channel would show them.
  private func played(_ sound: Screen.Sound, rate: Int, in folder: String) throws -> [UInt8] {
    var profile = Samples.profile
    profile.frameRate = rate
    let order = ScreenOrder(
      screen: Screen(picture: .pattern, sound: sound), message: ScreenMessage(headline: ""),
      profile: profile)
    let made = try Studio.output(screenArguments(for: order), in: folder)
    let loop = try #require(LoopCut(from: order.loop.start, ticks: order.loop.length).cut(made))
    var stream = ChannelStream(
      resuming: StreamState(), shape: SegmentShape(first: [], regular: 180_000, target: 3))
    let start = StreamTime(milliseconds: 1_000_123)
    let end = StreamTime(ticks: start.ticks + 3 * order.loop.length + 90_000)
    var position = start
    for lap in 0..<4 {
      stream.begin(.at(position), until: end)
      loop.withUnsafeBytes { stream.push($0) }
      let report = stream.endItem(complete: true)
      #expect(report.silentFrames <= (lap == 3 ? 1 : 0) && report.droppedPictures == 0)
      position = report.next
    }
    #expect(abs(position.ticks - end.ticks) <= 90_000 / Int64(rate))
    stream.flush()
    return stream.takeSegments().flatMap { Array($0.bytes) }
  }

  @Test("run on without a gap at any frame rate", arguments: [24, 25, 30, 50, 60])
  func continuity(rate: Int) throws {
    let folder = try ScratchFolder()
    let bytes = try played(.silent, rate: rate, in: folder.path)
    #expect(TransportStreamChecker(bytes).complaints == [])
  }

  @Test("a tone has no dip and no step where the loop begins again")
  func seam() throws {
    let folder = try ScratchFolder()
    let file = folder.file("loop.ts")
    try Data(try played(.sine, rate: 30, in: folder.path)).write(to: URL(filePath: file))
    let raw = try Studio.output(
      ["-nostdin", "-v", "error", "-i", file, "-map", "0:a", "-ac", "1", "-f", "s16le", "pipe:1"],
      in: folder.path)
    let samples = raw.withUnsafeBytes { bytes in
      bytes.bindMemory(to: Int16.self).map { Double($0) }
    }
    #expect(samples.count > 24 * 48_000)
    // Twelve periods of 440 Hz are nearly 1309 samples.
    let middle = samples.dropFirst(9600).dropLast(9600)
    let starts = stride(from: middle.startIndex, to: middle.endIndex - 1309, by: 1309)
    let levels = starts.map { at in level(of: middle[at..<(at + 1309)]) }
    let mean = levels.reduce(0, +) / Double(levels.count)
    #expect(mean > 500)
    #expect(levels.allSatisfy { (0.95...1.05).contains($0 / mean) })
    let steps = zip(middle, middle.dropFirst()).map { abs($0 - $1) }
    let steepest: Double = mean * 2.0.squareRoot() * 2 * .pi * 440 / 48_000
    #expect((steps.max() ?? 0) < steepest * 1.15)
  }

  private func level(of samples: ArraySlice<Double>) -> Double {
    (samples.reduce(0) { $0 + $1 * $1 } / Double(samples.count)).squareRoot()
  }

  @Test("what is too short for a loop is none")
  func tooShort() throws {
    let cut = LoopCut(from: 900_000, ticks: 720_000)
    #expect(cut.cut([]) == nil)
    #expect(cut.cut([UInt8](repeating: 0x47, count: 1880)) == nil)
    #expect(cut.cut(Array("no stream at all".utf8)) == nil)
  }
}

extension Studio {
  /// What ffmpeg writes to its standard output.
  static func output(_ arguments: [String], in folder: String) throws -> [UInt8] {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/ffmpeg")
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: folder)
    process.standardInput = FileHandle.nullDevice
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let bytes = [UInt8](pipe.fileHandleForReading.readDataToEndOfFile())
    process.waitUntilExit()
    return bytes
  }
}
