import Testing

@testable import Packaging

@Suite("Playlists")
struct PlaylistTests {
  static let start = StreamTime(milliseconds: 1_790_000_000_123)

  @Test("A media playlist lists segments with the time of the first")
  func media() {
    let segments = [
      ListedSegment(sequence: 7, start: Self.start, duration: 180_000),
      ListedSegment(sequence: 8, start: Self.start + 180_000, duration: 183_003),
    ]
    let expected = """
      #EXTM3U
      #EXT-X-VERSION:3
      #EXT-X-TARGETDURATION:4
      #EXT-X-MEDIA-SEQUENCE:7
      #EXT-X-DISCONTINUITY-SEQUENCE:0
      #EXT-X-PROGRAM-DATE-TIME:2026-09-21T14:13:20.123Z
      #EXTINF:2.00000,
      7.ts
      #EXTINF:2.03336,
      8.ts

      """
    #expect(MediaPlaylist(target: 4, segments: segments).text == expected)
  }

  @Test("A smaller picture that was not there yet gives way to the main one; other files are gaps")
  func renditionsThatCome() {
    var before = ListedSegment(sequence: 7, start: Self.start, duration: 180_000)
    before.parts = ["m4s"]
    before.heads = ["main": "init-main.mp4"]
    var after = ListedSegment(sequence: 8, start: Self.start + 180_000, duration: 180_000)
    after.parts = ["m4s", "v1.m4s", "a1.m4s"]
    after.heads = ["main": "init-main.mp4", "v1": "init-v1.mp4", "a1": "init-a1.mp4"]
    func lines(_ suffix: String) -> [String] {
      MediaPlaylist(target: 4, segments: [before, after], suffix: suffix).text
        .split(separator: "\n").map(String.init)
        .filter { !$0.hasPrefix("#") || $0.hasPrefix("#EXT-X-MAP") || $0 == "#EXT-X-GAP" }
    }
    let (main, small) = (#"#EXT-X-MAP:URI="init-main.mp4""#, #"#EXT-X-MAP:URI="init-v1.mp4""#)
    #expect(lines("v1.m4s") == [main, "7.m4s", small, "8.v1.m4s"])
    #expect(
      lines("a1.m4s") == [
        "#EXT-X-GAP", "7.a1.m4s", #"#EXT-X-MAP:URI="init-a1.mp4""#, "8.a1.m4s",
      ])
    // A codec that MPEG-TS has no place for.
    after.hasTransportStream = false
    #expect(lines("ts") == ["7.ts", "#EXT-X-GAP", "8.ts"])
    #expect(lines("v1.ts") == ["7.ts", "#EXT-X-GAP", "8.v1.ts"])
  }

  @Test("A jump of the clock is tagged while it is listed, and counted once it has left")
  func discontinuity() {
    let jump = ListedSegment(
      sequence: 9, start: Self.start, duration: 90_000, isDiscontinuous: true, discontinuities: 3)
    let before = ListedSegment(
      sequence: 8, start: Self.start - 900_000, duration: 90_000, discontinuities: 2)
    let after = ListedSegment(
      sequence: 10, start: Self.start + 90_000, duration: 90_000, discontinuities: 3)
    let all = MediaPlaylist(target: 1, segments: [before, jump, after]).text
    let expected = """
      #EXTM3U
      #EXT-X-VERSION:3
      #EXT-X-TARGETDURATION:1
      #EXT-X-MEDIA-SEQUENCE:8
      #EXT-X-DISCONTINUITY-SEQUENCE:2
      #EXT-X-PROGRAM-DATE-TIME:2026-09-21T14:13:10.123Z
      #EXTINF:1.00000,
      8.ts
      #EXT-X-DISCONTINUITY
      #EXT-X-PROGRAM-DATE-TIME:2026-09-21T14:13:20.123Z
      #EXTINF:1.00000,
      9.ts
      #EXTINF:1.00000,
      10.ts

      """
    #expect(all == expected)
    let sequences = [[jump, after], [after]].map { segments in
      MediaPlaylist(target: 1, segments: segments).text.split(separator: "\n")
        .first { $0.contains("DISCONTINUITY-SEQUENCE") }
    }
    #expect(sequences == ["#EXT-X-DISCONTINUITY-SEQUENCE:2", "#EXT-X-DISCONTINUITY-SEQUENCE:3"])
  }

