import Library
import Pipeline
import Playout

/// The title of a song in words, shown where it has no other picture.
enum TitleCard: Equatable {
  /// None is needed, or none can be had.
  case none
  /// It is being made.
  case pending
  /// The file of a screen.
  case made(path: String)

  /// How long a channel that begins waits for one.
  static let patience = Span.seconds(3)
  /// A stream with less than this in hand goes on without one.
  static let need = Span.seconds(1)

  /// The file, if there is one.
  var path: String? {
    guard case .made(let path) = self else { return nil }
    return path
  }
}

extension AirLoop {
  /// What is shown of an item that has sound and no picture.
  ///
  /// Black, where waiting for the card would leave viewers with nothing.
  func card(for item: PlanItem, _ plan: Plan) -> TitleCard {
    guard let order = cardOrder(for: item, plan) else { return .none }
    switch facilities.screens.look(for: order, bell: channel.wake) {
    case .ready(let reel): return .made(path: reel.path)
    case .failed: return .none
    case .pending: return mayWait ? .pending : .none
    }
  }

  /// Whether viewers can wait a little for what is still being made.
  var mayWait: Bool {
    let now = facilities.now()
    let isBeginning = !hasMade && now - record.since < TitleCard.patience
    return current != nil || isBeginning || lead(at: now) >= TitleCard.need
  }

  /// Has the cards made that the first items of a plan need: later ones are ordered in time.
  func prepareCards(for plan: Plan) {
    for order in plan.items.prefix(3).compactMap({ cardOrder(for: $0, plan) }) {
      facilities.screens.prepare(order, isUrgent: true)
    }
  }

  private func cardOrder(for item: PlanItem, _ plan: Plan) -> ScreenOrder? {
    let decision = standing(of: item).rung.decision(
      for: item.probe, profile: plan.profile, targetDuration: target)
    guard item.live == nil, decision.video == .black, !item.probe.audio.isEmpty else { return nil }
    return ScreenOrder(
      screen: Screen(picture: .slate, sound: .silent),
      message: ScreenMessage(headline: item.title), profile: plan.profile)
  }
}
