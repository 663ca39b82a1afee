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
  state.isOnCard = decodesOnCard && card != nil && obstacle == nil
  let (wanted, unwanted) = intents(
    for: probe, profile: profile, forgetsScan: forgetsScan, drawing: drawing)
  let (active, idle) = evaluate(wanted, from: state, isChangeable: !state.isOnCard)
  let (steps, detours) = resolve(active, from: state, card: card)
  let decodes = card?.description.decode == nil
  return PicturePath(
    decodesOnCard: state.isOnCard, steps: steps, idle: unwanted + idle,
    detours: (decodes ? [] : obstacle.map { [$0] } ?? []) + detours)
}

extension MediaProbe {
  /// Whether pictures keep their size to the end; broadcasts may not.
  fileprivate var keepsShape: Bool { !["mpegts", "mpeg"].contains(demuxer) }
}
