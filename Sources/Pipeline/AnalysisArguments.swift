public import Library
import Playout

/// The arguments of the ffmpeg that reads a whole file once and tells of black pictures, silence
/// and loudness.
///
/// Pictures are made small before they are looked at, since decoding alone is work enough; picture
/// and each sound track end in outputs of their own, so that none waits for another. Sound is mixed
/// as it is on air, because that is what has to have the right loudness. Silence is that of the
/// file's own default.
///
/// - Parameters:
///   - path: The file's absolute path.
///   - probe: Its streams as found by the scan.
/// - Returns: The arguments without the program's name; nil where there is neither a moving
///   picture nor sound.
public func analysisArguments(path: String, probe: MediaProbe) -> [String]? {
  let picture = probe.video.map { ["-map", "0:\($0.index)", "-vf", blackFilters] + nowhere }
  let sounds = probe.measuredAudio.flatMap { track in
    ["-map", "0:\(track.index)", "-af", soundFilters(for: track, of: probe)] + nowhere
  }
  guard picture != nil || !sounds.isEmpty else { return nil }
  let demuxer =
    probe.forcedDemuxer.map { ["-f", $0] } ?? ["-format_whitelist", mediaContainers]
  // Blocks at the edges of blocks are no matter here, and smoothing them takes a fifth of the time.
  let haste = picture == nil ? [] : ["-skip_loop_filter", "all"]
  return ["-nostdin", "-hide_banner", "-nostats", "-v", "info"]
    + ["-protocol_whitelist", "file,pipe", "-threads", "1"] + haste + demuxer
    + ["-i", "file:\(path)"] + (picture ?? []) + sounds
}

/// How short a black picture or a silence may be to be told of.
private let shortest = "0.1"

private let blackFilters =
  "scale=w=160:h=-2:flags=fast_bilinear,blackdetect=d=\(shortest):pix_th=0.10"

private func soundFilters(for track: AudioStream, of probe: MediaProbe) -> String {
  let quiet =
    track.index == probe.preferredAudio?.index ? ["silencedetect=noise=-50dB:d=\(shortest)"] : []
  return
    (["aresample=48000"] + stereoFilters(for: probe.playing(track))
    + ["aformat=channel_layouts=stereo"] + quiet
    // The name comes back in what it says.
    + ["ebur128@\(meterName)\(track.index)=peak=true:framelog=verbose"]).joined(separator: ",")
}

/// What the meter of a track is called, before the track's index.
let meterName = "track"

extension MediaProbe {
  /// The sound tracks whose loudness is measured, the one that the file marks as default first.
  ///
  /// Each takes time, so only some are: by far most files have fewer.
  public var measuredAudio: [AudioStream] {
    let others = audio.filter { $0.index != preferredAudio?.index }.prefix(8)
    return [preferredAudio].compactMap(\.self) + others
  }
}

private let nowhere = ["-threads", "1", "-f", "null", "-"]
