import Library
import Playout

/// The arguments of the ffmpeg that plays one item as MPEG-TS into its standard output.
///
/// - Parameter run: What to play.
/// - Returns: The arguments without the program's name; every value stems from
///   a number, a list in this module or the path behind `file:`.
public func arguments(for run: RunRequest) -> [String] {
  let sources = run.sources
  let graph = run.pictureGraph.written(from: sources.picture, inputs: sources.count)
  return generalArguments + run.deviceArguments + sources.inputs + graph.inputs
    + run.pictureArguments(graph.outputs)
    + ["-map", sources.sound] + run.mainSoundArguments
    + run.furtherArguments(after: graph.outputs.count)
    + ["-t", run.outputLength] + transportStreamArguments
}

/// Nothing is asked, nothing is told but what goes wrong.
let generalArguments = ["-nostdin", "-hide_banner", "-v", "warning"]

/// Containers that hold media and can't name other files, as playlists do.
let mediaContainers =
  "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mpegts,mpeg,avi,flv,asf,ogg,mp3,flac,wav,aac,h264,hevc"

/// The time stamp, in ticks of 90 kHz, of the place in the medium that a run begins at: ten seconds,
/// so that what comes before it is never negative.
public let firstTimeStamp: Int64 = 900_000

/// One whole frame per PES, media time 0 at exactly 10 s, and few tables:
/// what a splicer can cut to the frame.
let transportStreamArguments = [
  "-muxdelay", "0", "-muxpreload", "0", "-avoid_negative_ts", "disabled",
  "-output_ts_offset", "\(firstTimeStamp / 90_000)", "-pes_payload_size", "0",
  "-omit_video_pes_length", "0",
  "-pcr_period", "20", "-pat_period", "1", "-f", "mpegts", "pipe:1",
]

extension RunRequest {
  /// The arguments of the ffmpeg that makes its first picture alone, as JPEG on standard output.
  ///
  /// - Parameter background: ffmpeg's source of what is shown where the file has no picture; nil
  ///   for black.
  /// - Returns: The arguments without the program's name.
  func pictureOnly(from background: String?) -> [String] {
    var (inputs, count, picture, _) = sources
    if let background, decision.video == .black {
      (inputs, count, picture) = (["-f", "lavfi", "-i", background], 1, "0:0")
    }
    let graph = pictureGraph.written(from: picture, inputs: count)
    return generalArguments + inputs + graph.inputs + (graph.outputs.first ?? [])
      + ["-frames:v", "1", "-c:v", "mjpeg", "-q:v", "3", "-f", "image2pipe", "pipe:1"]
  }

  /// The inputs, how many they are, and which of their streams are picture and sound.
  fileprivate var sources: (inputs: [String], count: Int, picture: String, sound: String) {
    var inputs: [String] = []
    var count = 0
    var picture: String?
    var sound: String?
    if usesFile {
      inputs += fileInput
      count += 1
      if decision.video.isMoving {
        picture = probe.video.map { forgetsScan ? "0:V:0" : "0:\($0.index)" }
      }
      if decision.audio != .silence {
        sound = probe.preferredAudio.map { forgetsScan ? "0:a:0" : "0:\($0.index)" }
      }
    }
    if picture == nil, decision.video == .still, let still = stillInput {
      inputs += still.input
      picture = "\(count):\(still.stream)"
      count += 1
    }
    if picture == nil {
      inputs += ["-f", "lavfi", "-i", blackSource(shape)]
      picture = "\(count):0"
      count += 1
    }
    if sound == nil {
      inputs += ["-f", "lavfi", "-i", silenceSource(profile)]
      sound = "\(count):0"
      count += 1
    }
    return (inputs, count, picture ?? "0:v", sound ?? "0:a")
  }

  private var usesFile: Bool {
    (decision.video.isMoving && probe.video != nil)
      || (decision.audio != .silence && probe.preferredAudio != nil)
  }

