import Library
import Playout

func blackSource(_ profile: TranscodeProfile) -> String {
  "color=c=black:s=\(profile.width)x\(profile.height):r=\(profile.frameRate)"
}

func silenceSource(_ profile: TranscodeProfile) -> String {
  "anullsrc=r=48000:cl=\(profile.audioChannels == 6 ? "5.1" : "stereo")"
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
      "scale=w=\(width):h=\(height):force_original_aspect_ratio=decrease",
      "format=\(profile.pixelFormat)",
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
