public import Library
public import Playout

extension RunRequest {
  /// The way of the file's pictures to the encoder, where they are encoded.
  public var picturePath: PicturePath {
    Pipeline.picturePath(
      for: probe, profile: profile, card: hardware, forgetsScan: forgetsScan,
      decodesOnCard: decodesOnCard, drawing: drawing)
  }
}

/// The way of a file's pictures to the encoder: intents, evaluated and resolved.
///
/// - Parameters:
///   - probe: The file's streams as found by the scan.
///   - profile: The shape to bring them into.
///   - card: What encodes; nil for the processor.
///   - forgetsScan: Whether the file may have become another since the scan.
///   - decodesOnCard: Whether the card may decode; else it only encodes.
///   - drawing: What is drawn over them.
/// - Returns: The steps, and why things are left out or not done on the card.
public func picturePath(
  for probe: MediaProbe, profile: TranscodeProfile, card: Card?, forgetsScan: Bool = false,
  decodesOnCard: Bool = true, drawing: Drawing = Drawing()
) -> PicturePath {
  let video = probe.video ?? VideoStream(index: 0, codec: "unknown", width: 2, height: 2)
  var state = PictureState(video, wantsDepth: profile.isDeep)
  let isKnown = probe.video != nil && !forgetsScan && probe.keepsShape
  let obstacle = card.flatMap { $0.obstacle(toDecoding: video, isKnown: isKnown) }
  if !forgetsScan, probe.roundsTimes { state.roundedRate = video.frameRate }
  state.followsShape = !probe.keepsShape && state.range == .standard
  state.isOnCard = decodesOnCard && card != nil && obstacle == nil
  let (wanted, unwanted) = intents(
    for: probe, profile: profile, forgetsScan: forgetsScan, drawing: drawing)
  let (active, idle) = evaluate(wanted, from: state, isChangeable: !state.isOnCard)
  var (steps, detours) = resolve(active, from: state, card: card)
  if !state.isOnCard, !forgetsScan, state.range == .standard, let first = steps.first,
    !first.isOnCard, first.layer == nil
  {
    steps[0].filters.insert(contentsOf: video.matrixFilters, at: 0)
  }
  let decodes = card?.description.decode == nil
  return PicturePath(
    decodesOnCard: state.isOnCard, steps: steps, idle: unwanted + idle,
    detours: (decodes ? [] : obstacle.map { [$0] } ?? []) + detours)
}

extension VideoStream {
  /// Says which matrix the colours have where the file says none, as players guess it by the size.
  ///
  /// They would guess by the size that the picture is brought to, and be wrong where HD is made of
  /// SD or the other way round.
  fileprivate var matrixFilters: [String] {
    guard colorMatrix == Self.unsaidMatrix, pixelFormat?.hasPrefix("yuv") == true else { return [] }
    return ["setparams=colorspace=\(width >= 1280 || height > 576 ? "bt709" : "smpte170m")"]
  }
}

extension MediaProbe {
  /// Whether pictures keep their size to the end; broadcasts may not.
  fileprivate var keepsShape: Bool { !["mpegts", "mpeg"].contains(demuxer) }

  /// Whether its time stamps are whole milliseconds.
  fileprivate var roundsTimes: Bool { ["matroska", "flv", "asf"].contains(demuxer) }
}
