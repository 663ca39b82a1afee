import Library
import Pipeline
import Playout
import Testing

extension TranscodeProfile {
  /// The default profile with changes.
  static func changed(_ change: (inout TranscodeProfile) -> Void) -> TranscodeProfile {
    var profile = builtIn[0]
    change(&profile)
    return profile
  }
}

/// A run whose arguments are kept in a golden file and tried with the real ffmpeg.
struct GoldenRun: Sendable, CustomTestStringConvertible {
  /// The golden file's name.
  var name: String
  var clip: Clip
  /// The media file's name.
  var file: String
  var offset = Span.zero
  var frames = 30
  var profile = TranscodeProfile.builtIn[0]
  var keyFrames = KeyFrameCadence.regular
  /// Which parts must be copied, encoded, black or silent.
  var picture: PictureSource
  var sound: SoundSource

  var testDescription: String { name }

  func request(in folder: String) -> RunRequest {
    var probe = clip.probe
    if case .beside(let name) = probe.artwork { probe.artwork = .beside(path: folder + "/" + name) }
    return RunRequest(
      path: folder + "/" + file, probe: probe, offset: offset, frames: frames,
      decision: copyDecision(for: clip.probe, profile: profile, targetDuration: 3),
      profile: profile, keyFrames: keyFrames)
  }

  static let all = [
    GoldenRun(
      name: "copy", clip: .fitting, file: "It's \"quoted\".mp4", picture: .copy, sound: .copy),
    GoldenRun(
      name: "copy-from-the-middle", clip: .fitting, file: "100%d %03d.mp4",
      offset: .milliseconds(500), picture: .copy, sound: .copy),
    GoldenRun(
      name: "copy-transport-stream", clip: .transportStream, file: "recorded.ts",
      picture: .copy, sound: .copy),
    GoldenRun(
      name: "encode-always", clip: .fitting, file: "two\nlines.mp4", offset: .milliseconds(500),
      frames: 15, profile: TranscodeProfile.builtIn[3], keyFrames: .coldStart, picture: .encode,
      sound: .encode),
    GoldenRun(
      name: "encode-longer-than-the-file", clip: .fitting, file: "short.mp4", frames: 90,
      profile: TranscodeProfile.builtIn[3], keyFrames: .coldStart, picture: .encode,
      sound: .encode),
    GoldenRun(
      name: "encode-turned", clip: .turned, file: "-y.mp4", picture: .encode, sound: .copy),
    GoldenRun(
      name: "encode-interlaced", clip: .interlaced, file: "🎬 film.mp4", picture: .encode,
      sound: .copy),
    GoldenRun(
      name: "encode-ten-bit", clip: .tenBit, file: "ten:bit.mkv", picture: .encode,
      sound: .encode),
    GoldenRun(
      name: "encode-full-colour", clip: .fullColour, file: "a b.mp4", picture: .encode,
      sound: .encode),
    GoldenRun(
      name: "encode-fast-anamorphic", clip: .fastAnamorphic, file: "sport.mp4",
      picture: .encode, sound: .copy),
    GoldenRun(
      name: "encode-cinema-480p", clip: .cinema, file: "wide.mp4",
      profile: TranscodeProfile.builtIn[2], picture: .encode, sound: .copy),
    GoldenRun(
      name: "copy-picture-encode-sound", clip: .surround, file: "surround.mkv", frames: 15,
      picture: .copy, sound: .encode),
    GoldenRun(
      name: "copy-picture-encode-pcm", clip: .surround, file: "surround.mkv", frames: 15,
      profile: .changed { $0.audioCodec = .pcm }, picture: .copy, sound: .encode),
    GoldenRun(
      name: "copy-picture-silence-pcm", clip: .silentPicture, file: "mute.mp4",
      profile: .changed { $0.audioCodec = .pcm }, picture: .copy, sound: .silence),
    GoldenRun(
      name: "copy-picture-encode-sound-from-the-middle", clip: .surround, file: "surround.mkv",
      offset: .milliseconds(1500), frames: 15, picture: .copy, sound: .encode),
    GoldenRun(
      name: "copy-picture-no-sound", clip: .silentPicture, file: "mute.mp4", picture: .copy,
      sound: .silence),
    GoldenRun(
      name: "no-picture-encode-sound", clip: .soundOnly, file: "song.mp3", picture: .black,
      sound: .encode),
    GoldenRun(
      name: "cover-inside", clip: .coverInside, file: "song.mp3", offset: .milliseconds(500),
      picture: .still, sound: .encode),
    GoldenRun(
      name: "cover-beside", clip: .coverBeside, file: "song.mp3", picture: .still,
      sound: .encode),
    GoldenRun(
      name: "encode-fields-as-pictures", clip: .interlaced, file: "field.mp4", frames: 50,
      profile: .changed { $0.frameRate = 50 }, picture: .encode, sound: .copy),
    GoldenRun(
      name: "encode-every-field-of-the-profile", clip: .cinema, file: "all.mp4", frames: 48,
      profile: .changed { profile in
        profile.frameRate = 24
        profile.videoBuffer = 3_000_000
        profile.coding = .baseline
        profile.bFrames = 0
        profile.keyFrameSeconds = 1
        profile.loudness = -23
        profile.scaling = .crop
        profile.deinterlacing = .off
        profile.mapsTones = false
        profile.threads = 2
        profile.preset = "fast"
        profile.allowsCopy = false
      }, picture: .encode, sound: .encode),
    GoldenRun(
      name: "encode-stretched", clip: .cinema, file: "stretched.mp4",
      profile: .changed { profile in
        profile.scaling = .stretch
        profile.deinterlacing = .always
      }, picture: .encode, sound: .copy),
  ]
}
