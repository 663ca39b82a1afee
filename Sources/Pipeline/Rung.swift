public import Library
public import Playout

/// One way to play an item; each is more patient with the file than the one before.
///
/// What ffmpeg offers for damaged files by name (`-err_detect ignore_err`,
/// `-fflags +discardcorrupt`) is not among them: over files with broken
/// pictures, holes and noise the former changed not one frame and the latter
/// lost all of them. What did help is to forget what the scan found, and to
/// leave out the sound, since ffmpeg ends where one of two streams can't be decoded.
public enum Rung: String, Codable, CaseIterable, Sendable {
  /// Copied or encoded, as the file and the profile suggest.
  case planned
  /// The same, with the card encoding only: the processor decodes.
  case uploaded
  /// The same without the card.
  case software
  /// Encoded, though it might be copied.
  case encode
  /// Encoded, whatever the file turns out to be: another container, other tracks.
  case afresh
  /// The same without the file's sound.
  case silent

  /// The rungs that differ from one another for a file, in order.
  ///
  /// - Parameters:
  ///   - probe: The file's streams as found by the scan.
  ///   - profile: The shape of the channel.
  ///   - targetDuration: The channel's longest segment in seconds.
  ///   - hasCard: Whether a card encodes where it can.
  ///   - decodesOnCard: Whether the card decodes the file as well.
  /// - Returns: At least ``planned``.
  public static func rungs(
    for probe: MediaProbe, profile: TranscodeProfile, targetDuration: Int, hasCard: Bool = false,
    decodesOnCard: Bool = false
  ) -> [Rung] {
    let planned = copyDecision(for: probe, profile: profile, targetDuration: targetDuration)
    return allCases.filter { rung in
      switch rung {
      case .planned: true
      case .uploaded: hasCard && decodesOnCard && planned.video == .encode
      case .software: hasCard && planned.video.isMade
      case .encode: planned.video == .copy
      case .afresh:
        ![.black, .omitted].contains(planned.video) || planned.audio != .silence
      case .silent: planned.video.isMoving && planned.audio != .silence
      }
    }
  }

  /// A few words for people, behind those for what is done; nil where there is nothing to say.
  public var remark: String? {
    switch self {
    case .planned, .encode: nil
    case .uploaded: "decoded by the processor"
    case .software: "without the card"
    case .afresh: "opened afresh"
    case .silent: "without its sound"
    }
  }

  /// What is copied and what is encoded on this rung.
  public func decision(
    for probe: MediaProbe, profile: TranscodeProfile, targetDuration: Int
  ) -> CopyDecision {
    var profile = profile
    if self > .software { profile.allowsCopy = false }
    var decision = copyDecision(for: probe, profile: profile, targetDuration: targetDuration)
    // It may be the cover that can't be shown.
    if forgetsScan, decision.video == .still { decision.video = .black }
    if self == .silent { decision.audio = .silence }
    return decision
  }

  /// Whether a card may be used.
  public var usesCard: Bool { self < .software }

  /// Whether a card may decode.
  public var decodesOnCard: Bool { self == .planned }

  /// Whether the file is taken for what it is now and not for what the scan found.
  public var forgetsScan: Bool { self == .afresh || self == .silent }
}

extension PictureSource {
  /// Whether it is the file's own moving picture.
  var isMoving: Bool { self == .copy || self == .encode }
}

extension Rung: Comparable {
  /// Orders from the first choice to the last.
  public static func < (first: Rung, second: Rung) -> Bool {
    let order = allCases
    return order.firstIndex(of: first) ?? 0 < order.firstIndex(of: second) ?? 0
  }
}
