import Foundation
import Library
import Playout
import TestSupport
import Testing

@testable import Pipeline

@Suite("Graphics in pictures", .serialized, .timeLimit(.minutes(1)))
struct GraphicPictureTests {
  private let folder: TestFolder
  private var square: String { folder.path + "/it's a [red]; square.png" }
  /// Half past one in the afternoon, and a third of a second.
  private let moment = Moment(milliseconds: 1_700_055_000_300)

  init() async throws {
    folder = try TestFolder()
    try await OverlayFilm.redSquare(at: square)
  }

  private func image(_ change: (inout Graphic) -> Void = { _ in }) -> Graphic {
    var graphic = Graphic(.image(path: square, isAnimated: false))
    (graphic.width, graphic.marginX, graphic.marginY) = (5, 5, 10)
    change(&graphic)
    return graphic
  }

  private func overlay(_ graphics: [Graphic], at moment: Moment? = nil) -> Overlay {
    Overlay(
      graphics: graphics, moment: moment ?? self.moment, scripts: folder.path + "/it's, [so]: run")
  }

  @Test("each of nine places, with its width and margins in percent")
  func places() async throws {
    let around = Graphic.Place.allCases.filter { $0 != .center }
    let graphics = around.map { place in image { $0.place = place } }
    let picture = try #require(
      try await OverlayFilm.pictures(of: OverlayFilm.black(overlay(graphics), frames: 2)).last)
    for place in around {
      let left = [Third.first: 16, .middle: 152, .last: 288][place.column] ?? 0
      let top = [Third.first: 18, .middle: 82, .last: 146][place.row] ?? 0
      let around = CGRect(x: left - 8, y: top - 8, width: 32, height: 32)
      let box = picture.box(in: around)
      #expect(box == [left, top, left + 15, top + 15], "\(place)")
    }
    #expect(picture.box(in: CGRect(x: 140, y: 70, width: 40, height: 40)) == nil)
  }

  /// How much of a graphic is to be seen, in the words of the setting.
  private func strength(_ time: Int64, period: Int64, length: Int64, fade: Int64) -> Double {
    let place = time % period
    guard place < length else { return 0 }
    return fade == 0 ? 1 : min(1, Double(min(place, length - place)) / Double(fade))
  }

  @Test("what comes and goes does so by the channel's clock, on from one run to the next")
  func rhythm() async throws {
    let fading = image { graphic in
      graphic.place = .center
      graphic.opacity = 0.8
      graphic.rhythm = GraphicRhythm(period: .seconds(2), length: .milliseconds(1200))
      graphic.fade = .milliseconds(400)
    }
    let sudden = image { graphic in
      graphic.place = .topLeft
      graphic.rhythm = GraphicRhythm(period: .milliseconds(700), length: .milliseconds(320))
    }
    let ending = image { graphic in
      graphic.place = .topRight
      graphic.until = moment + .milliseconds(500)
    }
    var words = Graphic(.text([.words("Hi")], TextLook()))
    if case .text(let parts, var look) = words.content {
      (look.size, look.background) = (20, "ff0000")
      words.content = .text(parts, look)
    }
    words.place = .bottom
    words.rhythm = fading.rhythm
    words.fade = fading.fade
    let plan = [fading, sudden, words, ending]
    for start in [moment, moment + .milliseconds(1600)] {
      let run = OverlayFilm.black(overlay(plan, at: start), frames: 40)
      let pictures = try await OverlayFilm.pictures(of: run)
      let boxes = pictures.compactMap { $0.box(in: Self.lower, over: 200) }
      let box = try #require(boxes.min { $0[0] < $1[0] })
      for (index, picture) in pictures.enumerated() {
        let time = start.milliseconds + Int64(index) * 40
        let seen = strength(time, period: 2000, length: 1200, fade: 400)
        #expect(abs(Double(picture[160, 90].red) / 255 - seen * 0.8) < 0.06, "image at \(index)")
        // The left edge of the box is plain.
        let inBox = Double(picture[box[0] + 2, box[1] + 8].red) / 255
        #expect(abs(inBox - seen) < 0.1, "words at \(index)")
        let isOn = strength(time, period: 700, length: 320, fade: 0) > 0
        #expect((picture[24, 26].red > 128) == isOn, "sudden at \(index)")
        let isThere = time < moment.milliseconds + 500
        #expect((picture[296, 26].red > 128) == isThere, "ending at \(index)")
      }
    }
  }

  private static let lower = CGRect(x: 100, y: 120, width: 120, height: 60)

  @Test("a picture that moves goes round, and a wide one keeps its shape within the frame")
  func moving() async throws {
    let path = folder.path + "/moving.gif"
    // Red for 0.2 s, then blue.
    let made = try await runFFmpeg([
      "-v", "error", "-f", "lavfi", "-i", "color=red:s=40x40:r=25:d=0.2", "-f", "lavfi", "-i",
      "color=blue:s=40x40:r=25:d=0.2", "-filter_complex", "[0][1]concat", path,
    ])
    #expect(made.status == 0)
    var gif = image()
    gif.content = .image(path: path, isAnimated: true)
    gif.place = .left
    let tall = folder.path + "/tall.jpg"
    try await OverlayFilm.redSquare(at: tall, "color=red:s=30x300")
    var jpeg = image { $0.place = .center }
    jpeg.content = .image(path: tall, isAnimated: false)
    jpeg.width = 90
    let run = OverlayFilm.black(overlay([gif, jpeg]), frames: 30)
    let pictures = try await OverlayFilm.pictures(of: run)
    let colours = pictures.map { $0[24, 90].red > 128 ? "r" : $0[24, 90].blue > 128 ? "b" : "-" }
    #expect(colours.joined() == "rrrrrbbbbbrrrrrbbbbbrrrrrbbbbb")
    #expect(
      pictures.last?.box(in: CGRect(x: 60, y: 0, width: 200, height: 180)) == [150, 0, 167, 179])
  }

  @Test("a clock shows the minute, in its zone, as words would")
  func clock() async throws {
    // 13:29:59.5 in UTC.
    let moment = Moment(milliseconds: 1_700_054_999_500)
    func run(_ parts: [TextPart]) async throws -> [Picture] {
      var look = TextLook()
      look.size = 12
      let overlay = overlay([Graphic(.text(parts, look))], at: moment)
      return try await OverlayFilm.pictures(of: OverlayFilm.black(overlay, frames: 25))
    }
    let ticking = try await run([.words("It is "), .clock(zone: 5400)])
    let before = try await run([.words("It is 14:59")])
    let after = try await run([.words("It is 15:00")])
    #expect(ticking[0].box() != nil)
    #expect(before[0].difference(to: after[0]) > 0.02)
    for index in [0, 11, 13, 24] {
      let same = index < 12 ? before : after
      #expect(ticking[index].difference(to: same[index]) < 0.01, "picture \(index)")
    }
  }

  @Test("words stand where they are put, on as many lines as they need, and mean nothing")
  func words() async throws {
    let all = String((32...126).map { Character(UnicodeScalar(UInt8($0))) })
    let hostile = all + "\n%{pts} {\\b1\\pos(0,0)} \\N שלום עולם 😀 \u{0}\r\n\u{202e}x"
    var long = Graphic(.text([.words(hostile)], TextLook()))
    (long.place, long.width) = (.left, 40)
    var short = Graphic(.text([.words("{}"), .line, .words("\\h")], TextLook()))
    short.place = .bottomRight
    if case .text(let parts, var look) = short.content {
      look.size = 10
      look.color = "00ff00"
      short.content = .text(parts, look)
    }
    let picture = try #require(
      try await OverlayFilm.pictures(of: OverlayFilm.black(overlay([long, short]), frames: 2)).last)
    let left = try #require(picture.box(in: CGRect(x: 0, y: 0, width: 200, height: 180)))
    #expect(left[0] >= 8 && left[2] <= 10 + 128 + 2)
    #expect(left[3] - left[1] > 25, "several lines")
    let corner = CGRect(x: 200, y: 90, width: 120, height: 90)
    let right = try #require(picture.box(in: corner))
    // Two lines of 18 pixels above a margin of 4 %.
    #expect(right[2] > 295 && right[3] > 160 && right[1] < 155)
  }

  @Test("a live source is drawn over as well")
  func live() async throws {
    let port = FreePort.tcp()
    let source = LiveSource(url: "udp://127.0.0.1:\(port)")
    let logo = image { $0.place = .topLeft }
    var vector = try #require(
      arguments(forLive: source, profile: OverlayFilm.profile, overlay: overlay([logo])))
    let end = try #require(vector.lastIndex(of: "-f"))
    vector.insert(contentsOf: ["-t", "0.4"], at: end)
    // It goes on until it is heard.
    async let sender = runFFmpeg([
      "-v", "error", "-re", "-f", "lavfi", "-i", "color=black:s=320x180:r=25", "-t", "4", "-c:v",
      "libx264", "-preset", "ultrafast", "-g", "5", "-f", "mpegts", source.url,
    ])
    let made = try await runFFmpeg(vector)
    #expect(made.status == 0, "\(made.errors)")
    try made.output.write(to: URL(filePath: folder.path + "/live.ts"))
    let decoded = try await runFFmpeg([
      "-v", "error", "-i", folder.path + "/live.ts", "-frames:v", "1", "-pix_fmt", "rgb24", "-f",
      "rawvideo", "-",
    ])
    let picture = Picture(bytes: [UInt8](decoded.output), width: OverlayFilm.width)
    #expect(picture.box() == [16, 18, 31, 33])
    _ = try await sender
  }
}
