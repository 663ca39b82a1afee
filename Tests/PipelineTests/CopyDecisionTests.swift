import Library
import Pipeline
import Playout
import Testing

@Suite("The copy decision")
struct CopyDecisionTests {
  private let profile = TranscodeProfile.builtIn[0]

  @Test("an item in the profile's shape is copied")
  func fits() {
    let decision = copyDecision(for: .fitting, profile: profile, targetDuration: 3)
    #expect(decision == CopyDecision(video: .copy, audio: .copy))
  }

  @Test("a profile that encodes says so and nothing else")
  func profileEncodes() {
    let decision = copyDecision(
      for: .fitting, profile: TranscodeProfile.builtIn[3], targetDuration: 3)
    #expect(
      decision == CopyDecision(video: .encode, audio: .encode, blockers: [.profileEncodes]))
  }

  @Test("each thing that keeps a picture from being copied is named", arguments: pictureCases)
  func pictureBlockers(blocker: CopyBlocker, change: PictureChange) {
    var probe = MediaProbe.fitting
    change.apply(&probe)
    let decision = copyDecision(for: probe, profile: profile, targetDuration: 3)
    #expect(decision == CopyDecision(video: .encode, audio: .copy, blockers: [blocker]))
    #expect(!blocker.description.isEmpty)
  }

  @Test("an item in the profile's codecs is copied, whatever these are", arguments: otherCases)
  func otherCodecs(case other: OtherCase) {
    var profile = profile
    other.profile(&profile)
    var probe = MediaProbe.fitting
    other.probe(&probe)
    let decision = copyDecision(for: probe, profile: profile, targetDuration: 3)
    #expect(decision == other.decision)
    #expect(decision.blockers.allSatisfy { !$0.description.isEmpty && !$0.word.isEmpty })
  }

  @Test("each thing that keeps sound from being copied is named", arguments: soundCases)
  func soundBlockers(blocker: CopyBlocker, change: SoundChange) {
    var probe = MediaProbe.fitting
    change.apply(&probe.audio[0])
    let decision = copyDecision(for: probe, profile: profile, targetDuration: 3)
    #expect(decision == CopyDecision(video: .copy, audio: .encode, blockers: [blocker]))
    #expect(!blocker.description.isEmpty)
  }

  @Test("without picture or sound there is black or silence")
  func missingStreams() {
    var mute = MediaProbe.fitting
    mute.audio = []
    #expect(copyDecision(for: mute, profile: profile, targetDuration: 3).audio == .silence)
    var dark = MediaProbe.fitting
    dark.video = nil
    #expect(copyDecision(for: dark, profile: profile, targetDuration: 3).video == .black)
  }

  @Test("all blockers are told, not only the first")
  func severalBlockers() {
    var probe = MediaProbe.fitting
    probe.video?.width = 3840
    probe.video?.height = 2160
    probe.video?.pixelFormat = "yuv420p10le"
    let decision = copyDecision(for: probe, profile: profile, targetDuration: 3)
    #expect(
      decision.blockers == [
        .pixelFormat("yuv420p10le", wanted: "yuv420p"), .size(width: 3840, height: 2160),
      ])
  }

  @Test("the track marked as default is the one that counts")
  func defaultTrack() {
    var probe = MediaProbe.fitting
    probe.audio.insert(
      AudioStream(index: 2, codec: "ac3", channels: 6, sampleRate: 48000), at: 0)
    #expect(copyDecision(for: probe, profile: profile, targetDuration: 3).audio == .copy)
    #expect(probe.preferredAudio?.index == 1)
  }

  @Test(
    "segments are as long as the longest group of pictures that may be copied",
    arguments: [([Int64](), 3), ([900], 3), ([2000], 3), ([2100, 5000], 6), ([10_400], 11)])
  func target(gaps: [Int64], seconds: Int) {
    let probes = gaps.map { gap in
      var probe = MediaProbe.fitting
      probe.video?.longestKeyFrameGap = .milliseconds(gap)
      return probe
    }
    #expect(segmentTarget(for: probes, profile: profile) == seconds)
    for probe in probes {
      let decision = copyDecision(for: probe, profile: profile, targetDuration: seconds)
      #expect(decision.video == .copy)
    }
  }

  @Test("groups of pictures over ten seconds are encoded and do not count")
  func longGroups() {
    var probe = MediaProbe.fitting
    probe.video?.longestKeyFrameGap = .seconds(20)
    #expect(segmentTarget(for: [probe], profile: profile) == 3)
    #expect(segmentTarget(for: [probe, .fitting], profile: profile) == 3)
    #expect(segmentTarget(for: [.fitting], profile: TranscodeProfile.builtIn[3]) == 3)
  }
}