  /// The file, so that neither its name nor what it holds can name another:
  /// one protocol, one demuxer, no pattern, no option.
  private var fileInput: [String] {
    var input = ["-protocol_whitelist", "file,pipe", "-threads", "\(profile.threads)"]
    if decision.video == .encode, picturePath.decodesOnCard {
      input += hardware?.decodeArguments ?? []
    }
    if startsAtKeyFrame { input.append("-noaccurate_seek") }
    if offset > .zero { input += ["-ss", offset.secondsText] }
    if lateStart > .zero { input += ["-itsoffset", "-" + lateStart.secondsText] }
    if forgetsScan {
      input += ["-format_whitelist", mediaContainers]
    } else if let demuxer = probe.forcedDemuxer {
      input += ["-f", demuxer]
    }
    return input + ["-i", "file:\(path)"]
  }

  /// By how much the first picture comes after the file's beginning, where that is less than
  /// anybody waits for: Matroska begins with the frame of sound that an encoder puts before all.
  ///
  /// The run begins with the picture, as a copy does, and the sound stays beside it; else the
  /// picture would be moved to the nearest place of the profile's rate, and shown from the
  /// beginning on.
  var lateStart: Span {
    guard decision.video == .encode, offset == .zero, !forgetsScan,
      let start = probe.video?.startTime,
      start <= .milliseconds(100)
    else { return .zero }
    return start
  }

  /// The still picture, opened apart from the sound, which may be entered anywhere.
  private var stillInput: (input: [String], stream: String)? {
    switch forgetsScan ? nil : probe.artwork {
    case .attached(let stream):
      let demuxer = probe.forcedDemuxer.map { ["-f", $0] } ?? []
      return (pictureBounds + demuxer + ["-i", "file:\(path)"], "\(stream)")
    case .beside(let path):
      return (pictureFileInput(path), "v:0")
    case nil:
      return card.map { (pictureBounds + ["-f", "mpegts", "-i", "file:\($0)"], "v:0") }
    }
  }

  /// A copied picture enters at the key frame before the offset, so encoded
  /// sound beside it has to start there as well.
  fileprivate var startsAtKeyFrame: Bool {
    decision.video == .copy && decision.audio == .encode && offset > .zero
  }

  /// Whole frames for an encode, more for a copy.
  ///
  /// A copy ends in decode order, so it runs on for the splicer to cut; encoded
  /// sound that starts early counts from its start.
  fileprivate var outputLength: String {
    guard decision.video == .copy else { return microsecondsText(exactLength) }
    let early = startsAtKeyFrame ? probe.video?.longestKeyFrameGap ?? .seconds(10) : .zero
    return microsecondsText(exactLength + 1_000_000 + early.milliseconds * 1000)
  }

  /// What makes the pictures that go out, behind what the graph says before each encoder.
  fileprivate func pictureArguments(_ outputs: [[String]]) -> [String] {
    guard decision.video != .copy else {
      return (outputs.first ?? []) + ["-c:v", "copy", "-bsf:v", profile.videoCodec.copyFilters]
    }
    return ladderArguments(shape, outputs) { shape in
      Pipeline.pictureArguments(shape, keyFrames: keyFrames, card: usedCard)
    }
  }

  /// The pictures' way from where they come from to the encoder.
  fileprivate var pictureGraph: PictureGraph {
    let whole = wholeGraph
    guard decision.video.isMade else { return whole }
    return whole.branched(
      for: shape, card: usedCard,
      isOnCard: decision.video == .encode && picturePath.decodesOnCard)
  }

  private var wholeGraph: PictureGraph {
    switch decision.video {
    case .copy: PictureGraph(steps: [])
    case .encode: PictureGraph(steps: picturePath.steps)
    case .still: PictureGraph(steps: [.still(stillFilters(for: profile))] + laidOver)
    case .black: PictureGraph(steps: laidOver)
    case .omitted: PictureGraph(steps: [])
    }
  }

  /// What is laid over pictures that have the profile's shape, and their way to the card.
  private var laidOver: [PictureStep] {
    resolve(drawing.pictures, from: PictureState(filling: profile), card: hardware).steps
  }

  /// The shape of the pictures that are made.
  private var shape: TranscodeProfile {
    decision.video == .omitted ? profile.placeholder : profile
  }

  /// What encodes them, where any are encoded; nil for the processor.
  private var usedCard: Card? {
    decision.video.isMade ? hardware : nil
  }

