public import Library
public import Playout

/// What would be done with a file for a profile on a machine, and why.
public struct Outline: Hashable, Sendable {
  /// The profile, without what this machine can't do.
  public var profile: TranscodeProfile
  /// What is passed on and what is encoded.
  public var decision: CopyDecision
  /// What encodes, and why.
  public var hardware: HardwareDecision
  /// The way of the pictures; nil where the file's pictures are not encoded.
  public var path: PicturePath?
  /// What is drawn over the pictures; nil for nothing.
  public var overlay: Overlay?
  /// ffmpeg's arguments, as for a run of ten seconds from the file's beginning.
  public var arguments: [String]

  /// Works it out, as a run on air would.
  ///
  /// - Parameters:
  ///   - path: The file's absolute path.
  ///   - probe: The file's streams as found by the scan.
  ///   - profile: The shape to bring it into.
  ///   - machine: What this machine has proven; nil where nothing was tested.
  ///   - overlay: What is drawn over the pictures.
  public init(
    of path: String, probe: MediaProbe, profile: TranscodeProfile, on machine: Capabilities?,
    overlay: Overlay? = nil
  ) {
    let length = Span.seconds(10)
    let profile = machine?.able(profile) ?? profile
    let target = segmentTarget(for: [probe], profile: profile)
    self.profile = profile
    decision = copyDecision(for: probe, profile: profile, targetDuration: target)
      .drawnOver(by: overlay, within: length)
    self.overlay = overlay
    hardware = Pipeline.hardware(for: profile, on: machine)
    self.path = nil
    arguments = []
    let run = run(of: path, probe: probe, from: .zero, length: length)
    if decision.video == .encode { self.path = run.picturePath }
    arguments = Pipeline.arguments(for: run)
  }

  /// A run of the file as it would be on air.
  ///
  /// - Parameters:
  ///   - path: The file's absolute path.
  ///   - probe: The file's streams as found by the scan.
  ///   - offset: Where in the file to start.
  ///   - length: For how long.
  /// - Returns: What ffmpeg is to be asked for.
  public func run(
    of path: String, probe: MediaProbe, from offset: Span, length: Span
  ) -> RunRequest {
    var run = RunRequest(
      path: path, probe: probe, offset: offset, length: length, decision: decision,
      profile: profile)
    if decision.video.isMade { run.hardware = hardware.card }
    run.overlay = overlay
    return run
  }
}

/// The arguments of a run that is not for air, so that ffmpeg can read what came of it: it does not
/// know AV1 in a transport stream again, which it writes itself.
///
/// - Parameter run: What to play.
/// - Returns: The arguments without the program's name, and the container of what they make.
public func trialArguments(for run: RunRequest) -> (arguments: [String], container: String) {
  let usual = arguments(for: run)
  guard run.profile.videoCodec == .av1, run.decision.video != .omitted,
    usual.suffix(transportStreamArguments.count) == transportStreamArguments[...]
  else { return (usual, "mpegts") }
  return (
    usual.dropLast(transportStreamArguments.count) + ["-f", "matroska", "pipe:1"], "matroska"
  )
}

/// The arguments of the ffmpeg that draws one picture of a stream, as JPEG.
///
/// - Parameters:
///   - path: The stream's absolute path.
///   - container: Its container, as ffmpeg names it.
///   - offset: How far from its beginning.
/// - Returns: The arguments without the program's name; the picture goes to standard output.
public func pictureArguments(
  of path: String, container: String = "mpegts", at offset: Span
) -> [String] {
  generalArguments + [
    "-ss", offset.secondsText, "-protocol_whitelist", "file,pipe", "-f", container, "-i",
    "file:\(path)", "-map", "0:v:0", "-frames:v", "1", "-vf", "scale=w='min(960,iw)':h=-2",
    "-c:v", "mjpeg", "-q:v", "4", "-f", "image2pipe", "pipe:1",
  ]
}