struct PictureChange: Sendable {
  var apply: @Sendable (inout MediaProbe) -> Void
}

struct SoundChange: Sendable {
  var apply: @Sendable (inout AudioStream) -> Void
}

private let h264Profiles = [
  "Constrained Baseline", "Baseline", "Main", "High", "Constrained High",
]

private let pictureCases: [(CopyBlocker, PictureChange)] = [
  (.container("avi"), PictureChange { $0.container = "avi" }),
  (.videoCodec("hevc", wanted: .h264), PictureChange { $0.video?.codec = "hevc" }),
  (.videoProfile("High 10", wanted: h264Profiles), PictureChange { $0.video?.profile = "High 10" }),
  (.videoProfile("unknown", wanted: h264Profiles), PictureChange { $0.video?.profile = nil }),
  (.pixelFormat("yuv444p", wanted: "yuv420p"), PictureChange { $0.video?.pixelFormat = "yuv444p" }),
  (.interlaced("tt"), PictureChange { $0.video?.fieldOrder = "tt" }),
  (.rotated(90), PictureChange { $0.video?.rotation = 90 }),
  (.size(width: 1920, height: 360), PictureChange { $0.video?.width = 1920 }),
  (.size(width: 640, height: 361), PictureChange { $0.video?.height = 361 }),
  (.size(width: 0, height: 360), PictureChange { $0.video?.width = 0 }),
  (
    .pixelShape(Ratio(32, 27)),
    PictureChange { $0.video?.sampleAspectRatio = Ratio(32, 27) }
  ),
  (.frameRate(nil), PictureChange { $0.video?.frameRate = nil }),
  (.frameRate(nil), PictureChange { $0.video?.isUneven = true }),
  (.frameRate(60), PictureChange { $0.video?.frameRate = Ratio(60) }),
  (.frameRate(1), PictureChange { $0.video?.frameRate = Ratio(1) }),
  (.bitrate(4_600_000), PictureChange { $0.video?.bitrate = 4_600_000 }),
  (.bitrate(9_000_000), PictureChange { $0.bitrate = 9_000_000 }),
  (.keyFrameGapUnknown, PictureChange { $0.video?.longestKeyFrameGap = nil }),
  (
    .keyFrameGap(.milliseconds(2500)),
    PictureChange { $0.video?.longestKeyFrameGap = .milliseconds(2500) }
  ),
  (.lateStart(.seconds(3)), PictureChange { $0.video?.startTime = .seconds(3) }),
]

private let soundCases: [(CopyBlocker, SoundChange)] = [
  (.audioCodec("ac3", wanted: .aac), SoundChange { $0.codec = "ac3" }),
  (.audioProfile("HE-AAC"), SoundChange { $0.profile = "HE-AAC" }),
  (.audioProfile("unknown"), SoundChange { $0.profile = nil }),
  (.audioChannels(6), SoundChange { $0.channels = 6 }),
  (.audioRate(44100), SoundChange { $0.sampleRate = 44100 }),
]

/// A profile of other codecs, a file, and what becomes of it.
struct OtherCase: Sendable, CustomTestStringConvertible {
  var name: String
  var profile: @Sendable (inout TranscodeProfile) -> Void
  var probe: @Sendable (inout MediaProbe) -> Void
  var video = PictureSource.copy
  var audio = SoundSource.copy
  var blockers: [CopyBlocker] = []

  var testDescription: String { name }
  var decision: CopyDecision { CopyDecision(video: video, audio: audio, blockers: blockers) }
}

private let hevc: @Sendable (inout MediaProbe) -> Void = { probe in
  probe.video?.codec = "hevc"
  probe.video?.profile = "Main"
  probe.video?.fieldOrder = nil
}

private let deepHEVC: @Sendable (inout MediaProbe) -> Void = { probe in
  hevc(&probe)
  probe.video?.profile = "Main 10"
  probe.video?.pixelFormat = "yuv420p10le"
}

private func sounds(_ codec: AudioCodec) -> @Sendable (inout MediaProbe) -> Void {
  { probe in
    probe.audio[0].codec = codec.probeName
    probe.audio[0].profile = nil
  }
}

