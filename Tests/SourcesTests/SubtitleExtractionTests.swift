import Foundation
import Glibc
import Library
import Sources
import TestSupport
import Testing

@Suite("Subtitles of files", .timeLimit(.minutes(2)))
struct SubtitleExtractionTests {
  private let folder: ScanFolder
  private static let srt = "1\n00:00:00,500 --> 00:00:01,200\nGr\u{fc}\u{df}e <i>an</i> alle\n\n"
  private static let ass = """
    [Script Info]
    ScriptType: v4.00+

    [V4+ Styles]
    Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
    Style: Big,Odd Font,40,&H00FFFFFF,&H000000FF,&H00000000,&H00000000,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,1

    [Events]
    Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
    Dialogue: 0,0:00:00.20,0:00:01.00,Big,,0,0,0,,{\\pos(10,10)}Styled\\Nwords

    """

  init() throws { folder = try ScanFolder() }

  private func picture(_ length: String = "2") -> [String] {
    ["-f", "lavfi", "-t", length, "-i", "color=gray:s=128x128:r=10"]
  }

  private func extract(
    _ name: String, with ffmpeg: String = "/usr/bin/ffmpeg"
  ) async throws -> (media: ScannedMedia, outcome: SubtitleExtraction.Outcome, into: String) {
    let media = try #require(try await folder.scan().media[name])
    let into = folder.file("out-\(UInt32.random(in: 0 ... .max))")
    return (media, try await media.extracted(into: into, with: ffmpeg), into)
  }

  private func text(_ path: String) throws -> String {
    try String(contentsOf: URL(filePath: path), encoding: .utf8)
  }

