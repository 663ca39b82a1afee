import ChildProcess
import Library
import Pipeline

/// Why a run did not bring what it should have.
struct RunFailure: Hashable, Sendable {
  /// The kinds of failure, each with a word of its own in dossiers.
  enum Kind: Hashable, Sendable {
    /// ffmpeg said why, or a signal ended it.
    case told(StderrClassification.Kind)
    /// It ended well, but too soon.
    case endedEarly
    /// ffmpeg did not even start.
    case notStarted
    /// It brought no picture in time.
    case noPicture
    /// It stopped bringing pictures.
    case stalled
    /// It brings them slower than they are shown, as only what is live can.
    case slow
    /// It closed its output and did not end.
    case lingers
    /// All was shown, with faults in it.
    case damaged
  }

  /// What kind.
  var kind: Kind
  /// One sentence that names the cause.
  var why: String
  /// How ffmpeg ended, where it did.
  var status: ChildStatus?
  /// How long no picture had come, where that is what ended it.
  var silence: Duration?

  /// Whether the file may be fine and only its disk or shared folder away.
  ///
  /// A run without a word and without a picture is what a network folder that
  /// hangs looks like.
  var isAway: Bool {
    switch kind {
    case .told(.noSuchFile), .told(.permission), .told(.sourceAway), .noPicture, .notStarted: true
    default: false
    }
  }

  /// Whether somebody ended ffmpeg who was not the file.
  var isForeign: Bool { kind == .told(.killed) }

  /// Whether it will be the same the next time.
  var isFilesFault: Bool {
    switch kind {
    case .told: !isAway && !isForeign
    case .endedEarly: true
    case .notStarted, .noPicture, .stalled, .slow, .lingers, .damaged: false
    }
  }

  /// The kind in one word.
  var word: String {
    switch kind {
    case .told(let kind): kind.rawValue
    case .endedEarly: "endedEarly"
    case .notStarted: "notStarted"
    case .noPicture: "noPicture"
    case .stalled: "stalled"
    case .slow: "slow"
    case .lingers: "lingers"
    case .damaged: "damaged"
    }
  }
}

extension RunFailure {
  /// What an ended run's status and last words tell.
  init(_ end: ChildEnd, complaints: [String], frames: Int, missing: Span) {
    var signal: Int32?
    if case .signaled(let number) = end.status { signal = number }
    let words = StderrClassification(stderrTail: complaints, signal: signal)
    if case .failedToStart(let reason) = end.status {
      self.init(
        kind: .notStarted, why: "ffmpeg could not be started: \(reason)", status: end.status)
    } else if end.status == .exited(0), frames > 0, words.kind != .truncated {
      // What it complained about did not end it.
      self.init(kind: .endedEarly, why: Self.early(missing), status: end.status)
    } else if end.status == .exited(0), words.kind == .unknown {
      self.init(kind: .endedEarly, why: Self.early(missing), status: end.status)
    } else {
      self.init(kind: .told(words.kind), why: words.sentence, status: end.status)
    }
  }

  /// A run that was ended at a deadline.
  static func late(hadPicture: Bool, hadBytes: Bool, after limit: Duration) -> RunFailure {
    let seconds = limit.components.seconds
    if hadPicture {
      return RunFailure(
        kind: .stalled, why: "ffmpeg stopped in the middle: no picture came for \(seconds) s.",
        silence: limit)
    }
    return RunFailure(
      kind: .noPicture,
      why: hadBytes
        ? "ffmpeg brought data, but no picture within \(seconds) s."
        : "ffmpeg brought nothing within \(seconds) s; the disk may not answer.",
      silence: limit)
  }

  /// A live source that fell behind the clock.
  static let slow = RunFailure(
    kind: .slow, why: "The source, or this machine, is slower than the clock.")

  /// A run whose output ended while it goes on.
  static let lingering = RunFailure(
    kind: .lingers, why: "ffmpeg closed its output but did not end, and was killed.")

  /// The failure, where not the file but the picture beside it is away: nobody waits for that.
  func ofArtwork(_ artwork: Artwork?, complaints: [String]) -> RunFailure {
    guard case .beside(let path) = artwork, isAway,
      complaints.contains(where: { $0.contains(path) })
    else { return self }
    return RunFailure(
      kind: .told(.invalidData), why: "The picture beside the file can't be shown.",
      status: status)
  }

  /// The failure, where no card was asked: what sounds like one is then something else.
  func without(card: HardwareKind?) -> RunFailure {
    guard card == nil, kind == .told(.hardware) else { return self }
    var failure = self
    failure.kind = .told(.unknown)
    failure.why = why.replacing("The card did not do its part", with: "ffmpeg said")
    return failure
  }

  /// The failure as far as it is told by something else than ffmpeg's last words, which are of
  /// files.
  ///
  /// - Parameter hasPicture: Whether the channel has one; of a radio the sound is what is missing.
  /// - Returns: The failure in words for sources; nil where ffmpeg's last words tell it.
  func ofSource(hasPicture: Bool) -> RunFailure? {
    var failure = self
    let missing = hasPicture ? "picture" : "sound"
    let seconds = silence?.components.seconds ?? 0
    switch kind {
    case .told, .endedEarly, .lingers: return nil
    case .noPicture: failure.why = "The source brought no \(missing) within \(seconds) s."
    case .stalled: failure.why = "The source brought no \(missing) for \(seconds) s."
    case .notStarted, .slow, .damaged: break
    }
    return failure
  }

  private static func early(_ missing: Span) -> String {
    let seconds = Double((missing.seconds * 10).rounded()) / 10
    return "The file ended \(seconds) s before its planned time."
  }
}
