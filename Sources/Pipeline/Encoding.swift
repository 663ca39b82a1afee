import Library
import Playout

func blackSource(_ profile: TranscodeProfile) -> String {
  "color=c=black:s=\(profile.width)x\(profile.height):r=\(profile.frameRate)"
}

func silenceSource(_ profile: TranscodeProfile) -> String {
  "anullsrc=r=48000:cl=\(profile.audioChannels == 6 ? "5.1" : "stereo")"
}

/// H.264 that can be cut at each of its key frames and spliced to any other, by a card or by x264.
func h264Arguments(
  _ profile: TranscodeProfile, keyFrames: KeyFrameCadence, card: Card? = nil
) -> [String] {
  if let card { return card.encoding(profile, keyFrames: keyFrames) }
  let interval = "\(profile.frameRate * profile.keyFrameSeconds)"
  let isPreset = TranscodeProfile.presets.contains(profile.preset)
  return [
    "-c:v", "libx264", "-preset", isPreset ? profile.preset : "veryfast",
    "-profile:v", profile.coding.rawValue, "-pix_fmt", "yuv420p", "-threads", "\(profile.threads)",
    "-b:v", "\(profile.videoBitrate)", "-maxrate", "\(profile.videoBitrate * 3 / 2)",
    "-bufsize", "\(profile.videoBuffer ?? profile.videoBitrate * 2)",
    "-bf", "\(profile.coding == .baseline ? 0 : profile.bFrames)", "-flags", "+cgop",
    "-sc_threshold", "0", "-g", interval, "-keyint_min", interval,
    "-force_key_frames", keyFrames.expression(every: profile.keyFrameSeconds),
  ]
}

func aacArguments(_ profile: TranscodeProfile) -> [String] {
  [
    "-c:a", "aac", "-b:a", "\(profile.audioBitrate)", "-ac", "\(profile.audioChannels)", "-ar",
    "48000",
  ]
}

/// The bounds within which still pictures are opened: no other protocol, no giants.
let pictureBounds = ["-protocol_whitelist", "file,pipe", "-max_pixels", "100000000"]

/// A picture file, whose name is no pattern.
func pictureFileInput(_ path: String) -> [String] {
  pictureBounds + ["-f", "image2", "-pattern_type", "none", "-i", "file:\(path)"]
}

/// Fits one picture into the profile's shape and shows it over and over.
func stillFilters(for profile: TranscodeProfile) -> String {
  let (width, height) = (profile.width, profile.height)
  return stillFilters(
    [
      "scale=w=\(width):h=\(height):force_original_aspect_ratio=decrease", "format=yuv420p",
      "pad=\(width):\(height):-1:-1:color=black", "setsar=1",
    ], frameRate: profile.frameRate)
}

/// Draws one picture and shows it over and over.
func stillFilters(_ filters: [String], frameRate: Int) -> String {
  (["trim=end_frame=1"] + filters + [
    "loop=loop=-1:size=1", "settb=1/\(frameRate)", "setpts=N", "fps=\(frameRate):start_time=0",
  ]).joined(separator: ",")
}

extension MediaProbe {
  /// How long the last picture may stand at most.
  ///
  /// By as much as the picture is shorter than the file, and two seconds more;
  /// ten where nobody knows.
  var longestFreeze: Span {
    guard let video, let length = video.duration else { return .seconds(10) }
    return max(duration - (video.startTime + length), .zero) + .seconds(2)
  }

  /// The first of the container's names.
  var demuxer: String { container.split(separator: ",").first.map(String.init) ?? "" }

  /// The demuxer that the scan found, to be used again: a file that has become a
  /// playlist since must not make ffmpeg open what it lists.
  var forcedDemuxer: String? {
    let isName =
      !demuxer.isEmpty
      && demuxer.utf8.allSatisfy { byte in
        (97...122).contains(byte) || (48...57).contains(byte) || byte == 95
      }
    return isName ? demuxer : nil
  }
}

extension KeyFrameCadence {
  /// Where key frames are forced, as an expression of ffmpeg's.
  func expression(every seconds: Int) -> String {
    switch self {
    case .coldStart: "expr:if(lt(t,2),gte(t,n_forced),gte(t,2+(n_forced-2)*\(seconds)))"
    case .regular: "expr:gte(t,n_forced*\(seconds))"
    }
  }
}