  /// What opens the card, where pictures are encoded at all.
  fileprivate var deviceArguments: [String] {
    usedCard?.deviceArguments ?? []
  }

  /// Those of the main sound, which is one of several where there are others.
  fileprivate var mainSoundArguments: [String] {
    furtherSounds.isEmpty ? soundArguments : Self.indexed(soundArguments, 0)
  }

  var soundArguments: [String] {
    switch decision.audio {
    case .copy:
      ["-c:a", "copy"]
    case .encode:
      ["-af", soundFilters] + Pipeline.soundArguments(profile)
    case .silence:
      Pipeline.soundArguments(profile)
    }
  }
}

extension RunRequest {
  /// How long sound takes to come and to go, so that nothing clicks.
  private static let fade = Span.milliseconds(8)

  /// Brings any sound to one rate and an even pace, for longer than the run.
  ///
  /// It comes and goes softly where the run says when that is: not where it
  /// enters at a key frame that is still to be found, nor ends with a picture that is copied.
  fileprivate var soundFilters: String {
    var filters = ["aresample=48000:async=1\(padsStart ? ":first_pts=0" : "")"]
    // After the pace is even: a mixer and a meter both count on it.
    filters += downmixFilters + loudnessFilters
    let length = Self.fade.secondsText
    if !startsAtKeyFrame { filters.append("afade=t=in:d=\(length)") }
    if decision.video != .copy {
      let start = max(0, exactLength - Self.fade.milliseconds * 1000)
      filters.append("afade=t=out:st=\(microsecondsText(start)):d=\(length)")
    }
    return (filters + ["apad=pad_dur=10"]).joined(separator: ",")
  }

  /// Stereo where the profile wants it and the file has more.
  private var downmixFilters: [String] {
    profile.audioChannels == 2 ? stereoFilters(for: probe) : []
  }

  /// What brings the sound to a loudness: one gain where the track that is played was measured;
  /// else, where the profile wants one, a meter that follows the sound and works at 192 kHz.
  private var loudnessFilters: [String] {
    if !forgetsScan, let levelling = levellings.of(probe.preferredAudio) {
      return levelling.gain == 0 ? [] : ["volume=\(decibelText(levelling.gain))dB"]
    }
    return profile.loudness.map { ["loudnorm=I=\($0):TP=-1.5:LRA=11", "aresample=48000"] } ?? []
  }

  /// Microseconds of the run's frames.
  fileprivate var exactLength: Int64 {
    Int64(max(1, frames)) * 1_000_000 / Int64(max(1, profile.frameRate))
  }

  /// Whether sound that starts late is filled up from the run's start.
  ///
  /// Not where the sound changes its channels midway, as broadcasts do: ffmpeg
  /// then builds its filters anew, and they would fill up from the start again.
  private var padsStart: Bool {
    !startsAtKeyFrame && !["mpegts", "mpeg"].contains(probe.demuxer)
  }
}

extension Span {
  /// Seconds with three decimals, as ffmpeg reads them.
  var secondsText: String { microsecondsText(milliseconds * 1000) }
}

/// Stereo out of more channels, with the dialogue in front of what surrounds it.
///
/// Speech is in the centre; ffmpeg's own mix leaves it at under a third of the whole, this one
/// at nearly half. Channels that are not there are left out of the sum: a broadcast may go
/// over to stereo midway.
func stereoFilters(for probe: MediaProbe) -> [String] {
  guard (probe.preferredAudio?.channels ?? 2) > 2 else { return [] }
  return ["pan=stereo|FL<0.7*FL+FC+0.5*BL+0.5*SL+0.35*BC|FR<0.7*FR+FC+0.5*BR+0.5*SR+0.35*BC"]
}

/// Decibels with one decimal, as ffmpeg reads them.
func decibelText(_ decibels: Double) -> String {
  let tenths = Int((decibels * 10).rounded())
  return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
}

/// Seconds with six decimals, as ffmpeg reads them.
func microsecondsText(_ microseconds: Int64) -> String {
  let fraction = String(abs(microseconds) % 1_000_000)
  let padding = String(repeating: "0", count: 6 - fraction.count)
  return "\(microseconds < 0 ? "-" : "")\(abs(microseconds) / 1_000_000).\(padding)\(fraction)"
}