  @Test("in Matroska come out with their styles, their fonts and their marks")
  func matroska() async throws {
    try folder.add(Self.srt, as: "in.srt")
    try folder.add(Self.ass, as: "in.ass")
    try folder.add(bytes: Data([0, 1, 0, 0] + [UInt8](repeating: 7, count: 500)), as: "../x.ttf")
    try folder.add("no font", as: "note.txt")
    try folder.make(
      picture() + ["-i", folder.file("in.srt"), "-i", folder.file("in.ass")]
        + ["-attach", folder.file("../x.ttf"), "-attach", folder.file("note.txt")]
        + ["-map", "0:v", "-map", "1", "-map", "2", "-c:v", "libx264", "-c:s", "copy"]
        + ["-metadata:s:t:0", "mimetype=application/x-truetype-font"]
        + ["-metadata:s:t:0", "filename=../../evil'\"\n%s{x}$(id);.ttf"]
        + ["-metadata:s:t:1", "mimetype=text/plain", "-metadata:s:s:0", "language=ger"]
        + ["-disposition:s:0", "default+hearing_impaired", "-disposition:s:1", "forced"]
        + [folder.file("film.mkv")])
    for name in ["in.srt", "in.ass", "note.txt"] { unlink(folder.file(name)) }
    let (media, outcome, into) = try await extract("film.mkv")
    let found = media.probe.subtitles
    #expect(found.map(\.codec) == ["subrip", "ass"])
    #expect(found.map(\.language) == ["ger", nil])
    #expect(found.map(\.isDefault) == [true, false])
    #expect(found.map(\.isForImpaired) == [true, nil])
    #expect(found.map(\.isForced) == [false, true])
    guard case .found(let tracks) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(tracks.map(\.words) == ["1.srt", "2.ass"])
    #expect(tracks.map(\.count) == [1, 1])
    #expect(try text(into + "/1.vtt").contains("00:00:00.500 --> 00:00:01.200\nGrüße <i>an</i>"))
    #expect(try text(into + "/2.ass").contains("{\\pos(10,10)}Styled\\Nwords"))
    #expect(try text(into + "/2.vtt").contains("00:00:00.200 --> 00:00:01.000\nStyled\nwords"))
    let names = try FileManager.default.contentsOfDirectory(atPath: into)
    #expect(Set(names) == ["1.srt", "1.vtt", "2.ass", "2.vtt", "2.ass.fonts", "fonts"])
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: into + "/2.ass.fonts") == ["0"])
    let around = ["", "/..", "/../.."].flatMap {
      (try? FileManager.default.contentsOfDirectory(atPath: folder.path + $0)) ?? []
    }
    #expect(around.filter { $0.contains("evil") } == [], "nothing goes by its own name")
    // The subtitles are drawn with these fonts beside them, though the one there is none.
    try folder.make(
      ["-f", "lavfi", "-i", "color=s=64x64:d=0.2", "-vf"]
        + ["subtitles=filename=\(into)/2.ass:fontsdir=\(into)/2.ass.fonts", "-f", "null", "-"])
    unlink(folder.file("../x.ttf"))
  }

  @Test("in MP4 come out, and pictures stay where they are")
  func others() async throws {
    try folder.add(Self.srt, as: "in.srt")
    try folder.make(
      picture() + ["-i", folder.file("in.srt"), "-map", "0:v", "-map", "1"]
        + ["-c:v", "libx264", "-c:s", "mov_text", folder.file("film.mp4")])
    try folder.add(bytes: ImageSubtitles.whiteBar, as: "in.sup")
    try folder.make(
      picture() + ["-i", folder.file("in.sup"), "-map", "0:v", "-map", "1", "-map", "1"]
        + ["-map", "1", "-c:v", "libx264", "-c:s:0", "copy", "-c:s:1", "dvdsub", "-c:s:2"]
        + ["dvbsub", folder.file("pictures.mkv")])
    unlink(folder.file("in.sup"))
    unlink(folder.file("in.srt"))
    let (_, outcome, into) = try await extract("film.mp4")
    guard case .found(let tracks) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(tracks.map(\.words) == ["1.srt"])
    #expect(try text(into + "/1.srt").contains("Grüße <i>an</i> alle"))
    let pictures = try await extract("pictures.mkv")
    let codecs = ["hdmv_pgs_subtitle", "dvd_subtitle", "dvb_subtitle"]
    #expect(pictures.media.probe.subtitles.map(\.codec) == codecs)
    #expect(pictures.media.probe.subtitles.allSatisfy { $0.isText == false })
    #expect(pictures.outcome == .found([]))
  }

  @Test("beside a film belong to it by their names, and links are never followed")
  func beside() async throws {
    try folder.add(Clips.film, as: "Film.mp4")
    try folder.add(Clips.film, as: "Film.2.mp4")
    try folder.add(
      bytes: Data([0x31, 0x0A] + Array("00:00:00,100 --> 00:00:01,000\nGr".utf8) + [0xFC, 0xDF]),
      as: "Film.de.forced.srt")
    try folder.add(Self.ass, as: "Film.2.en.sdh.ass")
    try folder.add("WEBVTT\n\n00:01.000 --> 00:02.000\nhi {x}\n", as: "Film.vtt")
    try folder.add("secret", as: "../secret")
    try folder.link("Film.fr.srt", to: folder.file("../secret"))
    try folder.add("", as: "Film.it.srt")
    try folder.add(Self.srt, as: "Filme.srt")
    let told = try await folder.scan()
    let film = try #require(told.media["Film.mp4"]).probe.subtitles
    #expect(film.map(\.index) == [-1, -2, -3])
    #expect(film.map(\.language) == ["de", "it", nil])
    #expect(film.map(\.codec) == ["subrip", "subrip", "webvtt"])
    #expect(film[0].isForced && film.allSatisfy { $0.file != nil })
    let second = try #require(told.media["Film.2.mp4"]).probe.subtitles
    #expect(second.map(\.language) == ["en"] && second[0].isForImpaired == true)
    #expect(told.failed.isEmpty && told.counted == [2])
    let (_, outcome, into) = try await extract("Film.mp4")
    guard case .found(let tracks) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(tracks.map(\.failure) == [nil, tracks[1].failure, nil])
    #expect(tracks[1].failure?.contains("gone") == true)
    #expect(try text(into + "/-1.vtt").contains("Grüß"))
    #expect(try text(into + "/-3.srt").contains("hi \\{\u{2060}x\\}"))
    unlink(folder.file("../secret"))
  }

  @Test("beside a film that did not change are told when they come and go")
  func comesAndGoes() async throws {
    try folder.add(Clips.film, as: "Film.mp4")
    let first = try await folder.scan()
    try folder.add(Self.srt, as: "Film.de.srt")
    let path = folder.path
    func again(_ known: [String: [SubtitleFile]]) async throws -> [ScanEvent] {
      try await onThread {
        var events: [ScanEvent] = []
        _ = try FolderScan(ffprobe: "/no/ffprobe").run(
          folder: path, known: first.stamps, subtitles: known, report: { events.append($0) },
          isCancelled: { false })
        return events
      }
    }
    guard case .subtitles(let file, let tracks) = try await again([:]).last else {
      Issue.record("no word of subtitles")
      return
    }
    #expect(file == folder.file("Film.mp4") && tracks.map(\.language) == ["de"])
    let known = [file: tracks.compactMap(\.file)]
    #expect(try await again(known).last == .unchanged(path: file))
    unlink(folder.file("Film.de.srt"))
    #expect(try await again(known).last == .subtitles(path: file, []))
  }

  @Test("of a file that fails have the reason, and leave nothing behind")
  func failing() async throws {
    try folder.add(Self.srt, as: "in.srt")
    try folder.make(
      picture("1") + ["-i", folder.file("in.srt"), "-map", "0:v", "-map", "1", "-c:v", "libx264"]
        + ["-c:s", "copy", folder.file("film.mkv")])
    unlink(folder.file("in.srt"))
    try folder.add(
      "#!/bin/sh\necho 'Invalid data found when processing input' >&2; exit 1\n", as: "p")
    chmod(folder.file("p"), 0o755)
    let (_, outcome, into) = try await extract("film.mkv", with: folder.file("p"))
    guard case .found(let tracks) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(tracks.count == 1 && tracks[0].failure?.contains("damaged") == true)
    #expect(try FileManager.default.contentsOfDirectory(atPath: into).isEmpty)
    let media = try #require(try await folder.scan().media["film.mkv"])
    truncate(media.path, 4000)
    let changed = try await onThread {
      try SubtitleExtraction(ffmpeg: "ffmpeg").outcome(
        of: media.path, stamp: media.stamp, probe: media.probe, into: into + "2",
        isCancelled: { false })
    }
    #expect(changed == .changed && access(into + "2", F_OK) != 0)
    #expect(access(into + "2.new", F_OK) != 0)
  }
}
