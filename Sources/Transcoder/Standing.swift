import Library
import Packaging
import Pipeline

/// Where one item of the plan stands on the ladder.
struct Standing: Equatable {
  /// Why an item is not shown.
  struct Obstacle: Equatable {
    /// The reason in words.
    var reason: String
    /// Up to where; nil: until its end.
    var until: StreamTime?
  }

  /// What is done after a failure.
  enum Step: Equatable {
    /// The same once more.
    case again
    /// The same without what is drawn over it.
    case bare
    /// The next rung.
    case rung(Rung)
    /// A screen for a while, then another try.
    case pause(Span)
    /// A screen until the item's end.
    case screen
  }

  /// How often a run that somebody killed is simply started again.
  private static let mostKills = 2
  /// After how many pauses a file that does not answer is tried on the next rung.
  private static let patience = 3
  /// The first pause of a file that is away; each is twice as long as the one before.
  private static let firstPause = Span.seconds(5)
  /// The longest pause: so soon a channel goes on when a shared folder is back.
  private static let longestPause = Span.seconds(60)

  /// How it is played, or will be.
  private(set) var rung: Rung
  /// Whether the rung was remembered from an earlier time.
  private(set) var isRemembered: Bool
  /// Why it is not shown at the moment.
  private(set) var obstacle: Obstacle?
  /// Whether any run of it brought a picture.
  private(set) var hasShown = false
  /// Whether it fell for what its file is like, and not for what happened around it.
  private(set) var isFilesFault = false
  /// Whether nothing is drawn over it any more, since a run with that brought no picture.
  private(set) var isBare = false
  private var kills = 0
  private var pauses = 0

  /// Where an item stands that nothing has happened to yet.
  init(rung: Rung = .planned, isRemembered: Bool = false) {
    self.rung = rung
    self.isRemembered = isRemembered
  }

  /// Takes note of a run that brought a picture as planned.
  mutating func shown() {
    hasShown = true
    pauses = 0
  }

  /// Leaves out what is drawn over it, of which nobody knows whether it was to blame.
  mutating func strip() -> Step {
    isBare = true
    return .bare
  }

  /// Decides what a failure leads to.
  mutating func fall(
    _ failure: RunFailure, frames: Int, at position: StreamTime, rungs: [Rung]
  ) -> Step {
    if frames > 0 { hasShown = true }
    if failure.isForeign, kills < Self.mostKills {
      kills += 1
      return .again
    }
    let next = rungs.first { $0 > rung }
    if failure.isAway {
      if frames > 0 { pauses = 0 }
      pauses += 1
      // A file that is not there is not better read in another way.
      if let next, pauses > Self.patience, failure.kind != .told(.noSuchFile) { rung = next }
      let pause = min(
        Span(milliseconds: Self.firstPause.milliseconds << min(pauses - 1, 10)),
        Self.longestPause)
      let end = StreamTime(ticks: position.ticks + pause.milliseconds * 90)
      obstacle = Obstacle(reason: failure.why, until: end)
      return .pause(pause)
    }
    // The file has been shown to its end: there is nothing more in it.
    let isAtEnd = failure.kind == .endedEarly && frames == 0 && hasShown
    guard let next, !isAtEnd else {
      obstacle = Obstacle(reason: failure.why, until: nil)
      isFilesFault = failure.isFilesFault
      return .screen
    }
    rung = next
    isRemembered = false
    isFilesFault = failure.isFilesFault
    return .rung(next)
  }
}

extension Standing.Step {
  /// The step as a sentence for the dossier.
  var sentence: String {
    switch self {
    case .again: "It was started once more."
    case .rung(.uploaded):
      "It was decoded by the processor and encoded by the card, from where it stopped."
    case .bare: "It was started once more, without what is drawn over it."
    case .rung(.software): "It was encoded by the processor instead, from where it stopped."
    case .rung(.encode): "It was encoded instead, from where it stopped."
    case .rung(.afresh): "It was opened afresh, from where it stopped."
    case .rung(.silent): "It was played without its sound, from where it stopped."
    case .rung(.planned): "It was tried as planned."
    case .pause(let span): "A screen for \(span.milliseconds / 1000) s, then another try."
    case .screen: "A screen until its planned end."
    }
  }
}
