import Pipeline
import Playout

/// Who encodes a run: a card, with what has to be held while it does, or the processor.
struct Engagement {
  /// The card; nil for the processor.
  var card: Card?
  /// The encoder that is held on a card whose driver counts them.
  var session: Capacity.Place?
  /// Why it is not the card that was wished for; nil where it is.
  var remark: String?

  /// The processor.
  static let processor = Engagement()
}

extension AirLoop {
  /// Engages the card that the plan's profile names, or the processor where none has proven itself
  /// or its driver lets no further encoder be open.
  func engage(for profile: TranscodeProfile) -> Engagement {
    guard let card = Pipeline.hardware(for: profile, on: facilities.machine()).card else {
      return .processor
    }
    guard card.kind == .nvenc else { return Engagement(card: card) }
    guard let session = facilities.capacity.takeSession(of: profile.encoderCount) else {
      return Engagement(remark: facilities.capacity.sessionRefusal)
    }
    return Engagement(card: card, session: session)
  }
}
