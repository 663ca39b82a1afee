public import Library
public import Playout

/// The arguments of the ffmpeg that makes black and silence in a profile's shape.
///
/// - Parameters:
///   - profile: The shape.
///   - length: How long; a slate that is to be looped takes a multiple of 8 s,
///     which is whole frames of picture and of sound alike.
/// - Returns: The arguments without the program's name.
public func slateArguments(profile: TranscodeProfile, length: Span) -> [String] {
  var cheap = profile
  cheap.preset = "ultrafast"
  cheap.videoBitrate = min(profile.videoBitrate, 500_000)
  cheap.audioBitrate = min(profile.audioBitrate, 64_000)
  let frames = Int64((length.seconds * Double(profile.frameRate)).rounded())
  let exact = max(1, frames) * 1_000_000 / Int64(max(1, profile.frameRate))
  return generalArguments
    + ["-f", "lavfi", "-i", blackSource(profile), "-f", "lavfi", "-i", silenceSource]
    + ["-map", "0:v"] + x264Arguments(cheap, keyFrames: .regular)
    + ["-map", "1:a"] + aacArguments(cheap)
    + ["-t", microsecondsText(exact)] + transportStreamArguments
}