private let otherCases: [OtherCase] = [
  OtherCase(name: "HEVC", profile: { $0.videoCodec = .hevc }, probe: hevc),
  OtherCase(
    name: "HEVC of fields", profile: { $0.videoCodec = .hevc },
    probe: { probe in
      hevc(&probe)
      probe.video?.fieldOrder = "tt"
    }, video: .encode, blockers: [.interlaced("tt")]),
  OtherCase(
    name: "HEVC, 10 bit",
    profile: { ($0.videoCodec, $0.bitDepth) = (.hevc, 10) }, probe: deepHEVC),
  OtherCase(
    name: "HEVC of 8 bit in a profile of 10",
    profile: { ($0.videoCodec, $0.bitDepth) = (.hevc, 10) }, probe: hevc, video: .encode,
    blockers: [
      .videoProfile("Main", wanted: ["Main 10"]), .pixelFormat("yuv420p", wanted: "yuv420p10le"),
    ]),
  OtherCase(
    name: "HDR", profile: { ($0.videoCodec, $0.bitDepth) = (.hevc, 10) },
    probe: { probe in
      deepHEVC(&probe)
      probe.video?.colorTransfer = "smpte2084"
    }, video: .encode, blockers: [.dynamicRange(.pq)]),
  OtherCase(
    name: "HDR that is to stay",
    profile: {
      ($0.videoCodec, $0.bitDepth) = (.hevc, 10)
      $0.mapsTones = false
    },
    probe: { probe in
      deepHEVC(&probe)
      probe.video?.colorTransfer = "smpte2084"
    }),
  OtherCase(
    name: "H.264 in a profile of HEVC", profile: { $0.videoCodec = .hevc }, probe: { _ in },
    video: .encode, blockers: [.videoCodec("h264", wanted: .hevc)]),
  OtherCase(
    name: "MPEG-2", profile: { $0.videoCodec = .mpeg2 },
    probe: { probe in
      probe.video?.codec = "mpeg2video"
      probe.video?.profile = "Main"
    }),
  OtherCase(
    name: "MPEG-2 of 4:2:2", profile: { $0.videoCodec = .mpeg2 },
    probe: { probe in
      probe.video?.codec = "mpeg2video"
      probe.video?.profile = "4:2:2"
      probe.video?.pixelFormat = "yuv422p"
    }, video: .encode,
    blockers: [
      .videoProfile("4:2:2", wanted: ["Simple", "Main"]),
      .pixelFormat("yuv422p", wanted: "yuv420p"),
    ]),
  OtherCase(
    name: "AV1", profile: { $0.videoCodec = .av1 },
    probe: { probe in
      probe.video?.codec = "av1"
      probe.video?.profile = "Main"
    }, video: .encode, blockers: [.joinless(.av1)]),
  OtherCase(name: "AC-3", profile: { $0.audioCodec = .ac3 }, probe: sounds(.ac3)),
  OtherCase(name: "E-AC-3", profile: { $0.audioCodec = .eac3 }, probe: sounds(.eac3)),
  OtherCase(name: "MP3", profile: { $0.audioCodec = .mp3 }, probe: sounds(.mp3)),
  OtherCase(name: "Opus", profile: { $0.audioCodec = .opus }, probe: sounds(.opus)),
  OtherCase(name: "PCM of SMPTE 302M", profile: { $0.audioCodec = .pcm }, probe: sounds(.pcm)),
  OtherCase(
    name: "other PCM", profile: { $0.audioCodec = .pcm },
    probe: { $0.audio[0].codec = "pcm_s16le" }, audio: .encode,
    blockers: [.audioCodec("pcm_s16le", wanted: .pcm)]),
  OtherCase(
    name: "AAC in a profile of AC-3", profile: { $0.audioCodec = .ac3 }, probe: { _ in },
    audio: .encode, blockers: [.audioCodec("aac", wanted: .ac3)]),
  OtherCase(
    name: "AC-3 in 5.1", profile: { $0.audioCodec = .ac3 },
    probe: { probe in
      sounds(.ac3)(&probe)
      probe.audio[0].channels = 6
    }, audio: .encode, blockers: [.audioChannels(6)]),
  OtherCase(
    name: "MP3 of a CD", profile: { $0.audioCodec = .mp3 },
    probe: { probe in
      sounds(.mp3)(&probe)
      probe.audio[0].sampleRate = 44_100
    }, audio: .encode, blockers: [.audioRate(44_100)]),
  OtherCase(
    name: "sound only", profile: { $0.hasPicture = false }, probe: { _ in }, video: .omitted,
    blockers: [.soundOnly]),
]

extension MediaProbe {
  /// A file that fits the 720p profile, with 29.97 frames a second.
  fileprivate static let fitting = MediaProbe(
    container: "mov,mp4,m4a,3gp,3g2,mj2", duration: .minutes(20),
    video: VideoStream(
      index: 0, codec: "h264", profile: "High", level: 31, width: 640, height: 360,
      pixelFormat: "yuv420p", frameRate: Ratio(30000, 1001), sampleAspectRatio: Ratio(1, 1),
      fieldOrder: "progressive", longestKeyFrameGap: .milliseconds(2000)),
    audio: [
      AudioStream(
        index: 1, codec: "aac", profile: "LC", channels: 2, sampleRate: 48000, isDefault: true)
    ])
}
