public import Library

/// The arguments of the ffmpeg that reads a whole file once and tells of black pictures, silence
/// and loudness.
///
/// Pictures are made small before they are looked at, since decoding alone is work enough; each
/// of picture and sound ends in an output of its own, so that neither waits for the other. The
/// sound is mixed as it is on air, because that is what has to have the right loudness.
///
/// - Parameters:
///   - path: The file's absolute path.
///   - probe: Its streams as found by the scan.
/// - Returns: The arguments without the program's name; nil where there is neither a moving
///   picture nor sound.
public func analysisArguments(path: String, probe: MediaProbe) -> [String]? {
  let picture = probe.video.map { ["-map", "0:\($0.index)", "-vf", blackFilters] + nowhere }
  let sound = probe.preferredAudio.map {
    ["-map", "0:\($0.index)", "-af", quietFilters(for: probe)] + nowhere
  }
  guard picture != nil || sound != nil else { return nil }
  let demuxer =
    probe.forcedDemuxer.map { ["-f", $0] } ?? ["-format_whitelist", mediaContainers]
  // Blocks at the edges of blocks are no matter here, and smoothing them takes a fifth of the time.
  let haste = picture == nil ? [] : ["-skip_loop_filter", "all"]
  return ["-nostdin", "-hide_banner", "-nostats", "-v", "info"]
    + ["-protocol_whitelist", "file,pipe", "-threads", "1"] + haste + demuxer
    + ["-i", "file:\(path)"] + (picture ?? []) + (sound ?? [])
}

/// How short a black picture or a silence may be to be told of.
private let shortest = "0.1"

private let blackFilters =
  "scale=w=160:h=-2:flags=fast_bilinear,blackdetect=d=\(shortest):pix_th=0.10"

private func quietFilters(for probe: MediaProbe) -> String {
  (["aresample=48000"] + stereoFilters(for: probe) + [
    "aformat=channel_layouts=stereo", "silencedetect=noise=-50dB:d=\(shortest)",
    "ebur128=peak=true:framelog=verbose",
  ]).joined(separator: ",")
}

private let nowhere = ["-threads", "1", "-f", "null", "-"]