  @Test("An ended playlist says so, and an empty one is whole")
  func ended() {
    let text = MediaPlaylist(target: 4, segments: [], isEnded: true).text
    #expect(text.hasPrefix("#EXTM3U\n"))
    #expect(text.hasSuffix("#EXT-X-DISCONTINUITY-SEQUENCE:0\n#EXT-X-ENDLIST\n"))
  }

  @Test("A listed length never rounds up, so that it never exceeds the target")
  func rounding() {
    let shape = SegmentShape(first: [], regular: 180_000, target: 2)
    let longest = ListedSegment(sequence: 0, start: Self.start, duration: shape.longest)
    let text = MediaPlaylist(target: 2, segments: [longest]).text
    #expect(text.contains("#EXTINF:2.49998,"))
  }

  @Test(
    "Dates are those of the calendar",
    arguments: [
      (0, "1970-01-01T00:00:00.000Z"), (951_782_399_999, "2000-02-28T23:59:59.999Z"),
      (951_868_799_001, "2000-02-29T23:59:59.001Z"),
      (1_709_251_200_000, "2024-03-01T00:00:00.000Z"),
      (4_107_542_399_000, "2100-02-28T23:59:59.000Z"),
      (1_798_761_599_500, "2026-12-31T23:59:59.500Z"),
      (-1, "1969-12-31T23:59:59.999Z"),
    ])
  func dates(milliseconds: Int64, text: String) {
    let segment = ListedSegment(
      sequence: 0, start: StreamTime(milliseconds: milliseconds), duration: 1)
    let playlist = MediaPlaylist(target: 1, segments: [segment]).text
    #expect(playlist.contains("#EXT-X-PROGRAM-DATE-TIME:\(text)\n"))
  }

  @Test("A multivariant playlist names codecs, size and rate")
  func multivariant() {
    let variant = MultivariantPlaylist.Variant(
      bandwidth: 4_200_000, averageBandwidth: 3_100_000,
      codecs: ["avc1.64001f", "mp4a.40.2"],
      picture: .init(width: 1280, height: 720, frameRate: 30_000.0 / 1001),
      address: "../../live/7/abc/index.m3u8")
    var playlist = MultivariantPlaylist(variants: [variant], isIndependent: true)
    let expected = """
      #EXTM3U
      #EXT-X-VERSION:3
      #EXT-X-INDEPENDENT-SEGMENTS
      #EXT-X-STREAM-INF:BANDWIDTH=4200000,AVERAGE-BANDWIDTH=3100000,\
      CODECS="avc1.64001f,mp4a.40.2",RESOLUTION=1280x720,FRAME-RATE=29.970,CLOSED-CAPTIONS=NONE
      ../../live/7/abc/index.m3u8

      """
    #expect(playlist.text == expected)
    playlist.isIndependent = false
    playlist.variants[0].averageBandwidth = nil
    playlist.variants[0].picture?.frameRate = .infinity
    #expect(!playlist.text.contains("INDEPENDENT"))
    #expect(playlist.text.contains("BANDWIDTH=4200000,CODECS"))
    #expect(playlist.text.contains("FRAME-RATE=0.000"))
    playlist.variants[0].codecs = ["opus"]
    playlist.variants[0].picture = nil
    #expect(playlist.text.contains("CODECS=\"opus\",CLOSED-CAPTIONS=NONE"))
  }

