import Library
import Playout

/// Which source of a live channel, or of a take-over, is shown, and which one is tried next, and
/// when.
///
/// In their order, and from the last to the first again. Once all have failed in
/// a row there is a pause before each further round.
struct LiveDesk {
  /// How long a source must have been shown to count as one that works.
  static let proof = Duration.seconds(10)
  /// The pauses before the rounds; the last one for all that follow.
  static let pauses: [Duration] = [.seconds(2), .seconds(5), .seconds(10), .seconds(30)]

  /// The sources as the plan names them now; empty where no source is due.
  private(set) var sources: [LiveSource] = []
  private var index = 0
  /// How many failed one after another.
  private var failures = 0
  private var notBefore = ContinuousClock.now

  /// Whether a live picture is due.
  var isOn: Bool { !sources.isEmpty }

  /// Whether all have failed in a row: none can be had for the moment.
  var hasFailedAll: Bool { isOn && failures >= sources.count }
  /// Whether the last one tried has failed: the next is not asked of a card.
  var hasFailed: Bool { failures > 0 }
  /// Whether one has failed and another has not been tried yet.
  var isBetween: Bool { failures > 0 && !hasFailedAll }

  /// Takes the sources of the plan; changed ones are tried from the first.
  mutating func take(_ sources: [LiveSource]) {
    guard sources != self.sources else { return }
    self.sources = sources
    index = 0
    failures = 0
    notBefore = .now
  }

  /// The source to be tried, if its time has come.
  func due(at now: ContinuousClock.Instant) -> LiveSource? {
    isOn && now >= notBefore ? sources[index % sources.count] : nil
  }

  /// The source in words, such as `live, source 2 of 3`.
  var words: String { "live, source \(index % max(1, sources.count) + 1) of \(sources.count)" }

  /// Takes note of a source that is shown and works.
  mutating func prove() {
    failures = 0
  }

  /// Goes on to the next source.
  ///
  /// - Returns: What is done next, in a sentence.
  mutating func fail(at now: ContinuousClock.Instant) -> String {
    guard isOn else { return "The programme has ended." }
    index = (index + 1) % sources.count
    failures += 1
    let next = "Source \(index + 1) of \(sources.count) is tried"
    guard failures % sources.count == 0 else { return next + " at once." }
    let round = failures / sources.count - 1
    let pause = Self.pauses[min(round, Self.pauses.count - 1)]
    notBefore = now + pause
    return next + " after \(pause.components.seconds) s."
  }
}
