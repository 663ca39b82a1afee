import Foundation
import Playout
import Testing

@Suite("What a profile may hold")
struct ProfileFaultTests {
  @Test("those that come with the program can be used", arguments: TranscodeProfile.builtIn)
  func builtIn(profile: TranscodeProfile) {
    #expect(profile.faults() == [])
  }

  private static let wrong: [(field: String, change: @Sendable (inout TranscodeProfile) -> Void)] =
    [
      ("width", { $0.width = 126 }), ("width", { $0.width = 3842 }), ("width", { $0.width = 1281 }),
      ("height", { $0.height = 0 }), ("height", { $0.height = -720 }),
      ("height", { $0.height = 721 }), ("frameRate", { $0.frameRate = 14 }),
      ("frameRate", { $0.frameRate = 61 }), ("videoBitrate", { $0.videoBitrate = 99_999 }),
      ("videoBitrate", { $0.videoBitrate = .max }), ("videoBuffer", { $0.videoBuffer = 1 }),
      ("videoBuffer", { $0.videoBuffer = 30_000_001 }), ("preset", { $0.preset = "placebo -y /x" }),
      ("bFrames", { $0.bFrames = 5 }), ("bFrames", { $0.bFrames = -1 }),
      ("bFrames", { $0.coding = .baseline }), ("keyFrameSeconds", { $0.keyFrameSeconds = 0 }),
      ("keyFrameSeconds", { $0.keyFrameSeconds = 6 }),
      ("audioBitrate", { $0.audioBitrate = 31_999 }),
      ("audioBitrate", { $0.audioBitrate = 640_001 }), ("audioChannels", { $0.audioChannels = 1 }),
      ("loudness", { $0.loudness = -9 }),
      ("loudness", { $0.loudness = 23 }), ("threads", { $0.threads = 0 }),
      ("threads", { $0.threads = 33 }), ("bitDepth", { $0.bitDepth = 10 }),
      ("bitDepth", { $0.bitDepth = 9 }),
      (
        "bitDepth",
        {
          $0.bitDepth = 10
          $0.videoCodec = .mpeg2
        }
      ), ("videoCodec", { $0.videoCodec = .av1 }),
      (
        "frameRate",
        {
          $0.videoCodec = .mpeg2
          $0.frameRate = 48
        }
      ),
      (
        "frameRate",
        {
          $0.videoCodec = .mpeg2
          ($0.width, $0.height, $0.frameRate) = (1920, 1080, 60)
        }
      ),
      (
        "width",
        {
          $0.videoCodec = .mpeg2
          $0.width = 2560
        }
      ),
      (
        "height",
        {
          $0.videoCodec = .mpeg2
          $0.height = 1440
        }
      ),
      (
        "videoBitrate",
        {
          $0.videoCodec = .mpeg2
          $0.videoBitrate = 54_000_000
        }
      ),
      (
        "audioBitrate",
        {
          $0.audioCodec = .ac3
          $0.audioBitrate = 130_000
        }
      ),
      (
        "audioBitrate",
        {
          $0.audioCodec = .eac3
          $0.audioChannels = 6
        }
      ),
      (
        "audioBitrate",
        {
          $0.audioCodec = .mp3
          $0.audioBitrate = 384_000
        }
      ),
      (
        "audioChannels",
        {
          $0.audioCodec = .mp3
          $0.audioChannels = 6
        }
      ),
      (
        "audioBitrate",
        {
          $0.audioCodec = .opus
          $0.audioBitrate = 600_000
        }
      ),
      (
        "audioCodec",
        {
          $0.audioCodec = .pcm
          $0.segments = .fragmented
        }
      ),
    ]

  @Test("a ladder goes down in the profile's shape, and says what does not fit")
  func ladder() {
    let cases: [([LadderRung], String)] = [
      (Self.rungs((1280, 720, 1_000_000)), "smaller than"),
      (Self.rungs((640, 360, 900_000), (854, 480, 800_000)), "smaller than"),
      (Self.rungs((640, 480, 800_000)), "a height of 360"),
      (Self.rungs((853, 480, 800_000)), "must be even"), (Self.rungs((64, 36, 100_000)), "128"),
      (Self.rungs((640, 360, 3_000_000)), "bit rate"), (Self.rungs((640, 360, 1)), "bit rate"),
      ([LadderRung](repeating: Self.rungs((640, 360, 1))[0], count: 5), "4 pictures at most"),
    ]
    for (rungs, words) in cases {
      var profile = TranscodeProfile.builtIn[0]
      profile.ladder = rungs
      #expect(profile.faults().map(\.field) == ["ladder"])
      #expect(profile.faults().first?.detail.contains(words) == true, "\(profile.faults())")
    }
    var old = TranscodeProfile.builtIn[0]
    (old.videoCodec, old.segments) = (.mpeg2, .fragmented)
    #expect(old.faults().map(\.field) == ["segments"])
  }

  private static func rungs(_ rungs: (Int, Int, Int)...) -> [LadderRung] {
    rungs.map { LadderRung(width: $0.0, height: $0.1, videoBitrate: $0.2) }
  }

  @Test("what a codec allows has no fault, and sound only none of the picture's codec")
  func allowed() {
    let changes: [@Sendable (inout TranscodeProfile) -> Void] = [
      {
        ($0.videoCodec, $0.bitDepth) = (.hevc, 10)
        $0.coding = .baseline
      },
      { ($0.videoCodec, $0.bitDepth, $0.segments) = (.av1, 10, .fragmented) },
      { ($0.videoCodec, $0.width, $0.height, $0.frameRate) = (.mpeg2, 1920, 1080, 30) },
      { ($0.audioCodec, $0.audioChannels, $0.audioBitrate) = (.ac3, 6, 384_000) },
      { ($0.audioCodec, $0.audioChannels, $0.audioBitrate) = (.opus, 6, 600_000) },
      { ($0.audioCodec, $0.audioChannels) = (.pcm, 6) },
      { ($0.hasPicture, $0.videoCodec, $0.frameRate) = (false, .mpeg2, 15) },
      { $0.ladder = Self.rungs((854, 480, 1_400_000), (640, 360, 800_000)) },
      { ($0.hasPicture, $0.ladder) = (false, Self.rungs((2, 2, 2))) },
    ]
    for change in changes {
      var profile = TranscodeProfile.builtIn[0]
      change(&profile)
      #expect(profile.faults() == [])
    }
  }

  @Test("each value out of bounds is named with what it may be", arguments: wrong.indices)
  func outOfBounds(index: Int) throws {
    var profile = TranscodeProfile.builtIn[0]
    Self.wrong[index].change(&profile)
    let fault = try #require(profile.faults().first)
    #expect(fault.field == Self.wrong[index].field)
    #expect(fault.detail.hasPrefix("The ") && fault.detail.hasSuffix("."))
  }

  @Test("one that an earlier version wrote is read as it was meant")
  func earlier() throws {
    let json = """
      {"name":"720p","width":1280,"height":720,"frameRate":30,"videoBitrate":3000000,
      "preset":"veryfast","audioBitrate":160000,"allowsCopy":true}
      """
    let read = try JSONDecoder().decode(TranscodeProfile.self, from: Data(json.utf8))
    #expect(read == TranscodeProfile.builtIn[0])
    for profile in TranscodeProfile.builtIn {
      let again = try JSONDecoder().decode(
        TranscodeProfile.self, from: JSONEncoder().encode(profile))
      #expect(again == profile)
    }
  }
}
