import Foundation
import Library
import Pipeline
import Playout
import TestSupport
import Testing

@Suite("Subtitles in pictures", .serialized, .timeLimit(.minutes(1)))
struct BurnInTests {
  private let folder: TestFolder

  init() throws { folder = try TestFolder() }

  private func run(_ path: String, _ video: VideoStream, burn: SubtitleBurn) -> RunRequest {
    let probe = MediaProbe(
      container: "matroska,webm", duration: .seconds(3), video: video, audio: [])
    let overlay = Overlay(
      graphics: [], burn: burn, moment: Moment(milliseconds: 0), scripts: folder.path + "/run")
    let decision = copyDecision(for: probe, profile: OverlayFilm.profile, targetDuration: 3)
    var run = RunRequest(
      path: path, probe: probe, offset: .milliseconds(1010), frames: 38,
      decision: decision.drawnOver(by: overlay, within: .seconds(2)),
      profile: OverlayFilm.profile)
    run.overlay = overlay
    return run
  }

  private func film(
    _ path: String, _ size: String, _ more: [String], seconds: Int = 3
  ) async throws {
    let made = try await runFFmpeg(
      ["-v", "error", "-f", "lavfi", "-i", "color=black:s=\(size):r=25:d=\(seconds)"] + more
        + ["-c:v", "libx264", "-preset", "ultrafast", "-g", "25", path])
    #expect(made.status == 0, "\(made.errors)")
  }

  /// At which pictures of a run something is seen.
  private func places(of pictures: [Picture]) -> [Int] {
    pictures.indices.filter { pictures[$0].box() != nil }
  }

  @Test("text comes at the medium's own time after a seek")
  func text() async throws {
    let path = folder.path + "/film.mkv"
    try await film(path, "320x180", [])
    let subtitles = folder.path + "/it's, [so]:.srt"
    try Data("1\n00:00:01,600 --> 00:00:02,000\nHere\n".utf8).write(to: URL(filePath: subtitles))
    let video = VideoStream(
      index: 0, codec: "h264", profile: "High", width: 320, height: 180, pixelFormat: "yuv420p",
      frameRate: Ratio(25), sampleAspectRatio: Ratio(1), fieldOrder: "progressive",
      longestKeyFrameGap: .seconds(1))
    let run = run(path, video, burn: .text(path: subtitles))
    #expect(run.decision.video == .encode)
    #expect(run.decision.blockers.contains(.subtitles))
    let pictures = try await OverlayFilm.pictures(of: run)
    // The run begins at 1.01 s; its pictures come at whole steps of 40 ms from there on.
    #expect([Array(15...24), Array(14...24), Array(15...23)].contains(places(of: pictures)))
    #expect((pictures[18].box()?[1] ?? 0) > 120)
  }

  @Test("pictures come at their time and place, scaled with the film")
  func images() async throws {
    let subtitles = folder.path + "/film.sup"
    let sup = ImageSubtitles(width: 180, height: 144)
    try sup.file(from: 1.6, to: 2, at: (90, 72), size: (36, 18)).write(
      to: URL(filePath: subtitles))
    let path = folder.path + "/film.mkv"
    try await film(
      path, "180x144",
      [
        "-itsoffset", "1.6", "-i", subtitles, "-map", "0:v", "-map", "1:s", "-c:s", "copy", "-vf",
        "setsar=16/15",
      ])
    let video = VideoStream(
      index: 0, codec: "h264", profile: "High", width: 180, height: 144, pixelFormat: "yuv420p",
      frameRate: Ratio(25), sampleAspectRatio: Ratio(16, 15),
      fieldOrder: "progressive")
    let pictures = try await OverlayFilm.pictures(of: run(path, video, burn: .image(stream: 1)))
    let seen = places(of: pictures)
    #expect(seen.first.map { (14...15).contains($0) } == true, "\(seen)")
    #expect(seen.last.map { (23...25).contains($0) } == true, "\(seen)")
    // 180 of 4:3 are 240 of the frame's 320.
    let box = try #require(pictures[19].box())
    for (found, wanted) in zip(box, [160, 90, 207, 111]) { #expect(abs(found - wanted) <= 2) }
  }

  @Test("pictures of a file beside the film come at the film's time, and from before the entry")
  func beside() async throws {
    let sup = ImageSubtitles(width: 320, height: 180)
    var seen: [[Int]] = []
    for (place, start) in [1.6, 0.6].enumerated() {
      let subtitles = "\(folder.path)/\(place).sup"
      try sup.file(from: start, to: 2, at: (160, 90), size: (36, 18)).write(
        to: URL(filePath: subtitles))
      let made = try await runFFmpeg([
        "-v", "error", "-seek_timestamp", "1", "-i", subtitles, "-map", "0", "-c", "copy", "-f",
        "matroska", subtitles + ".mks",
      ])
      #expect(made.status == 0, "\(made.errors)")
      let path = folder.path + "/film.mkv"
      if place == 0 { try await film(path, "320x180", []) }
      let video = VideoStream(
        index: 0, codec: "h264", profile: "High", width: 320, height: 180, pixelFormat: "yuv420p",
        frameRate: Ratio(25), sampleAspectRatio: Ratio(1), fieldOrder: "progressive")
      let pictures = try await OverlayFilm.pictures(
        of: run(path, video, burn: .images(path: subtitles + ".mks")))
      try #require(pictures.count == 38)
      seen.append(places(of: pictures))
      #expect(pictures[20].box()?.first.map { abs($0 - 160) <= 2 } == true)
    }
    #expect(seen[0].first.map { (14...15).contains($0) } == true, "\(seen)")
    #expect(seen[1].first.map { $0 <= 1 } == true, "\(seen)")
    for places in seen {
      #expect(places.last.map { (23...25).contains($0) } == true, "\(seen)")
    }
  }

  @Test("every letter that can be printed is drawn as itself")
  func letters() async throws {
    let path = folder.path + "/film.mkv"
    try await film(path, "320x180", [], seconds: 5)
    let letters = (33...126).map { String(UnicodeScalar(UInt8($0))) }
    // What means something to one of those who read it, and must be as wide as it is long.
    let words = ["{}", "{\\b1}", "<i></i>", "\\N\\h", "%{pts}", "'\":;[]", "&lt;"]
    let texts = letters + words
    let cues = texts.enumerated().map { place, text in
      SubtitleCue(
        start: .milliseconds(Int64(place) * 40), end: .milliseconds(Int64(place + 1) * 40),
        text: text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
          .replacing(">", with: "&gt;"))
    }
    let subtitles = folder.path + "/letters.srt"
    try Data(SubtitleCues(cues).subRip.utf8).write(to: URL(filePath: subtitles))
    let video = VideoStream(
      index: 0, codec: "h264", profile: "High", width: 320, height: 180, pixelFormat: "yuv420p",
      frameRate: Ratio(25), sampleAspectRatio: Ratio(1), fieldOrder: "progressive")
    var run = run(path, video, burn: .text(path: subtitles))
    (run.offset, run.frames) = (.zero, texts.count)
    let pictures = try await OverlayFilm.pictures(of: run)
    try #require(pictures.count == texts.count)
    let widths = pictures.map { picture in picture.box(over: 60).map { $0[2] - $0[0] + 1 } ?? 0 }
    let unseen = zip(letters, widths).filter { $0.1 == 0 }.map(\.0)
    #expect(unseen == [])
    for (text, width) in zip(texts, widths).suffix(words.count) {
      #expect(width >= 2 * text.count, "\(text)")
    }
  }
}
