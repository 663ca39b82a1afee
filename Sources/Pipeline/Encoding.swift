import Library
import Playout

/// Enough for any source in time, few enough that ten channels share a machine.
let threads = 4

private let presets: Set<String> = [
  "ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow",
]

func blackSource(_ profile: TranscodeProfile) -> String {
  "color=c=black:s=\(profile.width)x\(profile.height):r=\(profile.frameRate)"
}

let silenceSource = "anullsrc=r=48000:cl=stereo"

/// H.264 that can be cut at each of its key frames and spliced to any other.
func x264Arguments(_ profile: TranscodeProfile, keyFrames: KeyFrameCadence) -> [String] {
  let interval = "\(profile.frameRate * 2)"
  return [
    "-c:v", "libx264", "-preset", presets.contains(profile.preset) ? profile.preset : "veryfast",
    "-profile:v", "high", "-pix_fmt", "yuv420p", "-threads", "\(threads)",
    "-b:v", "\(profile.videoBitrate)", "-maxrate", "\(profile.videoBitrate * 3 / 2)",
    "-bufsize", "\(profile.videoBitrate * 2)",
    "-bf", "2", "-flags", "+cgop", "-sc_threshold", "0", "-g", interval, "-keyint_min", interval,
    "-force_key_frames", keyFrames.expression,
  ]
}

func aacArguments(_ profile: TranscodeProfile) -> [String] {
  ["-c:a", "aac", "-b:a", "\(profile.audioBitrate)", "-ac", "2", "-ar", "48000"]
}

/// Brings any picture into the profile's shape and keeps its length.
///
/// The last two filters hold a splicer's bargain: `start_time=0` keeps the
/// first frame when the rate changes, and `tpad` lets a picture that ends before
/// its sound still fill its time, but not a file that is cut off: that has to
/// be noticed.
func videoFilters(for probe: MediaProbe, profile: TranscodeProfile) -> String {
  let video = probe.video
  let (width, height, rate) = (profile.width, profile.height, profile.frameRate)
  let toRate = "fps=\(rate):start_time=0"
  let isFaster = (video?.frameRate?.value ?? 0) > Double(rate) * 1.01
  var filters: [String] = []
  if video?.isInterlaced == true { filters.append("bwdif=mode=send_frame:deint=interlaced") }
  // Frames that are dropped need not be scaled.
  if isFaster { filters.append(toRate) }
  filters += [
    "scale=w='2*round(min(\(width),\(height)*dar)/2)':h='2*round(min(\(height),\(width)/dar)/2)'",
    "format=yuv420p", "pad=\(width):\(height):-1:-1:color=black", "setsar=1",
  ]
  if !isFaster { filters.append(toRate) }
  filters.append("tpad=stop_duration=\(probe.longestFreeze.secondsText):stop_mode=clone")
  return filters.joined(separator: ",")
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

extension VideoStream {
  /// Whether the file says that its frames are made of two fields.
  var isInterlaced: Bool { ["tt", "bb", "tb", "bt"].contains(fieldOrder ?? "") }
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
  fileprivate var expression: String {
    switch self {
    case .coldStart: "expr:if(lt(t,2),gte(t,n_forced),gte(t,2+(n_forced-2)*2))"
    case .regular: "expr:gte(t,n_forced*2)"
    }
  }
}
