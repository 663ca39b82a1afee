public import Library
public import Playout

/// What graphics are shown over where somebody wants to see how they look.
public struct GraphicStage: Hashable, Sendable {
  /// A picture of a file.
  public struct Film: Hashable, Sendable {
    /// The file's absolute path.
    public var path: String
    /// Its streams as found by the scan.
    public var probe: MediaProbe
    /// The place in it.
    public var offset: Span

    /// A picture with all its parts.
    public init(path: String, probe: MediaProbe, offset: Span) {
      self.path = path
      self.probe = probe
      self.offset = offset
    }
  }

  /// A picture of a file; nil: one from dark to light, on which anything can be judged.
  public var film: Film?
  /// What a clock shows.
  public var moment: Moment

  /// A stage with both its parts.
  public init(film: Film? = nil, moment: Moment) {
    self.film = film
    self.moment = moment
  }
}

/// Why graphics could not be drawn.
public struct GraphicFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// The reason in a sentence.
  public var reason: String

  /// A failure for a reason.
  public init(reason: String) {
    self.reason = reason
  }

  /// The reason in a sentence.
  public var description: String { reason }
}

extension Overlay {
  /// What is drawn of graphics where somebody wants to see all of them at once: as they are when
  /// they are there, whenever that is.
  public init(showing graphics: [Graphic], at moment: Moment, scripts: String) {
    let shown = graphics.map { graphic in
      var graphic = graphic
      (graphic.rhythm, graphic.until, graphic.fade) = (nil, nil, .zero)
      return graphic
    }
    self.init(graphics: shown, moment: moment, scripts: scripts)
  }
}

/// The arguments of the ffmpeg that draws one picture with graphics over it, as JPEG.
///
/// - Parameters:
///   - overlay: What is drawn.
///   - profile: The shape of the picture.
///   - stage: What it is drawn over.
/// - Returns: The arguments without the program's name; the picture goes to standard output.
public func previewArguments(
  of overlay: Overlay, in profile: TranscodeProfile, on stage: GraphicStage
) -> [String] {
  previewRequest(of: overlay, in: profile, on: stage).pictureOnly(
    from: stage.film == nil ? neutralSource(profile) : nil)
}

/// The files that have to be there before that ffmpeg starts.
public func previewScripts(
  of overlay: Overlay, in profile: TranscodeProfile, on stage: GraphicStage
) -> [Overlay.Script] {
  previewRequest(of: overlay, in: profile, on: stage).scripts
}

private func previewRequest(
  of overlay: Overlay, in profile: TranscodeProfile, on stage: GraphicStage
) -> RunRequest {
  let none = MediaProbe(container: "", duration: .zero)
  var profile = profile
  profile.bitDepth = 8
  var run = RunRequest(
    path: stage.film?.path ?? "", probe: stage.film?.probe ?? none,
    offset: stage.film?.offset ?? .zero, frames: 1,
    decision: CopyDecision(
      video: stage.film?.probe.video == nil ? .black : .encode, audio: .silence),
    profile: profile)
  run.overlay = overlay
  return run
}

/// From dark to light, so that it is seen where words can't be read.
private func neutralSource(_ profile: TranscodeProfile) -> String {
  let (width, height) = (profile.width, profile.height)
  return "gradients=s=\(width)x\(height):r=\(profile.frameRate):c0=0x101418:c1=0xe8ecf0:n=2"
    + ":x0=0:y0=0:x1=\(width - 1):y1=\(height - 1):speed=0.00001:seed=7"
}
