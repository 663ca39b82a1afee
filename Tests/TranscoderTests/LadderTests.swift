import Control
import Dossiers
import Foundation
import Harness
import Library
import Pipeline
import Playout
import TestSupport
import Testing

@testable import Transcoder

@Suite("Runs that fall short, and what is done about it", .serialized, .timeLimit(.minutes(2)))
struct LadderTests {
  /// Makes a clip of one colour for a channel of the studio.
  private func clip(_ name: String, _ colour: String, seconds: Double, in studio: Studio) throws {
    try Clips.make(colour, seconds: seconds, at: studio.folder.appending(path: name))
  }

  /// The colour in the middle of each stretch of a few seconds.
  private func colours(of bytes: [UInt8], every seconds: Double, at place: Double) throws
    -> [String?]
  {
    let pictures = try Decoder.colours(of: bytes)
    let count = Int(((pictures.last?.time ?? 0) / seconds).rounded())
    return (0..<count).map { index in
      let time = (Double(index) + place) * seconds
      return pictures.last { $0.time <= time }.flatMap { Decoder.name(of: $0.rgb) }
    }
  }

  @Test("whatever a run does, the timeline wins: each item begins at its time")
  func timeline() throws {
    let scratch = try ScratchFolder()
    let standIn = try StandIn.make(in: URL(filePath: scratch.path))
    try Studio.run(ffmpeg: standIn) { studio in
      try clip("a.mp4", "red", seconds: 4, in: studio)
      try clip("a-long.mp4", "green", seconds: 8, in: studio)
      try clip("a-short.mp4", "yellow", seconds: 2, in: studio)
      try clip("a-killed.mp4", "white", seconds: 4, in: studio)
      for name in ["b-stays", "b-floods", "b-endless", "b-early"] {
        try clip(name + ".mp4", "magenta", seconds: 4, in: studio)
      }
      let names = [
        "a-long", "a-killed", "b-endless", "a-short", "b-stays", "b-floods", "b-early", "a", "a",
      ]
      studio.plan(names.map { $0 + ".mp4" }, seconds: 4)
      #expect(try studio.tune() == .done)
      let end = try #require(studio.items.last).end
      let bytes = try studio.made(until: end - .milliseconds(500))
      #expect(TransportStreamChecker(bytes).complaints == [])
      let early = try colours(of: bytes, every: 4, at: 0.3).prefix(8)
      let late = try colours(of: bytes, every: 4, at: 0.8).prefix(8)
      #expect(early == ["green", "white", "blue", "yellow", "magenta", "magenta", nil, "red"])
      #expect(late == ["green", "white", "blue", nil, "magenta", "magenta", nil, "red"])
      let failures = studio.failures
      #expect(failures.map(\.title) == ["a-killed.mp4", "a-short.mp4", "b-early.mp4"])
      #expect(failures.map(\.cause) == ["killed", "endedEarly", "endedEarly"])
      #expect(failures[0].signal == 9 && failures[0].next == ["It was started once more."])
      #expect(failures[1].why.contains("2.0 s before its planned time"))
      #expect(failures[2].exitStatus == 0 && failures[2].frames == 0)
      for (failure, index) in zip(failures, [1, 3, 6]) {
        let late = failure.plannedFrom - studio.items[index].start
        #expect(abs(late.milliseconds) < 100, "\(failure.title)")
      }
    }
    try eventually(within: .seconds(10), "the end of what ignores SIGTERM") {
      try Child.output(of: "pgrep", ["-f", standIn]).text.isEmpty
    }
  }

  @Test("a run that brings nothing is ended at its deadline, and its file tried again later")
  func silence() throws {
    let scratch = try ScratchFolder()
    try Studio.run(ffmpeg: try StandIn.make(in: URL(filePath: scratch.path))) { studio in
      try clip("a.mp4", "red", seconds: 4, in: studio)
      try clip("b-hangs.mp4", "blue", seconds: 4, in: studio)
      studio.plan(["a.mp4", "b-hangs.mp4", "a.mp4"], seconds: 4)
      #expect(try studio.tune() == .done)
      let end = try #require(studio.items.last).end
      let bytes = try studio.made(until: end - .milliseconds(200))
      #expect(TransportStreamChecker(bytes).complaints == [])
      #expect(studio.failures.map(\.cause) == ["noPicture"])
      #expect(studio.failures.first?.why.contains("nothing within") == true)
    }
  }

