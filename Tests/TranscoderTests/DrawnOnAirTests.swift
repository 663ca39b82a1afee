import ChildProcess
import Control
import Dossiers
import Foundation
import Library
import Pipeline
import Playout
import TestSupport
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
      // The third one is there so that the last picture is in no case the screen's.
      studio.plan(["a1.mp4", "a1.mp4", "a1.mp4"], seconds: 3, ago: .zero)
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
      let stream = try studio.made(until: studio.items[1].end - .milliseconds(500))
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

extension DrawnOnAirTests {
  private func ffmpeg(_ words: [String]) throws -> ChildResult {
    let made = try runToEnd(
      ChildCommand("ffmpeg", ["-v", "error", "-y"] + words), deadline: .seconds(30),
      outputLimit: 64 << 20)
    try #require(made.status == .exited(0), "\(made.stderrTail)")
    return made
  }

  /// The moments of a stream's first picture, and of all in which something is bright, by the
  /// channel's clock, in milliseconds behind one.
  private func bright(
    _ stream: [UInt8], since moment: Moment, in folder: URL
  ) throws -> (first: Int64, all: [Int64]) {
    let file = folder.appending(path: "seen.ts").path
    try Data(stream).write(to: URL(filePath: file))
    let pictures = try ffmpeg([
      "-i", file, "-vf", "format=gray", "-fps_mode", "passthrough", "-f", "rawvideo",
      "-",
    ]).output
    let listed = try runToEnd(
      ChildCommand(
        "ffprobe",
        [
          "-v", "error", "-select_streams", "v:0", "-show_entries", "frame=pts", "-of",
          "default=nk=1:nw=1", file,
        ]), deadline: .seconds(30), outputLimit: 1 << 20)
    let stamps = String(decoding: listed.output, as: UTF8.self)
      .split(whereSeparator: \.isNewline).compactMap { Int64($0) }
    try #require(stamps.count == pictures.count / 57_600 && stamps.count > 60)
    let wrap: Int64 = 1 << 33
    // The first picture may come a little before.
    let zero = (moment.milliseconds - 1000) * 90
    let times = stamps.map { ((($0 - zero) % wrap + wrap) % wrap) / 90 - 1000 }
    let bright = times.indices.filter { place in
      pictures[place * 57_600..<(place + 1) * 57_600].contains { $0 > 90 }
    }
    return (times[0], bright.map { times[$0] })
  }

  @Test("words and pictures come at the file's own times where items begin in its middle")
  func burned() throws {
    try run { studio, _ in
      let file = { (name: String) in studio.folder.appending(path: name).path }
      _ = try ffmpeg([
        "-f", "lavfi", "-i", "color=black:s=320x180:r=30:d=4", "-f", "lavfi", "-i",
        "sine=sample_rate=48000:d=4", "-c:v", "libx264", "-g", "30", "-pix_fmt", "yuv420p", "-c:a",
        "aac", "-ac", "2", file("a1.mp4"),
      ])
      try Data("1\n00:00:01,500 --> 00:00:02,000\nWWWWWW\n".utf8).write(
        to: URL(filePath: file("1.srt")))
      try ImageSubtitles(width: 320, height: 180)
        .file(from: 1.5, to: 2, at: (100, 100), size: (80, 40)).write(
          to: URL(filePath: file("1.sup")))
      _ = try ffmpeg([
        "-seek_timestamp", "1", "-i", file("1.sup"), "-map", "0", "-c", "copy", "-f", "matroska",
        file("1.mks"),
      ])
      studio.plan(["a1.mp4", "a1.mp4"], seconds: 2, ago: .milliseconds(-400))
      studio.change { items in
        for index in items.indices { items[index].inPoint = .seconds(1) }
        items[0].burn = .text(path: file("1.srt"))
        items[1].burn = .images(path: file("1.mks"))
      }
      #expect(try studio.tune() == .done)
      let (start, end) = (try #require(studio.items.first?.start), studio.items[1].end)
      // A segment is written once it is whole: the last one of the items has some of the screen too.
      let stream = try studio.made(until: end + .seconds(5))
      // Up to half a second early or late, an item is begun with its beginning; later, it is cut.
      let (first, seen) = try bright(stream, since: start, in: studio.folder)
      for (item, begin) in [first > 500 ? 0 : first, 2000].enumerated() {
        let own = seen.filter { $0 >= Int64(item) * 2000 && $0 < Int64(item + 1) * 2000 }
        let times = own.map { $0 - begin }
        #expect(times.first.map { abs($0 - 500) <= 70 } == true, "item \(item): \(times)")
        #expect(times.last.map { abs($0 - 967) <= 70 } == true, "item \(item): \(times)")
        #expect((13...17).contains(times.count), "item \(item): \(times)")
      }
      #expect(studio.failures.isEmpty)
    }
  }
}

extension Studio {
  /// How what is on air is made.
  fileprivate var method: String { transcoder.status.first?.method ?? "" }
}
