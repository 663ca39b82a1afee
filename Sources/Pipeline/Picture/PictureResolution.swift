import Library
import Playout

/// Third step: decides for each intent whether the card or the processor takes it, and puts the
/// ways between their memories in.
///
/// Pictures start on the card where it is proven to decode them, stay there for
/// as long as it has a proven filter, and go back to it at most once, for the
/// encoder.
///
/// - Parameters:
///   - intents: What is to be done, in order.
///   - state: The picture as the decoder gives it.
///   - card: The card that encodes; nil for the processor.
/// - Returns: The steps, and why the card does not take some.
func resolve(
  _ intents: [PictureIntent], from state: PictureState, card: Card?
) -> (steps: [PictureStep], detours: [Detour]) {
  var walk = Walk(state: state, card: card, mapsTones: intents.contains(.mapTones))
  for intent in intents { walk.take(intent) }
  walk.arrive()
  return (walk.steps, walk.detours)
}

/// The walk of one picture state along its intents.
private struct Walk {
  var state: PictureState
  let card: Card?
  let mapsTones: Bool
  var steps: [PictureStep] = []
  var detours: [Detour] = []

  mutating func take(_ intent: PictureIntent) {
    if state.isOnCard, let card {
      // What a step before has done on its way needs no step of its own.
      if isDone(intent) { return }
      if let filters = card.filters(for: intent, of: state, beforeTones: mapsTones) {
        add(intent, isOnCard: true, filters)
        return
      }
      if let detour = intent.detour { detours.append(detour) }
      leaveCard(card)
    }
    if intent == .plainPixels, steps.last?.work == .tones { return }
    if let step = intent.drawing {
      steps.append(step)
    } else {
      add(intent, isOnCard: false, intent.filtersInMemory(of: state))
    }
  }

  private func isDone(_ intent: PictureIntent) -> Bool {
    switch intent {
    case .plainPixels: state.isPlain
    case .frame(_, let width, let height): state.width == width && state.height == height
    default: false
    }
  }

  private mutating func add(_ intent: PictureIntent, isOnCard: Bool, _ filters: [String]) {
    steps.append(PictureStep(work: intent.work, isOnCard: isOnCard, filters: filters))
    state.take(intent)
    // A card's scaler gives plain pixels as well, unless their depth is still needed.
    if isOnCard, intent.work == .scale, !mapsTones || state.range == .standard {
      (state.isPlain, state.isDeep) = (true, state.wantsDepth)
    }
  }

  private mutating func leaveCard(_ card: Card) {
    let format = state.isDeep ? "p010le" : "nv12"
    steps.append(
      PictureStep(work: .download, isOnCard: true, filters: ["hwdownload", "format=\(format)"]))
    state.isOnCard = false
  }

  /// Brings the pictures to where the encoder wants them.
  mutating func arrive() {
    if !state.isOnCard, let upload = PictureStep.upload(to: card, isDeep: state.wantsDepth) {
      steps.append(upload)
    }
  }
}

extension PictureStep {
  /// What brings pictures from memory to where a card's encoder wants them; nil where nothing
  /// has to.
  static func upload(to card: Card?, isDeep: Bool) -> PictureStep? {
    guard let filters = card?.description.upload(isDeep: isDeep), !filters.isEmpty else {
      return nil
    }
    return PictureStep(work: .upload, isOnCard: false, filters: filters)
  }

  /// What shows one picture over and over.
  static func still(_ filters: String) -> PictureStep {
    PictureStep(work: .hold, isOnCard: false, filters: [filters])
  }
}

extension PictureIntent {
  /// What a step for it does.
  public var work: PictureStep.Work {
    switch self {
    case .deinterlace: .deinterlace
    case .reduceRate, .exactRate: .rate
    case .scale: .scale
    case .mapTones: .tones
    case .plainPixels: .pixels
    case .frame: .frame
    case .squarePixels: .square
    case .hold: .hold
    case .drawSubtitles, .overlaySubtitles: .subtitles
    case .layOver, .drawWords: .graphics
    }
  }

  /// Why a card that has no filter for it sends the pictures to memory.
  fileprivate var detour: Detour? {
    switch self {
    case .deinterlace: .deinterlacerNotProven
    case .scale, .plainPixels: .scalerNotProven
    case .mapTones: .toneMapperNotProven
    case .frame: .framesInMemory
    case .drawSubtitles, .overlaySubtitles, .layOver, .drawWords: .drawnInMemory
    case .reduceRate, .exactRate, .squarePixels, .hold: nil
    }
  }
}