  @Test("A multivariant playlist names what can be chosen, each by a name of its own")
  func choices() {
    let shape = MultivariantPlaylist.Shape(width: 640, height: 360, frameRate: 25)
    var playlist = MultivariantPlaylist(
      variants: ["index", "v1"].map {
        .init(bandwidth: 9, codecs: ["hvc1", "ac-3"], picture: shape, address: "\($0).m3u8")
      }, isIndependent: false)
    playlist.sounds = ["Main", "A \"B\"", "Main"].map { .init(name: $0) }
    (playlist.sounds[0].isDefault, playlist.sounds[0].channels) = (true, 6)
    (playlist.sounds[1].language, playlist.sounds[1].address) = ("de", "a1.m3u8")
    playlist.subtitles = [.init(name: "Deutsch", language: "de")]
    playlist.subtitles[0].isForced = true
    playlist.subtitles[0].address = "s1.m3u8"
    let expected = """
      #EXTM3U
      #EXT-X-VERSION:4
      #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="Main",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="6"
      #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="A 'B'",LANGUAGE="de",DEFAULT=NO,\
      AUTOSELECT=YES,URI="a1.m3u8"
      #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="Main 3",DEFAULT=NO,AUTOSELECT=YES
      #EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="subtitles",NAME="Deutsch",LANGUAGE="de",DEFAULT=NO,\
      AUTOSELECT=YES,FORCED=YES,URI="s1.m3u8"
      #EXT-X-STREAM-INF:BANDWIDTH=9,CODECS="hvc1,ac-3",RESOLUTION=640x360,FRAME-RATE=25.000,\
      AUDIO="sound",SUBTITLES="subtitles",CLOSED-CAPTIONS=NONE
      index.m3u8
      #EXT-X-STREAM-INF:BANDWIDTH=9,CODECS="hvc1,ac-3",RESOLUTION=640x360,FRAME-RATE=25.000,\
      AUDIO="sound",SUBTITLES="subtitles",CLOSED-CAPTIONS=NONE
      v1.m3u8

      """
    #expect(playlist.text == expected)
  }

  @Test("A playlist of fragments names each head where it begins, and what is missing")
  func fragments() {
    func segment(_ sequence: Int64, head: String?, jump: Bool = false) -> ListedSegment {
      var segment = ListedSegment(
        sequence: sequence, start: StreamTime(ticks: sequence * 180_000), duration: 180_000,
        isDiscontinuous: jump, discontinuities: jump || sequence > 2 ? 1 : 0)
      segment.heads = head.map { ["v1": $0, SegmentUnits.main: "init-main-0.mp4"] } ?? [:]
      segment.parts = head == nil ? [] : ["m4s", "v1.m4s"]
      return segment
    }
    let segments = [
      segment(0, head: nil), segment(1, head: "a.mp4"), segment(2, head: "a.mp4", jump: true),
      segment(3, head: "b.mp4"),
    ]
    let lines = MediaPlaylist(target: 2, segments: segments, suffix: "v1.m4s").text
      .split(separator: "\n").filter { !$0.hasPrefix("#EXT-X-PROGRAM") }
    #expect(
      lines == [
        "#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-TARGETDURATION:2", "#EXT-X-MEDIA-SEQUENCE:0",
        "#EXT-X-DISCONTINUITY-SEQUENCE:0", "#EXT-X-GAP", "#EXTINF:2.00000,", "0.v1.m4s",
        "#EXT-X-MAP:URI=\"a.mp4\"", "#EXTINF:2.00000,", "1.v1.m4s", "#EXT-X-DISCONTINUITY",
        "#EXTINF:2.00000,", "2.v1.m4s", "#EXT-X-MAP:URI=\"b.mp4\"", "#EXTINF:2.00000,",
        "3.v1.m4s",
      ])
    let words = MediaPlaylist(target: 2, segments: segments, suffix: "s1.vtt").text
    #expect(words.contains("#EXT-X-VERSION:3\n"))
    #expect(!words.contains("#EXT-X-MAP"))
    #expect(words.contains("\n3.s1.vtt\n"))
  }
}
