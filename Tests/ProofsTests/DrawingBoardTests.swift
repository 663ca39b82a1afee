import Foundation
import Library
import Pipeline
import Playout
import TestSupport
import Testing

@testable import Proofs

@Suite("The drawing board", .timeLimit(.minutes(1)))
struct DrawingBoardTests {
  private let folder: ScratchFolder
  private let profile = TranscodeProfile(
    name: "small", width: 320, height: 180, frameRate: 25, videoBitrate: 1_000_000,
    preset: "ultrafast", audioBitrate: 64_000, allowsCopy: false)
  private let stage = GraphicStage(moment: Moment(seconds: 1_700_000_000))

  init() throws { folder = try ScratchFolder() }

  private func draw(_ graphics: [Graphic], on stage: GraphicStage) throws -> [UInt8] {
    let board = DrawingBoard(ffmpeg: "ffmpeg", folder: folder.file("previews"))
    return try board.draw(graphics, in: profile, on: stage)
  }

  @Test("graphics are drawn at once, whenever they would be seen, and their files are gone")
  func pictures() throws {
    var words = Graphic(.text([.words("It's\\n"), .clock(zone: 0)], TextLook()))
    words.rhythm = GraphicRhythm(period: .hours(1), length: .seconds(1))
    words.until = Moment(seconds: 1)
    let plain = try draw([], on: stage)
    let drawn = try draw([words], on: stage)
    #expect(plain.starts(with: [0xFF, 0xD8, 0xFF]) && drawn.starts(with: [0xFF, 0xD8, 0xFF]))
    #expect(plain != drawn)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.file("previews")).isEmpty)
  }

  @Test("what can't be drawn is named")
  func failures() throws {
    let missing = Graphic(.image(path: folder.file("gone.png"), isAnimated: false))
    #expect(
      throws: GraphicFailure(reason: "It can't be drawn: the image gone.png can't be read.")
    ) { try draw([missing], on: stage) }
    var film = stage
    film.film = GraphicStage.Film(
      path: folder.file("gone.mkv"),
      probe: MediaProbe(
        container: "matroska", duration: .seconds(9),
        video: VideoStream(index: 0, codec: "h264", width: 320, height: 180)),
      offset: .seconds(1))
    #expect(throws: GraphicFailure(reason: "ffmpeg can't read that place of the file.")) {
      try draw([], on: film)
    }
  }

  @Test("what a killed worker left is swept away, what another one draws with stays")
  func sweep() throws {
    let previews = folder.file("previews")
    try FileManager.default.createDirectory(atPath: previews, withIntermediateDirectories: true)
    func leave(_ name: String, seconds: TimeInterval) throws {
      let path = previews + "/" + name
      try Data([1]).write(to: URL(filePath: path))
      try FileManager.default.setAttributes(
        [.modificationDate: Date.now - seconds], ofItemAtPath: path)
    }
    func left() throws -> Set<String> {
      Set(try FileManager.default.contentsOfDirectory(atPath: previews))
    }
    try leave("old.ass", seconds: 90)
    try leave("young.ass", seconds: 5)
    let board = DrawingBoard(ffmpeg: "ffmpeg", folder: previews)
    #expect(try left() == ["young.ass"])
    try leave("older.txt", seconds: 3600)
    _ = try board.draw([], in: profile, on: stage)
    #expect(try left() == ["young.ass"])
  }
}
