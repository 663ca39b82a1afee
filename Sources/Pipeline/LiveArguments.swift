public import Library
public import Playout

/// The arguments of the ffmpeg that plays a live source as MPEG-TS into its standard output.
///
/// Always encoded: what a source sends is not known before it comes, and may
/// change while it does. No length: it goes on for as long as it is read.
///
/// - Parameters:
///   - source: Where the picture comes from.
///   - profile: The shape to bring it into; not its loudness, which would take three seconds.
///   - card: What encodes; nil for the processor.
///   - overlay: What is drawn over the pictures; nil for nothing.
/// - Returns: The arguments without the program's name; nil where the address is none that a
///   source may have.
public func arguments(
  forLive source: LiveSource, profile: TranscodeProfile, card: Card? = nil,
  overlay: Overlay? = nil
) -> [String]? {
  guard let address = try? LiveAddress(source.url) else { return nil }
  let input =
    address.scheme.input(userAgent: source.userAgent, threads: profile.threads)
    + ["-i", source.url]
  let end = ["-flush_packets", "1"] + transportStreamArguments
  let sound = soundArguments(profile, filters: "aresample=48000:async=1")
  guard profile.hasPicture else {
    let tiny = profile.placeholder
    return generalArguments + input + ["-f", "lavfi", "-i", blackSource(tiny), "-map", "1:0"]
      + pictureArguments(tiny, keyFrames: .coldStart)
      // The black picture would go on for ever.
      + ["-map", "0:a:0"] + sound + ["-shortest"] + end
  }
  let drawn = overlay?.intents(for: profile, length: longestLive) ?? []
  let steps =
    [liveStep(profile)]
    + resolve(drawn, from: PictureState(filling: profile), card: card).steps
  let graph = PictureGraph(steps: steps).branched(for: profile, card: card)
    .written(from: "0:V:0", inputs: 1)
  return generalArguments + (card?.deviceArguments ?? []) + input + graph.inputs
    + ladderArguments(profile, graph.outputs) { shape in
      pictureArguments(shape, keyFrames: .coldStart, card: card)
    }
    // Sound that is missing is filled up with silence where the stream is put together.
    + ["-map", "0:a:0?"] + sound + end
}

/// For how long words over a live picture are known beforehand; no source is read on for longer.
public let longestLive = Span.days(7)

/// Containers that a source may send; those that name other addresses are held to
/// the protocols of their own.
private let liveContainers =
  "hls,mpegts,mpeg,rtsp,rtp,sdp,flv,live_flv,matroska,webm,"
  + "mov,mp4,m4a,3gp,3g2,mj2,ogg,aac,mp3,ac3,eac3,webvtt,h264,hevc"

/// Half a second of what comes tells what it is, or two megabytes.
private let shortLook = [
  "-analyzeduration", "1500000", "-probesize", "2000000", "-fpsprobesize", "0",
]

/// How long ffmpeg waits for a server before it gives up by itself, in microseconds.
private let patience = "5000000"

extension LiveAddress.Scheme {
  fileprivate func input(userAgent: String?, threads: Int) -> [String] {
    ["-protocol_whitelist", protocols, "-format_whitelist", liveContainers]
      + ["-threads", "\(threads)"] + shortLook + options
      + (userAgent.map { takesUserAgent ? ["-user_agent", $0] : [] } ?? [])
  }

  /// What ffmpeg may open on the way; never a file.
  private var protocols: String {
    switch self {
    case .http, .https: "http,https,tcp,tls,crypto"
    case .rtsp: "rtsp,rtp,tcp,tls"
    case .rtmp: "rtmp,tcp"
    case .rtmps: "rtmps,tls,tcp"
    case .srt: "srt,udp"
    case .udp: "udp"
    case .rtp: "rtp,udp"
    }
  }

  private var options: [String] {
    switch self {
    case .http, .https:
      // A connection that breaks is made again at once; whoever ends it well is believed.
      [
        "-rw_timeout", patience, "-seekable", "0", "-reconnect", "1", "-reconnect_streamed", "1",
        "-reconnect_delay_max", "1",
      ]
    case .rtsp: ["-rtsp_transport", "tcp", "-timeout", patience]
    case .rtmp, .rtmps: ["-rw_timeout", patience, "-rtmp_live", "live"]
    case .srt: ["-timeout", patience, "-connect_timeout", "5000"]
    case .udp: ["-timeout", patience]
    // It knows none; the channel itself waits no longer.
    case .rtp: []
    }
  }

  private var takesUserAgent: Bool { [.http, .https, .rtsp].contains(self) }
}

/// Brings any picture into the profile's shape, as it comes.
///
/// Nothing is held at its beginning or its end. Interlaced pictures are told by their own mark.
private func liveStep(_ profile: TranscodeProfile) -> PictureStep {
  let (width, height, scaling) = (profile.width, profile.height, profile.scaling)
  let deinterlacer =
    switch profile.deinterlacing {
    case .automatic: ["bwdif=mode=send_frame:deint=interlaced"]
    case .always: ["bwdif=mode=send_frame:deint=all"]
    case .off: [String]()
    }
  let filters =
    deinterlacer + ["fps=\(profile.frameRate)", scaling.scale(width, height, forEach: true)]
    + ["format=\(profile.pixelFormat)"]
    + (scaling.frame(width, height, forEach: true).map { [$0] } ?? []) + ["setsar=1"]
  return PictureStep(work: .frame, isOnCard: false, filters: filters)
}
