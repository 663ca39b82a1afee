import Control
import Foundation
import Library
import Packaging
import Playout
import TestSupport
import Testing

@testable import Transcoder

@Suite("Screens of a channel on air", .serialized, .timeLimit(.minutes(2)))
struct ScreensOnAirTests {
  private static func seconds(_ notices: [SegmentNotice]) -> Span {
    notices.reduce(.zero) { $0 + $1.duration }
  }

  @Test("a channel with nothing scheduled shows its screen, and no ffmpeg runs meanwhile")
  func offline() throws {
    try Studio.run { studio in
      studio.show(Screen(picture: .pattern, sound: .beep))
      #expect(try studio.tune() == .done)
      try studio.eventually { studio.children == [] }
      let notices = try studio.watch(until: { Self.seconds($0) > .seconds(11) })
      #expect(studio.children == [])
      #expect(TransportStreamChecker(try studio.bytes(of: notices)).complaints == [])
      // At first a spare one may be shown, while the beeps are being made.
      try studio.eventually { studio.transcoder.status.first?.method == "screen: pattern, beep" }
      let status = try #require(studio.transcoder.status.first)
      #expect(status.state == .slate)
      #expect(status.screenProblem == nil)
      #expect(studio.playlist.contains("#EXT-X-DISCONTINUITY\n") == false)
    }
  }

  @Test("a hole that is to be black is black and silent, and the channel's screen comes after it")
  func darkness() throws {
    try Studio.run { studio in
      studio.show(Screen(picture: .pattern, sound: .sine))
      try studio.make("a.mp4", seconds: 3)
      studio.plan(["a.mp4"], seconds: 3)
      studio.darken(for: .seconds(4))
      #expect(try studio.tune() == .done)
      let bytes = try studio.bytes(of: studio.watch(until: { Self.seconds($0) > .seconds(10) }))
      #expect(TransportStreamChecker(bytes).complaints == [])
      let levels = try studio.levels(of: bytes)
      let first = try #require(levels.firstIndex { $0 < 17 })
      let dark = levels[first...].prefix { $0 < 17 }
      #expect((80...100).contains(first))
      #expect((116...124).contains(dark.count))
      #expect(levels[dark.endIndex...].allSatisfy { $0 > 40 } && levels.count > dark.endIndex + 30)
      let sound = try studio.loudness(of: bytes)
      let quiet = sound.dropFirst(Int(Double(first) / 3) + 1).prefix(38)
      #expect(quiet.allSatisfy { $0 < -80 })
      #expect(sound.prefix(25).allSatisfy { $0 > -60 })
    }
  }

