import Library
public import Playout

extension PlanItem {
  /// What brings the main track to a loudness; nil where it was not measured.
  public var mainLevelling: Levelling? { levellings?.of(probe.preferredAudio) }
}

extension CopyDecision {
  /// The decision once the sound's loudness counts as well.
  ///
  /// Copied sound can't be made louder or softer. It stays as it is, unless the station wants its
  /// level kept whatever that costs.
  ///
  /// - Parameter levelling: What brings the item to the station's loudness.
  /// - Returns: The same decision, or one that encodes the sound, with the blocker.
  public func levelled(by levelling: Levelling?) -> CopyDecision {
    guard audio == .copy, let levelling, levelling.isOff, levelling.target.encodesCopies else {
      return self
    }
    var decision = self
    decision.audio = .encode
    decision.blockers.append(.loudness(levelling.gain))
    return decision
  }

  /// What becomes of the sound's loudness, in a few words for people; nil where there is nothing
  /// to say.
  public func soundRemark(_ levelling: Levelling?) -> String? {
    guard let levelling, levelling.gain != 0 else { return nil }
    switch audio {
    case .encode: return "sound \(levelling.gain > 0 ? "+" : "")\(decibelText(levelling.gain)) dB"
    case .copy where levelling.isOff:
      return "sound left \(decibelText(abs(levelling.gain))) dB too "
        + "\(levelling.gain < 0 ? "loud" : "soft") as it is copied"
    case .copy, .silence: return nil
    }
  }
}
