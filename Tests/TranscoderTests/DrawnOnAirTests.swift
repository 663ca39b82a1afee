import ChildProcess
import Control
import Dossiers
import Foundation
import Library
import Pipeline
import Playout
import Testing

@testable import Transcoder

@Suite("What is drawn, on air", .serialized, .timeLimit(.minutes(2)))
struct DrawnOnAirTests {
  /// The average of a square in the upper right corner of a picture near a stream's beginning or
  /// end: how long it is depends on how soon it was tuned.
  private func colour(_ stream: [UInt8], atEnd: Bool, in folder: URL) throws -> [Int] {
    let file = folder.appending(path: "seen.ts").path
    try Data(stream).write(to: URL(filePath: file))
    let made = try runToEnd(
      ChildCommand(
        "ffmpeg",
        [
          "-v", "error", "-i", file, "-vf",
          "crop=iw/20:ih/20:iw*0.9:ih*0.1,scale=1:1,format=rgb24", "-f", "rawvideo", "-",
        ]), deadline: .seconds(20), outputLimit: 1 << 20)
    // Three bytes for each picture.
    try #require(made.output.count >= 3, "\(made.stderrTail)")
    return (atEnd ? made.output.suffix(3) : made.output.prefix(3)).map(Int.init)
  }

  private func square(_ studio: Studio) throws -> Graphic {
    let path = studio.folder.appending(path: "logo.png").path
    _ = try runToEnd(
      ChildCommand(
        "ffmpeg",
        ["-v", "error", "-f", "lavfi", "-i", "color=0xff00ff:s=80x80", "-frames:v", "1", path]),
      deadline: .seconds(20), outputLimit: 1 << 20)
    var graphic = Graphic(.image(path: path, isAnimated: false))
    graphic.width = 25
    (graphic.marginX, graphic.marginY) = (0, 0)
    return graphic
  }

  private func run(_ body: (Studio, String) throws -> Void) throws {
    var room: GraphicRoom?
    defer { room?.end() }
    try Studio.run(facilities: { facilities in
      room = GraphicRoom(
        folder: facilities.live + "/../graphics", ffmpeg: "ffmpeg", log: facilities.log)
      facilities.graphics = room
    }) { studio in
      try body(studio, studio.live + "/../graphics")
    }
  }

  @Test("one item has its graphics and the next has none; what is broken is named")
  func graphics() throws {
    try run { studio, words in
      try studio.make("a1.mp4", seconds: 3)
      studio.plan(["a1.mp4", "a1.mp4"], seconds: 3, ago: .zero)
      let logo = try square(studio)
      try Data("no".utf8).write(to: studio.folder.appending(path: "bad.gif"))
      studio.change { items in
        items[0].graphics = [
          logo, Graphic(.image(path: "/nowhere/gone.png", isAnimated: false)),
          Graphic(
            .image(path: studio.folder.appending(path: "bad.gif").path, isAnimated: true)),
          Graphic(.text([.words("Hi "), .clock(zone: 0)], TextLook())),
        ]
      }
      #expect(try studio.tune() == .done)
      try studio.eventually { studio.method.contains("encode") }
      #expect(
        studio.method.hasSuffix(
          "left out: the image bad.gif can't be read, the image gone.png is not there"))
      let end = try #require(studio.items.last?.end)
      let stream = try studio.made(until: end - .milliseconds(500))
      let seen = try colour(stream, atEnd: false, in: studio.folder)
      #expect(seen[0] > 200 && seen[1] < 60 && seen[2] > 200, "\(seen)")
      let later = try colour(stream, atEnd: true, in: studio.folder)
      #expect(later[1] > 200, "\(later)")
      try studio.eventually { studio.method == "copy" }
      #expect(studio.failures.isEmpty)
      try studio.eventually {
        (try? FileManager.default.contentsOfDirectory(atPath: words))?.isEmpty == true
      }
    }
  }

  @Test("an item whose overlay fails when it is made plays without it")
  func failing() throws {
    try run { studio, _ in
      try studio.make("a1.mp4", seconds: 3)
      studio.plan(["a1.mp4"], seconds: 3, ago: .zero)
      // No such stream: nobody can know before ffmpeg looks.
      studio.change { $0[0].burn = .image(stream: 7) }
      #expect(try studio.tune() == .done)
      let end = try #require(studio.items.last?.end)
      _ = try studio.made(until: end - .milliseconds(500))
      #expect(
        studio.failures.first?.next == ["It was started once more, without what is drawn over it."])
      #expect(studio.failures.count == 1)
    }
  }
}

extension Studio {
  /// How what is on air is made.
  fileprivate var method: String { transcoder.status.first?.method ?? "" }
}