  @Test(
    "a screen stands in for an item that takes its time, which then joins in step with the timeline",
    arguments: ["a.mp4", "b.mp4"])
  func slowStart(name: String) throws {
    let slow = try Studio.slowProgram(seconds: 3)
    defer { try? FileManager.default.removeItem(atPath: slow) }
    try Studio.run(ffmpeg: slow) { studio in
      try studio.makeStairs(name, seconds: 20)
      studio.plan([name], seconds: 20)
      let start = try #require(studio.items.first).start
      #expect(try studio.tune() == .done)
      let notices = try studio.watch(until: { Self.seconds($0) > .seconds(11) })
      let bytes = try studio.bytes(of: notices)
      #expect(TransportStreamChecker(bytes).complaints == [])
      let levels = try studio.levels(of: bytes)
      let entry = try #require(levels.firstIndex { $0 > 55 })
      // Over two seconds of screen come first, and nothing but the item after it.
      #expect(entry > 60)
      let first = Double((try #require(notices.first).start - start).milliseconds) / 1000
      let wrong = levels.enumerated().dropFirst(entry).filter { index, level in
        let second = first + Double(index) / 30
        // A frame's width to either side of a step.
        let least = (second - 0.07).rounded(.down)
        let most = (second + 0.07).rounded(.down)
        return !(least - 0.3...most + 0.3).contains((level - 60) / 8)
      }
      #expect(wrong.isEmpty, "from \(wrong.first?.offset ?? 0) on, of \(levels.count)")
    }
  }

  @Test("an item that never begins under its screen gives way to the next one")
  func neverBegins() throws {
    let slow = try Studio.slowProgram(seconds: 3)
    defer { try? FileManager.default.removeItem(atPath: slow) }
    try Studio.run(ffmpeg: slow) { studio in
      try studio.make("a.mp4", seconds: 12)
      try Data("not a film".utf8).write(to: studio.folder.appending(path: "c.mp4"))
      studio.plan(["c.mp4", "a.mp4"], seconds: 8)
      #expect(try studio.tune() == .done)
      let notices = try studio.watch(until: { Self.seconds($0) > .seconds(13) })
      #expect(TransportStreamChecker(try studio.bytes(of: notices)).complaints == [])
      let status = try #require(studio.transcoder.status.first)
      #expect(status.failures > 0)
      #expect(status.title == "a.mp4")
    }
  }
}

extension Studio {
  /// An ffmpeg that takes some seconds before it begins with a media file, or with anything.
  static func slowProgram(seconds: Int, for pattern: String = #"*"-i file:"*"#) throws -> String {
    let path = FileManager.default.temporaryDirectory
      .appending(path: "slow-\(UInt32.random(in: .min ... .max))").path
    let script = """
      #!/bin/sh
      case "$*" in \(pattern)) sleep \(seconds);; esac
      exec ffmpeg "$@"
      """
    try Data(script.utf8).write(to: URL(filePath: path))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    return path
  }

  /// Makes a clip that gets brighter with every second.
  func makeStairs(_ name: String, seconds: Int) throws {
    try make(
      name, seconds: seconds, codec: ["-vf", "geq=lum='60+8*floor(T)':cb=128:cr=128", "-g", "30"])
  }

  /// The mean brightness of each picture.
  func levels(of stream: [UInt8]) throws -> [Double] {
    let file = folder.appending(path: "watched.ts")
    try Data(stream).write(to: file)
    let pixels = try output([
      "-i", file.path, "-map", "0:v", "-vf", "scale=4:4:flags=area,format=yuv420p,extractplanes=y",
      "-fps_mode", "passthrough", "-f", "rawvideo", "pipe:1",
    ])
    return stride(from: 0, to: pixels.count - 15, by: 16).map { at in
      Double(pixels[at..<(at + 16)].reduce(0) { $0 + Int($1) }) / 16
    }
  }

  /// How loud each tenth of a second is, in dBFS.
  func loudness(of stream: [UInt8]) throws -> [Double] {
    let file = folder.appending(path: "heard.ts")
    try Data(stream).write(to: file)
    let samples = try output(["-i", file.path, "-map", "0:a", "-ac", "1", "-f", "s16le", "pipe:1"])
    return samples.withUnsafeBytes { bytes in
      let values = bytes.bindMemory(to: Int16.self)
      return stride(from: 0, to: values.count - 4799, by: 4800).map { at in
        let power = values[at..<(at + 4800)].reduce(0.0) { $0 + Double($1) * Double($1) } / 4800
        return power == 0 ? -120 : 10 * log10(power / 1_073_741_824)
      }
    }
  }

  /// What ffmpeg writes for some arguments.
  func output(_ arguments: [String]) throws -> [UInt8] {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/ffmpeg")
    process.arguments = ["-nostdin", "-v", "error"] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let bytes = [UInt8](pipe.fileHandleForReading.readDataToEndOfFile())
    process.waitUntilExit()
    return bytes
  }

  /// The names of this process's children.
  var children: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.filter { Int($0) != nil }.compactMap { name in
      guard let line = try? String(contentsOfFile: "/proc/\(name)/stat", encoding: .utf8),
        let close = line.lastIndex(of: ")"), let open = line.firstIndex(of: "(")
      else { return nil }
      let parts = line[line.index(after: close)...].split(separator: " ")
      guard parts.count > 2, parts[0] != "Z", parts[1] == "\(getpid())" else { return nil }
      return String(line[line.index(after: open)..<close])
    }
  }
}
