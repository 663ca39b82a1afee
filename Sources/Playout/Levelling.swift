public import Library

/// How loud a station wants its sound to be.
public struct LoudnessTarget: Hashable, Codable, Sendable {
  /// The loudness of each item as a whole, in LUFS.
  public var level: Double
  /// Whether sound that is off by more than ``tolerance`` is encoded although it could be copied.
  public var encodesCopies: Bool

  /// A target with both its parts.
  public init(level: Double, encodesCopies: Bool = false) {
    self.level = level
    self.encodesCopies = encodesCopies
  }

  /// By how many LU a copied sound may be off: less is hardly heard between two programmes.
  public static let tolerance = 1.0
}

/// What brings one sound track to a loudness: how loud it is, and how loud it ought to be.
///
/// The whole track is made louder or softer by one gain, so that nothing of its dynamics is lost,
/// and the gain is known before the item is played.
public struct Levelling: Hashable, Codable, Sendable {
  /// How loud the track is.
  public var measured: Loudness
  /// How loud it ought to be.
  public var target: LoudnessTarget

  /// A levelling of its parts.
  public init(measured: Loudness, target: LoudnessTarget) {
    self.measured = measured
    self.target = target
  }

  /// No peak may be higher, in dBTP, as EBU R128 has it.
  public static let ceiling = -1.0
  /// What is softer than this by far is meant to be: it is raised by no more, in dB.
  public static let largestRaise = 20.0

  /// The gain in dB, to a tenth; never so much that a peak would be cut off.
  public var gain: Double {
    let wanted = min(target.level - measured.integrated, Self.largestRaise)
    // Rounded down: a peak stays below the ceiling.
    let room = ((Self.ceiling - measured.truePeak) * 10).rounded(.down)
    return min((wanted * 10).rounded(), room) / 10
  }

  /// Whether a sound that is passed on as it is would be noticeably too loud or too soft.
  public var isOff: Bool { abs(gain) > LoudnessTarget.tolerance }
}

extension [Levelling] {
  /// The one of a track; nil where the track was not measured.
  public func of(_ track: AudioStream?) -> Levelling? {
    track.flatMap { track in first { $0.measured.stream == track.index } }
  }
}

extension MediaProbe {
  /// The indices of the main track and of those that a channel offers beside it.
  fileprivate func tracks(played further: [AudioRendition]) -> Set<Int> {
    let tracks = [preferredAudio] + further.map { pick(by: $0.rules)?.track }
    return Set(tracks.compactMap { $0?.index })
  }
}

extension Plan {
  /// The same plan with items that know what brings their tracks to a loudness.
  ///
  /// The one place where a target meets what was measured: tracks that were not measured stay as
  /// they are, and so do all without a target. What the profile wants goes before the station.
  public func levelled(to station: LoudnessTarget?) -> Plan {
    var plan = self
    var target = station
    if let level = profile.loudness {
      target = LoudnessTarget(
        level: Double(level), encodesCopies: station?.encodesCopies ?? false)
    }
    for index in plan.items.indices {
      let item = plan.items[index]
      let played = item.probe.tracks(played: channel.audioTracks ?? [])
      let levellings = target.flatMap { target in
        item.loudness?.filter { played.contains($0.stream) }
          .map { Levelling(measured: $0, target: target) }
      }
      plan.items[index].levellings = levellings?.isEmpty == true ? nil : levellings
      // It is in there; plans are long, and a tune waits for the first one.
      plan.items[index].loudness = nil
    }
    return plan
  }
}
