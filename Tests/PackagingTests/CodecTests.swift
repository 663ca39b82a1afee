import Packaging
import TestSupport
import Testing

extension PackagingTests {
  @Suite("Codecs, tracks and sizes")
  struct CodecTests {
    /// A run of a second, or a little more, as ffmpeg makes it.
    private func run(
      _ video: String, _ audio: String, seconds: Double = 1, soundFrom: Double = 0,
      channels: Int = 2
    ) throws -> [UInt8] {
      try Clips.made(
        inputs: [
          "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=\(seconds)", "-itsoffset", "\(soundFrom)",
          "-f", "lavfi", "-i", "sine=f=440:r=48000:d=\(seconds - soundFrom)",
        ],
        Self.pictures[video] ?? [], Self.sounds[audio, default: []] + ["-ac", "\(channels)"])
    }

    private static let pictures = [
      "h264": ["-c:v", "libx264", "-preset", "ultrafast", "-g", "25", "-pix_fmt", "yuv420p"],
      "hevc": [
        "-c:v", "libx265", "-preset", "ultrafast", "-x265-params",
        "keyint=25:open-gop=0:bframes=2:repeat-headers=1:log-level=none", "-pix_fmt", "yuv420p",
      ],
      "mpeg2": [
        "-c:v", "mpeg2video", "-g", "25", "-bf", "2", "-flags", "+cgop", "-sc_threshold",
        "1000000000", "-b:v", "2M", "-pix_fmt", "yuv420p",
      ],
    ]
    private static let sounds = [
      "aac": ["-c:a", "aac"], "ac3": ["-c:a", "ac3"], "eac3": ["-c:a", "eac3"],
      "mp3": ["-c:a", "libmp3lame"], "opus": ["-c:a", "libopus"],
      "s302m": [
        "-af", "asetnsamples=n=960", "-c:a", "s302m", "-strict", "experimental", "-sample_fmt",
        "s16",
      ],
    ]

    @Test(
      "Items in any codec become one stream that decodes, with sound in an even row",
      arguments: zip(
        ["h264", "hevc", "mpeg2", "h264", "h264", "h264"],
        ["ac3", "eac3", "mp3", "opus", "aac", "s302m"]))
    func codecs(video: String, audio: String) throws {
      let surround = audio == "mp3" ? 2 : 6
      for channels in Set([2, surround]) {
        var channel = Channel()
        var next = channel.play(
          try run(video, audio, channels: channels), .at(evening)
        ).next
        // Its sound begins late: what is missing is filled up with silence of the same kind.
        let end = channel.play(
          try run(video, audio, seconds: 1.6, soundFrom: 0.5, channels: channels), .at(next))
        next = end.next
        channel.end()
        let checker = TransportStreamChecker(channel.bytes)
        #expect(checker.complaints == [])
        #expect(checker.video?.largestStep ?? .max <= 3600)
        let sound = try #require(checker.audio)
        let frame: Int64 = ["aac": 1920, "mp3": 2160, "opus": 1800, "s302m": 1800][audio] ?? 2880
        #expect(sound.smallestStep == frame)
        #expect(sound.largestStep == frame)
        #expect(end.silentFrames >= 8)
        #expect(end.foreignSounds == 0)
        #expect(next - evening == 234_000)
        let found = try Clips.streams(of: channel.bytes)
        #expect(
          found == [
            video == "mpeg2" ? "mpeg2video" : video, "\(audio) \(channels)",
          ])
        #expect(try Clips.complaints(decoding: channel.bytes) == "")
      }
    }

    @Test("PCM goes through joins and holes to the bit, with 16 bits and with 24")
    func pcm() throws {
      var channel = Channel()
      var next = channel.play(try run("h264", "s302m"), .at(evening)).next
      next = channel.play(try run("h264", "s302m", seconds: 1.6, soundFrom: 0.6), .at(next)).next
      let deep = try Clips.made(
        inputs: [
          "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=1", "-f", "lavfi", "-i",
          "sine=f=440:r=48000:d=1",
        ], Self.pictures["h264"] ?? [],
        ["-af", "asetnsamples=n=1602", "-c:a", "s302m", "-strict", "experimental"]
          + ["-sample_fmt", "s32", "-bits_per_raw_sample", "24", "-ac", "2"])
      let end = channel.play(deep, .at(next))
      channel.end()
      #expect(TransportStreamChecker(channel.bytes).complaints == [])
      #expect(try Clips.complaints(decoding: channel.bytes) == "")
      #expect(end.next - next == 90_000 && end.silentFrames == 0 && end.foreignSounds == 0)
      let second = try Clips.samples(lavfi: "sine=f=440:r=48000:d=1")
      let heard = try Clips.samples(of: channel.bytes)
      // Samples in a row: 96,000 a second. ffmpeg rounds what becomes 24 bits another way.
      #expect(Self.faults(heard, from: 0, second) == 0, "the first item")
      #expect(heard[96_000..<153_600].count { $0 != 0 } == 0, "the hole, as silence")
      #expect(Self.faults(heard, from: 153_600, second) == 0, "what comes after it")
      #expect(Self.faults(heard, from: 249_600, second, tolerance: 1) == 0, "24 bits")
    }

    /// How many of the wanted samples are others from a place on.
    private static func faults(
      _ heard: [Int16], from place: Int, _ wanted: [Int16], tolerance: Int = 0
    ) -> Int {
      let found = heard.dropFirst(place).prefix(wanted.count)
      return wanted.count - found.count
        + zip(found, wanted).count { abs(Int($0) - Int($1)) > tolerance }
    }

