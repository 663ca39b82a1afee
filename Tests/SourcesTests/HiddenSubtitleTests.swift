import Foundation
import Glibc
import Library
import Sources
import TestSupport
import Testing

@Suite("Captions in pictures, and subtitles of discs", .timeLimit(.minutes(2)))
struct HiddenSubtitleTests {
  private let folder: ScanFolder

  init() throws { folder = try ScanFolder() }

  private func extract(
    _ name: String, with ffmpeg: String = "/usr/bin/ffmpeg"
  ) async throws -> (
    found: [SubtitleStream], tracks: [ExtractedSubtitles.Track], into: String
  ) {
    let media = try #require(try await folder.scan().media[name])
    // Whoever installs it may have such a folder.
    let into = folder.file("it's; [out-\(UInt32.random(in: 0 ... .max))]")
    let outcome = try await media.extracted(into: into, with: ffmpeg)
    guard case .found(let tracks) = outcome else {
      Issue.record("\(outcome)")
      return (media.probe.subtitles, [], into)
    }
    return (media.probe.subtitles, tracks, into)
  }

  private func text(_ path: String) throws -> String {
    try String(contentsOf: URL(filePath: path), encoding: .utf8)
  }

  @Test("captions are found among the frames of a recording and come out as words")
  func captions() async throws {
    let plain = folder.file("../plain.h264")
    try folder.make(
      ["-f", "lavfi", "-i", "color=gray:s=128x128:r=30:d=3", "-c:v", "libx264"]
        + ["-preset", "ultrafast", "-x264-params", "keyint=30", "-bf", "0", plain])
    let stream = CaptionedFilm.stream(
      Array(try Data(contentsOf: URL(filePath: plain))), saying: "Hello there", from: 1, to: 2)
    try folder.add(bytes: Data(stream), as: "../cc.h264")
    let name = "It's [a]; 'show', 100%.ts"
    try folder.make(
      [
        "-r", "30", "-i", folder.file("../cc.h264"), "-f", "lavfi", "-i", "sine=d=3", "-c:v",
        "copy",
      ]
        + ["-c:a", "aac", "-metadata:s:a:0", "language=spa", folder.file(name)])
    try folder.make(["-r", "30", "-i", plain, "-c:v", "copy", folder.file("plain.mkv")])
    let (found, tracks, into) = try await extract(name)
    let track = try #require(found.first)
    #expect(found.count == 1 && track.codec == "eia_608" && track.isText == true)
    #expect(track.language == "spa" && track.isForImpaired == true && track.file == nil)
    #expect(tracks.map(\.failure) == [nil])
    let cues = SubtitleCues(written: try text(into + "/\(track.index).vtt")).cues
    #expect(cues.map(\.text) == ["Hello there"])
    // The picture begins a frame or so behind the sound, whose times these are.
    let start = try #require(cues.first?.start.milliseconds)
    #expect((1000...1070).contains(start), "\(start)")
    let names = try FileManager.default.contentsOfDirectory(atPath: into)
    #expect(Set(names) == ["\(track.index).srt", "\(track.index).vtt"])
    let none = try #require(try await folder.scan().media["plain.mkv"])
    #expect(none.probe.subtitles == [])
    for file in [plain, folder.file("../cc.h264")] { unlink(file) }
  }