  @Test("a file that is away is not condemned: the channel goes on when it is back")
  func away() throws {
    try Studio.run(workAhead: .seconds(12)) { studio in
      let film = studio.folder.appending(path: "a.mp4")
      let shelf = studio.folder.appending(path: "shelf.mp4")
      try clip("shelf.mp4", "red", seconds: 60, in: studio)
      studio.plan(["a.mp4"], seconds: 60)
      #expect(try studio.tune() == .done)
      try studio.eventually { studio.failures.first?.count ?? 0 > 1 }
      #expect(studio.failures.first?.cause == "noSuchFile")
      #expect(studio.failures.first?.next.last?.contains("then another try") == true)
      #expect(studio.transcoder.status.first?.state == .slate)
      try FileManager.default.moveItem(at: shelf, to: film)
      try studio.eventually { studio.transcoder.status.first?.method == "copy" }
      #expect(studio.memory.rung(of: film.path) == nil)
    }
  }

  @Test("a file that became another container since its scan is opened afresh")
  func exchanged() throws {
    try Studio.run { studio in
      try clip("a.mkv", "red", seconds: 6, in: studio)
      let film = studio.folder.appending(path: "a.mp4")
      try FileManager.default.moveItem(at: studio.folder.appending(path: "a.mkv"), to: film)
      studio.plan(["a.mp4"], seconds: 6)
      #expect(try studio.tune() == .done)
      let bytes = try studio.made(until: try #require(studio.items.last).end - .milliseconds(200))
      #expect(try colours(of: bytes, every: 6, at: 0.5) == ["red"])
      #expect(studio.failures.count == 1, "\(studio.failures.map(\.method))")
      studio.memory.settle()
      #expect(studio.memory.rung(of: film.path) == .afresh)
    }
  }

  @Test("what served a file is remembered by the next transcoder, until the file changes")
  func memory() throws {
    let scratch = try ScratchFolder()
    let film = scratch.file("b.mkv")
    let memory = scratch.file("ladder.json")
    try Data("half a {".utf8).write(to: URL(filePath: memory))
    try Clips.make("green", seconds: 8, at: URL(filePath: film))
    try DamagedFile.estrangeSound(of: film)
    func play(_ body: (Studio, [UInt8]) throws -> Void) throws {
      try Studio.run(memory: memory) { studio in
        studio.plan([film], seconds: 8, container: "matroska,webm")
        #expect(try studio.tune() == .done)
        let end = try #require(studio.items.last).end - .milliseconds(200)
        try body(studio, try studio.made(until: end))
        studio.memory.settle()
      }
    }
    try play { studio, bytes in
      let seen = try colours(of: bytes, every: 8, at: 0.5)
      #expect(seen == ["green"], "with its picture")
      #expect(studio.failures.isEmpty == false)
      #expect(studio.failures.last?.next.last?.contains("without its sound") == true)
    }
    try play { studio, bytes in
      let seen = try colours(of: bytes, every: 8, at: 0.1)
      #expect(seen == ["green"], "at once")
      #expect(studio.failures.isEmpty)
      #expect(
        studio.transcoder.status.first?.method == "encode 320x180, without its sound, as remembered"
      )
    }
    try Clips.make("blue", seconds: 9, at: URL(filePath: film))
    try play { studio, bytes in
      let seen = try colours(of: bytes, every: 8, at: 0.5)
      #expect(seen == ["blue"])
      #expect(studio.transcoder.status.first?.method == "encode 320x180")
      #expect(studio.failures.isEmpty)
    }
  }
}
