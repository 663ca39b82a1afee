import Foundation
import Testing

@testable import Packaging

extension PackagingTests {
  /// Fragments of MP4 made of what ffmpeg encodes, read by ffmpeg again.
  @Suite("Fragments of MP4") struct FragmentTests {
    @Test(
      "A fragment plays the pictures that were put in, at their times", arguments: Coded.pictures)
    func pictures(coding: StreamCodec, arguments: [String]) throws {
      let source = try Clips.stream(["-s", "318x178"] + arguments)
      let units = Self.pictures(in: source)
      try #require(units.count == 30)
      let half = try #require(units.indices.dropFirst().first { units[$0].isKey })
      var writer = FragmentWriter()
      var heads: Set<String> = []
      var bytes: [UInt8] = []
      for (index, range) in [0..<half, half..<30].enumerated() {
        let segment = Self.segment(index, Array(units[range]), coding, &writer)
        heads.formUnion(segment.heads.map(\.name))
        if bytes.isEmpty { bytes += try #require(segment.heads.first).bytes }
        bytes += try #require(segment.parts.first { $0.suffix == "m4s" }).bytes
      }
      #expect(heads.count == 1)
      #expect(try Clips.frames(bytes, "mp4") == Clips.frames(source, "ts"))
      let expected = units.map { [$0.displayTime, $0.decodeTime] }
      #expect(try Clips.times(bytes, "mp4", "v") == expected)
    }

    @Test("A fragment plays the sound that was put in, at its times", arguments: Coded.sounds)
    func sounds(coding: StreamCodec, arguments: [String], samples: Int64) throws {
      let source = try Clips.stream(sound: arguments)
      let channels: UInt8 = arguments.contains("6") ? 6 : 2
      var sounds: [SoundFrame] = []
      for unit in Clips.units(of: source) {
        let time = evening.ticks + Int64(sounds.count) * samples * 90_000 / 48_000
        sounds += SoundFrame.frames(in: unit.payload, at: time, coding, channels: channels)
      }
      try #require(sounds.count > 20)
      var units = SegmentUnits(rendition: "a1")
      (units.sound, units.sounds) = (coding, sounds)
      var segment = Segment(
        listed: ListedSegment(sequence: 7, start: evening, duration: 90_000),
        startsWithKeyFrame: true, bytes: [])
      var writer = FragmentWriter()
      writer.add([units], to: &segment)
      #expect(segment.parts.map(\.suffix) == ["a1.m4s"])
      #expect(segment.listed.heads["a1"] == segment.heads.first?.name)
      let bytes = try Self.file(segment)
      #expect(try Clips.frames(bytes, "mp4") == Clips.frames(source, "ts"))
      let expected = sounds.map { [$0.time, $0.time] }
      #expect(try Clips.times(bytes, "mp4", "a") == expected)
    }

    @Test("A fragment plays the AV1 that was put in")
    func openCodec() throws {
      let source = try Clips.stream(
        [
          "-s", "318x178", "-c:v", "libaom-av1", "-cpu-used", "8", "-g", "15", "-usage", "realtime",
        ],
        as: "obu")
      let pictures = Self.temporalUnits(in: source).enumerated().map { index, unit in
        let time = evening.ticks + Int64(index) * 3600
        return Picture(
          displayTime: time + ItemSplice.decodeDelay, decodeTime: time,
          isKey: OpenUnits.units(of: unit).contains { $0.type == 1 }, bytes: unit)
      }
      try #require(pictures.count == 30)
      var writer = FragmentWriter()
      let segment = Self.segment(0, pictures, .av1, &writer)
      let bytes = try Self.file(segment)
      #expect(try Clips.frames(bytes, "mp4") == Clips.frames(source, "obu"))
      let expected = pictures.map { [$0.displayTime, $0.decodeTime] }
      #expect(try Clips.times(bytes, "mp4", "v") == expected)
    }

    @Test("Other parameter sets are another head, the same ones are not")
    func heads() throws {
      let small = Self.pictures(in: try Clips.stream(["-s", "160x90"] + Coded.x264))
      let large = Self.pictures(in: try Clips.stream(["-s", "320x180"] + Coded.x264))
      var writer = FragmentWriter()
      let made = [small, large, small].enumerated().map {
        Self.segment($0, Array($1.prefix(15)), .h264, &writer).heads[0]
      }
      #expect(made[0] == made[2])
      #expect(made[0].name != made[1].name)
      #expect(made[0].name.wholeMatch(of: /init-main-[0-9a-f]{16}\.mp4/) != nil)
      let none = Self.segment(3, Array(large[1..<15]), .h264, &writer)
      #expect(none.heads == [made[0]])
    }

    @Test("Nothing that is no picture or sound makes a fragment fail")
    func rubbish() {
      for coding in StreamCodec.allCases where coding.isPicture {
        for bytes in [
          [], [0], [0, 0, 1], [0, 0, 1, 0x67, 1], [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
        ]
          as [[UInt8]]
        {
          var writer = FragmentWriter()
          let picture = Picture(displayTime: 1, decodeTime: 0, isKey: true, bytes: bytes[...])
          #expect(Self.segment(0, [picture], coding, &writer).parts.isEmpty)
        }
      }
    }

    // MARK: - What is put in

    private static func segment(
      _ sequence: Int, _ pictures: [Picture], _ coding: StreamCodec,
      _ writer: inout FragmentWriter
    ) -> Segment {
      var units = SegmentUnits(rendition: SegmentUnits.main)
      (units.picture, units.pictures) = (coding, pictures)
      var segment = Segment(
        listed: ListedSegment(
          sequence: Int64(sequence),
          start: StreamTime(ticks: pictures.map(\.displayTime).min() ?? 0), duration: 54_000),
        startsWithKeyFrame: true, bytes: [])
      writer.add([units], to: &segment)
      return segment
    }

    /// A segment's fragment behind its head.
    private static func file(_ segment: Segment) throws -> [UInt8] {
      let head = try #require(segment.heads.first)
      let part = try #require(segment.parts.first)
      return head.bytes + part.bytes
    }

    /// The pictures of a transport stream, at the evening.
    private static func pictures(in source: [UInt8]) -> [Picture] {
      Clips.units(of: source).map { unit in
        Picture(
          displayTime: (unit.displayTime ?? 0) + evening.ticks,
          decodeTime: (unit.decodeTime ?? 0) + evening.ticks, isKey: unit.isKey,
          bytes: unit.payload)
      }
    }

    private static func temporalUnits(in bytes: [UInt8]) -> [ArraySlice<UInt8>] {
      let starts = OpenUnits.units(of: bytes[...]).filter { $0.type == 2 }.map(\.bytes.startIndex)
      return zip(starts, starts.dropFirst() + [bytes.count]).map { bytes[$0..<$1] }
    }
  }
}

/// What is encoded for ``PackagingTests/FragmentTests``.
private enum Coded {
  static let x264 = ["-c:v", "libx264", "-preset", "veryfast", "-bf", "2", "-g", "15"]
  private static let x265 = [
    "-c:v", "libx265", "-preset", "ultrafast", "-g", "15", "-x265-params", "log-level=error",
  ]

  static let pictures: [(StreamCodec, [String])] = [
    (.h264, x264), (.h264, x264 + ["-s", "320x180", "-x264-params", "interlaced=1:cqm=jvt"]),
    (.hevc, x265), (.hevc, x265 + ["-pix_fmt", "yuv420p10le"]),
    (.mpeg2, ["-c:v", "mpeg2video", "-bf", "2", "-g", "15"]),
  ]

  static let sounds: [(StreamCodec, [String], Int64)] = [
    (.aac, ["-c:a", "aac"], 1024), (.aac, ["-c:a", "aac", "-ac", "6"], 1024),
    (.ac3, ["-c:a", "ac3", "-ac", "6"], 1536), (.eac3, ["-c:a", "eac3"], 1536),
    (.mp3, ["-c:a", "libmp3lame"], 1152), (.opus, ["-c:a", "libopus"], 960),
  ]
}