  @Test("teletext subtitles come out as words, and an ffmpeg that can't read them is named")
  func teletext() async throws {
    let made = TeletextRecording(saying: "Guten Tag", from: 1, to: 2)
    try folder.add(bytes: Data(made.bytes), as: "../text.ts")
    try folder.make(
      ["-f", "lavfi", "-i", "color=gray:s=64x64:r=25:d=3", "-copyts", "-i"]
        + [folder.file("../text.ts"), "-map", "0", "-map", "1", "-c:v", "libx264", "-c:s", "copy"]
        + [folder.file("a.ts")])
    unlink(folder.file("../text.ts"))
    let (found, tracks, into) = try await extract("a.ts")
    #expect(found.map(\.codec) == ["dvb_teletext"] && found.map(\.language) == ["deu"])
    #expect(tracks.map(\.failure) == [nil])
    let cues = SubtitleCues(written: try text(into + "/1.vtt")).cues
    #expect(cues.map(\.text) == ["Guten Tag"])
    let length = try #require(cues.first).end.milliseconds - (cues.first?.start.milliseconds ?? 0)
    #expect((800...1200).contains(length), "\(length)")
    let words = "Unrecognized option 'txt_page'."
    try folder.add("#!/bin/sh\necho \"\(words)\" >&2; exit 1\n", as: "p")
    chmod(folder.file("p"), 0o755)
    let refused = try await extract("a.ts", with: folder.file("p")).tracks
    #expect(
      refused.map(\.failure) == [
        "This ffmpeg was built without libzvbi, so it can't read teletext."
      ])
  }

  private static let index = """
    # VobSub index file, v7 (do not modify this line!)
    size: 128x128
    palette: 000000, ffffff, ffffff, ffffff, ffffff, ffffff, ffffff, ffffff, ffffff, ffffff, ffffff, ffffff, ffffff, ffffff, ffffff, ffffff
    id: fr, index: 0
    id: en, index: 1
    timestamp: 00:00:01:500, filepos: 000000800
    id: de, index: 2
    alt: Kommentar
    timestamp: 00:00:01:600, filepos: 000001000

    """

  @Test("each language of a disc's subtitles beside a film is a track of pictures of its own")
  func discs() async throws {
    try folder.add(Clips.film, as: "Film.mp4")
    try folder.add(Clips.film, as: "Other.mp4")
    try folder.add(bytes: ImageSubtitles.whiteBar, as: "../in.sup")
    try folder.make(
      ["-i", folder.file("../in.sup"), "-map", "0", "-map", "0", "-map", "0", "-c:s", "dvdsub"]
        + ["-f", "vob", folder.file("Film.sub")])
    unlink(folder.file("../in.sup"))
    // The first language has no picture, and so is none.
    try folder.add(Self.index, as: "Film.idx")
    try folder.add("{1}{50}MicroDVD, no pictures at all\n", as: "Other.sub")
    try folder.add(Self.index, as: "Other.en.idx")
    let told = try await folder.scan()
    #expect(try #require(told.media["Other.mp4"]).probe.subtitles == [], "no pictures beside it")
    let (found, tracks, into) = try await extract("Film.mp4")
    #expect(found.map(\.language) == ["en", "de"])
    #expect(found.map(\.title) == [nil, "Kommentar"])
    #expect(found.map(\.file?.stream) == [0, 1])
    #expect(found.allSatisfy { $0.isText == false && $0.needsExtraction })
    #expect(tracks.map(\.failure) == [nil, nil])
    #expect(tracks.map(\.words) == ["-1.mks", "-2.mks"])
    #expect(tracks.map(\.cues) == [nil, nil])
    let names = try FileManager.default.contentsOfDirectory(atPath: into)
    #expect(Set(names) == ["-1.mks", "-2.mks"])
    let times = try times(of: into + "/-2.mks")
    #expect(times == ["1.600000"])
    unlink(folder.file("Film.sub"))
    let gone = try await folder.scan()
    #expect(try #require(gone.media["Film.mp4"]).probe.subtitles == [])
  }

  private func times(of path: String) throws -> [String] {
    let (asked, answer) = (Process(), Pipe())
    asked.executableURL = URL(filePath: "/usr/bin/ffprobe")
    asked.arguments = ["-v", "error", "-show_entries", "packet=pts_time", "-of", "csv=p=0", path]
    asked.standardOutput = answer
    try asked.run()
    let text = String(
      decoding: answer.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    return text.split { $0 == "\n" || $0 == "," }.map(String.init)
  }
}