    @Test("Another codec is a new version of the map, and players are told")
    func change() throws {
      var channel = Channel()
      let next = channel.play(try run("h264", "aac"), .at(evening)).next
      channel.play(try run("hevc", "ac3"), .at(next))
      channel.end()
      let checker = TransportStreamChecker(channel.bytes)
      #expect(checker.mapVersions == [0, 1])
      #expect(channel.segments.map(\.isDiscontinuous) == [false, true])
      #expect(channel.stream.state.layout.video == .hevc)
    }

    @Test(
      "Several tracks of sound are in the stream and by themselves; one that is missing brings the main one"
    )
    func tracks() throws {
      let tones = [
        "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=1", "-f", "lavfi", "-i",
        "sine=f=440:r=48000:d=1", "-f", "lavfi", "-i", "sine=f=880:r=48000:d=1",
      ]
      let two = try Clips.made(
        inputs: tones,
        ["-map", "0:v", "-map", "1:a", "-map", "2:a"] + (Self.pictures["h264"] ?? []),
        ["-c:a", "aac", "-ac", "2", "-streamid", "1:384", "-streamid", "2:385"])
      let one = try run("h264", "aac")
      var channel = Channel(sounds: ["eng", "ger"])
      let next = channel.play(two, .at(evening)).next
      channel.play(one, .at(next))
      channel.end()
      let checker = TransportStreamChecker(channel.bytes)
      #expect(checker.complaints == [])
      let found = try Clips.streams(of: channel.bytes)
      #expect(found == ["h264", "aac 2 eng", "aac 2 ger"])
      for track in [0x101, 0x102] {
        #expect(checker.tracks[track]?.largestStep == 1920)
        #expect(checker.tracks[track]?.smallestStep == 1920)
      }
      #expect(channel.segments.allSatisfy { $0.parts.map(\.suffix) == ["a1.ts"] })
      let alone = channel.segments.flatMap { $0.parts[0].bytes }
      let second = TransportStreamChecker(alone)
      #expect(second.complaints == [])
      #expect(second.tracks.count == 1)
      #expect(second.audio?.displayTimes == checker.tracks[0x102]?.displayTimes)
      // Crossings of zero tell the tones: the second track is 880 Hz, then the main one's 440 Hz.
      #expect(try Clips.tones(of: alone) == [880, 440])
      #expect(try Clips.tones(of: channel.bytes) == [440, 440])
    }

    @Test("A smaller picture is cut where the main one is, whatever its own groups are")
    func sizes() throws {
      let both = { (seconds: Double) in
        try Clips.made(
          inputs: [
            "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=\(seconds)", "-f", "lavfi", "-i",
            "sine=f=440:r=48000:d=\(seconds)",
          ],
          [
            "-filter_complex", "[0:v]split[a][b];[b]scale=160:90[c]", "-map", "[a]", "-map", "[c]",
            "-map", "1:a", "-c:v", "libx264", "-preset", "medium", "-force_key_frames",
            "expr:gte(t,n_forced*1)", "-g", "250", "-bf:v:0", "3", "-bf:v:1", "0", "-pix_fmt",
            "yuv420p",
          ], ["-c:a", "aac", "-ac", "2"])
      }
      var channel = Channel(pictures: 1, regular: 1)
      var next = channel.play(try both(2), .at(evening)).next
      // A run without the smaller picture brings the main one.
      next = channel.play(try run("h264", "aac"), .at(next)).next
      next = channel.play(try both(1), .at(next)).next
      // The clock jumps, and the stream goes on after a restart.
      let kept = channel.stream.state
      let whole = channel.segments
      channel = Channel(resuming: kept, pictures: 1, regular: 1)
      channel.segments = whole
      channel.play(try both(1), .at(next + 450_000))
      channel.end()

      let small = channel.segments.flatMap { $0.parts[0].bytes }
      #expect(channel.segments.allSatisfy { $0.parts.map(\.suffix) == ["v1.ts"] })
      #expect(channel.segments.map(\.sequence) == Array(0..<Int64(channel.segments.count)))
      for (segment, part) in channel.segments.map({ ($0, $0.parts[0].bytes) }) {
        let main = TransportStreamChecker(segment.bytes)
        let other = TransportStreamChecker(part)
        #expect(main.video?.first == other.video?.first)
        #expect(main.video?.units == other.video?.units)
        #expect(main.audio?.first == other.audio?.first)
        #expect(main.audio?.last == other.audio?.last)
        #expect(main.audio?.units == other.audio?.units)
        #expect(main.discontinuities == other.discontinuities)
      }
      #expect(TransportStreamChecker(channel.bytes).complaints == [])
      #expect(TransportStreamChecker(small).complaints == [])
      let sizes = try Clips.sizes(of: small)
      #expect(sizes == ["160x90", "320x180", "160x90"])
    }

    @Test("A radio has sound and its clock, and no pictures")
    func radio() throws {
      var channel = Channel(omitsPictures: true)
      let next = channel.play(try run("h264", "mp3"), .at(evening)).next
      channel.play(try run("h264", "mp3"), .at(next))
      channel.end()
      let checker = TransportStreamChecker(channel.bytes)
      #expect(checker.complaints == [])
      #expect(checker.video == nil)
      #expect(checker.clockStreams == [0x101])
      #expect(try Clips.streams(of: channel.bytes) == ["mp3 2"])
      #expect(try Clips.complaints(decoding: channel.bytes) == "")
      #expect(channel.segments.map(\.duration).reduce(0, +) == 180_000)
    }
  }
}
