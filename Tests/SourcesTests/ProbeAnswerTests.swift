import Library
import Testing

@testable import Sources

@Suite("ffprobe's answer")
struct ProbeAnswerTests {
  @Test("a film with two sound tracks, subtitles and chapters")
  func film() throws {
    let probe = try probe("film.mkv.json")
    #expect(probe.container == "matroska,webm")
    #expect(probe.duration == .milliseconds(9247))
    #expect(probe.bitrate == 2_241_056)
    let video = try #require(probe.video)
    #expect(video.codec == "h264")
    #expect(video.profile == "Constrained Baseline")
    #expect(video.level == 30)
    #expect(video.width == 640 && video.height == 360)
    #expect(video.pixelFormat == "yuv420p")
    #expect(video.frameRate == Ratio(24000, 1001))
    #expect(video.sampleAspectRatio == Ratio(1))
    #expect(video.fieldOrder == "progressive")
    #expect(video.startTime == .milliseconds(23))
    #expect(video.duration == .milliseconds(9009))
    #expect(
      probe.audio == [
        AudioStream(
          index: 1, codec: "ac3", channels: 6, sampleRate: 44100, language: "eng",
          isDefault: true),
        AudioStream(
          index: 2, codec: "aac", profile: "LC", channels: 1, sampleRate: 44100, language: "deu",
          title: "Kommentar"),
      ])
    #expect(
      probe.subtitles == [
        SubtitleStream(index: 3, codec: "subrip", language: "eng", isForced: true, isDefault: false)
      ])
    #expect(
      probe.chapters == [
        Chapter(start: .zero, end: .seconds(4), title: "Opening"),
        Chapter(start: .seconds(4), end: .seconds(9)),
      ])
  }

  @Test("a picture that is to be turned")
  func phone() throws {
    let probe = try probe("phone.mp4.json")
    #expect(probe.video?.rotation == 90, "clockwise")
    #expect(probe.video?.duration == .seconds(3))
    #expect(probe.video?.bitrate == 635_672)
    #expect(probe.audio.first?.language == "deu")
  }

  @Test("a broadcast whose clock does not begin at zero")
  func broadcast() throws {
    let probe = try probe("broadcast.ts.json")
    #expect(probe.video?.startTime == .milliseconds(11))
    #expect(probe.video?.fieldOrder == "tt")
    #expect(probe.video?.sampleAspectRatio == Ratio(64, 45))
    #expect(probe.audio.first?.codec == "mp2")
  }

  @Test("a cover is no moving picture")
  func song() throws {
    let probe = try probe("song.mp3.json")
    #expect(probe.video == nil)
    #expect(probe.artwork == .attached(stream: 1))
    #expect(probe.audio.count == 1)
  }

  @Test("a recording without a length")
  func recording() throws {
    let probe = try probe("recorder.mkv.json")
    #expect(probe.duration == .zero)
    #expect(probe.video?.duration == nil)
  }

  @Test("a film as it comes")
  func bigBuckBunny() throws {
    let probe = try probe("bigbuckbunny.mp4.json")
    #expect(probe.duration == .milliseconds(5312))
    #expect(probe.video?.duration == .milliseconds(5280))
    #expect(probe.video?.frameRate == Ratio(25))
    #expect(probe.audio.first?.channels == 6)
  }

  @Test(
    "frames at uneven distances are noticed, fields and roundings are not taken for them",
    arguments: [
      ("60/1", "240/7", true), ("30/1", "2997/100", false), ("50/1", "25/1", false),
      ("90000/1", "25/1", nil), ("25/1", "0/0", nil),
    ])
  func uneven(base: String, average: String, expected: Bool?) throws {
    let json = """
      {"streams": [{"index": 0, "codec_type": "video", "codec_name": "h264", "width": 320,
        "height": 240, "avg_frame_rate": "\(average)", "r_frame_rate": "\(base)"}],
       "format": {"duration": "5", "format_name": "mov"}}
      """
    let probe = try #require(ProbeAnswer(json: Array(json.utf8))).mediaProbe
    #expect(probe.video?.isUneven == expected)
  }

  @Test("odd values cost only themselves")
  func oddValues() throws {
    let probe = try #require(
      ProbeAnswer(
        json: Array(
          """
          {"streams": [
            7, null, {"codec_type": "video"}, {"codec_type": "data", "codec_name": "bin"},
            {"index": "4", "codec_type": "video", "codec_name": "h264", "width": "320",
             "height": 240.0, "avg_frame_rate": "0/0", "r_frame_rate": "50/1", "level": -99,
             "profile": "unknown", "sample_aspect_ratio": "0:1", "start_time": "N/A",
             "duration": "nan", "disposition": [], "tags": {"ROTATE": "-90", "n": {}},
             "side_data_list": [{"side_data_type": "x"}]},
            {"index": 5, "codec_type": "audio", "codec_name": "aac", "channels": 0,
             "sample_rate": "48000"},
            {"index": 6, "codec_type": "audio", "codec_name": "aac", "channels": 2,
             "sample_rate": 48000, "bit_rate": 1e300, "disposition": {"default": "1"},
             "tags": {"LANGUAGE": "und", "Title": ""}}
          ], "chapters": {"not": "a list"},
          "format": {"duration": 12.5, "bit_rate": "N/A", "format_name": 3}}
          """.utf8))
    ).mediaProbe
    let video = try #require(probe.video)
    #expect(video.index == 4)
    #expect(video.width == 320 && video.height == 240)
    #expect(video.frameRate == Ratio(50))
    #expect(video.level == nil && video.profile == nil && video.sampleAspectRatio == nil)
    #expect(video.startTime == .zero)
    #expect(video.duration == nil)
    #expect(video.rotation == 270)
    #expect(probe.audio.map(\.index) == [6])
    #expect(probe.audio.first?.isDefault == true)
    #expect(probe.audio.first?.language == nil && probe.audio.first?.title == nil)
    #expect(probe.chapters.isEmpty)
    #expect(probe.duration == .milliseconds(12500))
    #expect(probe.container == "3")
  }

  @Test("the clock of a container is no frame rate")
  func clockRate() throws {
    let probe = try #require(
      ProbeAnswer(
        json: Array(
          """
          {"streams": [{"codec_type": "video", "codec_name": "h264", "width": 2, "height": 2,
            "avg_frame_rate": "0/0", "r_frame_rate": "90000/1"}]}
          """.utf8))
    ).mediaProbe
    #expect(probe.video?.frameRate == nil)
  }

  @Test("what is no JSON is no answer", arguments: ["", "[]", "{", "\u{0}", "null"])
  func noAnswer(text: String) {
    #expect(ProbeAnswer(json: Array(text.utf8)) == nil)
  }

  @Test("a tag of a megabyte is cut")
  func longTag() throws {
    let title = String(repeating: "x", count: 1_000_000)
    let probe = try #require(
      ProbeAnswer(
        json: Array(
          """
          {"streams": [{"codec_type": "audio", "codec_name": "mp3", "channels": 2,
            "sample_rate": "48000", "tags": {"title": "\(title)"}}]}
          """.utf8))
    ).mediaProbe
    #expect(probe.audio.first?.title?.count == 300)
  }

  private func probe(_ name: String) throws -> MediaProbe {
    try #require(ProbeAnswer(json: try Fixture.bytes(name))).mediaProbe
  }
}
