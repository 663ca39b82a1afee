public import Library
public import Playout

/// Where an encoded run puts its key frames, and so where segments may end.
public enum KeyFrameCadence: String, Codable, Sendable {
  /// At 0, 1 and 2 seconds, then as far apart as the profile says: the first segments are there
  /// sooner.
  case coldStart
  /// As far apart as the profile says.
  case regular
}

/// One run of ffmpeg: what of which file, for how long, in which shape.
///
/// Whatever the file, media time ``offset`` comes out at PTS 10 s. A copied
/// picture starts at the key frame before, so below 10 s.
public struct RunRequest: Hashable, Sendable {
  /// The file's absolute path.
  public var path: String
  /// The file's streams as found by the scan.
  public var probe: MediaProbe
  /// Where in the file to start.
  public var offset: Span
  /// How long the run is, in frames of the profile; a copied picture runs on
  /// for a second or more, which the splicer cuts off.
  public var frames: Int
  /// What is copied and what is encoded.
  public var decision: CopyDecision
  /// The shape to bring the rest into.
  public var profile: TranscodeProfile
  /// Where key frames go where the picture is encoded.
  public var keyFrames: KeyFrameCadence
  /// Whether the file may have become another container with other tracks since the scan.
  public var forgetsScan = false
  /// A transport stream whose first picture is shown where the decision is ``PictureSource/still``
  /// and there is no artwork to be had: the title in words.
  public var card: String?
  /// What brings the file's tracks to the station's loudness; those without one stay as they are.
  public var levellings: [Levelling] = []
  /// What encodes, and decodes what it can; nil for the processor.
  public var hardware: Card?
  /// Whether the card may decode; else it only encodes.
  public var decodesOnCard = true
  /// What is drawn over the pictures; nil for nothing.
  public var overlay: Overlay?

  /// Sound tracks beside the main one.
  public var furtherSounds: [FurtherSound] = []

  /// A request with all its parts.
  public init(
    path: String, probe: MediaProbe, offset: Span = .zero, frames: Int, decision: CopyDecision,
    profile: TranscodeProfile, keyFrames: KeyFrameCadence = .regular
  ) {
    self.path = path
    self.probe = probe
    self.offset = offset
    self.frames = frames
    self.decision = decision
    self.profile = profile
    self.keyFrames = keyFrames
  }

  /// A request for a length, rounded to whole frames and at least one.
  public init(
    path: String, probe: MediaProbe, offset: Span = .zero, length: Span, decision: CopyDecision,
    profile: TranscodeProfile, keyFrames: KeyFrameCadence = .regular
  ) {
    self.init(
      path: path, probe: probe, offset: offset,
      frames: max(1, Int((length.seconds * Double(profile.frameRate)).rounded())),
      decision: decision, profile: profile, keyFrames: keyFrames)
  }
}
