import Foundation
import Library
import Pipeline
import Playout
import Testing

@Suite("The arguments of what is drawn", .timeLimit(.minutes(1)))
struct OverlayArgumentsTests {
  private static let profile = TranscodeProfile.builtIn[0]

  private static var overlay: Overlay {
    var logo = Graphic(.image(path: "/data/graphics/3.png", isAnimated: false))
    (logo.width, logo.opacity) = (12.5, 0.75)
    var moving = Graphic(.image(path: "/data/graphics/4.gif", isAnimated: true))
    moving.rhythm = GraphicRhythm(period: .minutes(5), length: .seconds(20))
    moving.fade = .milliseconds(500)
    moving.place = .bottomLeft
    var words = Graphic(.text([.words("It's {now}: "), .clock(zone: 3600)], TextLook()))
    words.until = Moment(milliseconds: 1_700_055_010_000)
    return Overlay(
      graphics: [logo, moving, words], burn: .text(path: "/data/subtitles/9.srt"),
      fonts: "/data/subtitles/9.srt.fonts", moment: Moment(milliseconds: 1_700_055_000_000),
      scripts: "/run/graphics/abcdefgh-1")
  }

  private static func run(_ card: Card?) -> RunRequest {
    let video = VideoStream(
      index: 0, codec: "h264", profile: "High", width: 1920, height: 800, pixelFormat: "yuv420p",
      frameRate: Ratio(25), sampleAspectRatio: Ratio(1), fieldOrder: "progressive",
      longestKeyFrameGap: .seconds(2))
    let probe = MediaProbe(
      container: "matroska,webm", duration: .seconds(60), video: video,
      audio: [AudioStream(index: 1, codec: "aac", profile: "LC", channels: 2, sampleRate: 48_000)])
    let decision = copyDecision(for: probe, profile: profile, targetDuration: 3)
    var run = RunRequest(
      path: "/media/film.mkv", probe: probe, offset: .seconds(10), length: .seconds(20),
      decision: decision.drawnOver(by: overlay, within: .seconds(20)), profile: profile)
    run.overlay = overlay
    run.hardware = card
    return run
  }

  private func compareArguments(_ vector: [String], with name: String) throws {
    try compare(vector.map(escaped).joined(separator: "\n") + "\n", withGolden: name)
  }

  @Test("a film, by the processor and by a card")
  func film() throws {
    try compareArguments(arguments(for: Self.run(nil)), with: "overlay-film")
    let card = Card(
      kind: .vaapi, node: "/dev/dri/renderD128", abilities: Set(Ability.allCases))
    let run = Self.run(card)
    try compareArguments(arguments(for: run), with: "overlay-vaapi")
    let path = run.picturePath
    #expect(path.decodesOnCard)
    #expect(path.detours == [.drawnInMemory])
    #expect(
      path.steps.map(\.work) == [
        .scale, .download, .subtitles, .frame, .square, .rate, .hold, .graphics, .graphics,
        .graphics, .upload,
      ])
    #expect(run.decision.blockers.suffix(2) == [.graphics(3), .subtitles])
    #expect(run.decision.audio == .copy)
  }

  @Test("subtitles that are pictures, over what a card has scaled")
  func imageSubtitles() throws {
    var run = Self.run(nil)
    run.overlay?.graphics = []
    run.overlay?.burn = .image(stream: 3)
    try compareArguments(arguments(for: run), with: "overlay-image-subtitles")
    run.forgetsScan = true
    #expect(!arguments(for: run).contains("-filter_complex"), "streams may be others by now")
  }

  @Test("a song's cover, and a live source")
  func others() throws {
    var run = Self.run(nil)
    run.probe.video = nil
    run.probe.artwork = .beside(path: "/media/cover.jpg")
    run.decision.video = .still
    run.overlay?.graphics.removeLast()
    try compareArguments(arguments(for: run), with: "overlay-still")
    let source = LiveSource(url: "https://example.org/live.m3u8")
    let live = try #require(
      arguments(forLive: source, profile: Self.profile, overlay: Self.overlay))
    try compareArguments(live, with: "overlay-live")
  }

  @Test("what can't be drawn fails its trial and is named, and the rest is kept")
  func rehearsal() async throws {
    let folder = try TestFolder()
    let good = folder.path + "/good.png"
    let bad = folder.path + "/bad.png"
    let subtitles = folder.path + "/9.srt"
    try await OverlayFilm.redSquare(at: good)
    try Data("no picture".utf8).write(to: URL(filePath: bad))
    try Data("1\n00:00:01,000 --> 00:00:02,000\nHi\n".utf8).write(to: URL(filePath: subtitles))
    let images = [good, bad].map { Graphic(.image(path: $0, isAnimated: false)) }
    let overlay = Overlay(
      graphics: images + [Graphic(.text([.clock(zone: 0)], TextLook()))],
      burn: .text(path: subtitles), moment: Moment(milliseconds: 0), scripts: folder.path + "/a")
    #expect(overlay.rehearsals.count == 4)
    var refused: Set<Rehearsal> = []
    for rehearsal in overlay.rehearsals {
      for script in rehearsal.scripts(at: folder.path + "/trial") {
        try Data(script.text.utf8).write(to: URL(filePath: script.path))
      }
      let made = try await runFFmpeg(rehearsal.arguments(scripts: folder.path + "/trial"))
      if made.status != 0 { refused.insert(rehearsal) }
    }
    #expect(refused == [.image(path: bad, isMoving: false)])
    #expect(refused.first?.refusal(complaints: []) == "the image bad.png can't be read")
    #expect(overlay.without(refused)?.graphics.count == 2)
    #expect(overlay.without(overlay.rehearsals) == nil)
    let lacking = Rehearsal.words.refusal(complaints: ["[AVFilterGraph] No such filter: 'ass'"])
    #expect(lacking == "words can't be drawn: this ffmpeg was built without libass")
  }
}
