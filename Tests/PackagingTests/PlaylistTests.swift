import Packaging
import Testing

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
    var playlist = MultivariantPlaylist(
      bandwidth: 4_200_000, averageBandwidth: 3_100_000,
      codecs: ["avc1.64001f", "mp4a.40.2"],
      picture: .init(width: 1280, height: 720, frameRate: 30_000.0 / 1001),
      address: "../../live/7/abc/index.m3u8", isIndependent: true)
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
    playlist.averageBandwidth = nil
    playlist.picture?.frameRate = .infinity
    #expect(!playlist.text.contains("INDEPENDENT"))
    #expect(playlist.text.contains("BANDWIDTH=4200000,CODECS"))
    #expect(playlist.text.contains("FRAME-RATE=0.000"))
    playlist.codecs = ["opus"]
    playlist.picture = nil
    #expect(playlist.text.contains("CODECS=\"opus\",CLOSED-CAPTIONS=NONE"))
  }
}
