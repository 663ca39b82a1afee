public import Library
public import Playout

/// What would be done with a file for a profile on a machine, and why.
public struct Outline: Hashable, Sendable {
  /// What is passed on and what is encoded.
  public var decision: CopyDecision
  /// What encodes, and why.
  public var hardware: HardwareDecision
  /// The way of the pictures; nil where the file's pictures are not encoded.
  public var path: PicturePath?
  /// ffmpeg's arguments, as for a run of ten seconds from the file's beginning.
  public var arguments: [String]

  /// Works it out, as a run on air would.
  ///
  /// - Parameters:
  ///   - path: The file's absolute path.
  ///   - probe: The file's streams as found by the scan.
  ///   - profile: The shape to bring it into.
  ///   - machine: What this machine has proven; nil where nothing was tested.
  public init(
    of path: String, probe: MediaProbe, profile: TranscodeProfile, on machine: Capabilities?
  ) {
    let profile = machine?.able(profile) ?? profile
    let target = segmentTarget(for: [probe], profile: profile)
    decision = copyDecision(for: probe, profile: profile, targetDuration: target)
    hardware = Pipeline.hardware(for: profile, on: machine)
    var run = RunRequest(
      path: path, probe: probe, length: .seconds(10), decision: decision, profile: profile)
    if decision.video != .copy { run.hardware = hardware.card }
    self.path = decision.video == .encode ? run.picturePath : nil
    arguments = Pipeline.arguments(for: run)
  }
}
