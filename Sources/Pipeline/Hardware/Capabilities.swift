public import Library
public import Playout

/// What was found out about one ability of one card on this machine.
public struct Proof: Hashable, Codable, Sendable {
  /// Whose ability.
  public var kind: HardwareKind
  /// The card's node, where it has one.
  public var node: String?
  /// Which ability.
  public var ability: Ability
  /// Whether it did what it was asked.
  public var isPassed: Bool
  /// What was found, in words.
  public var detail: String

  /// A proof with all its parts.
  public init(
    kind: HardwareKind, node: String? = nil, ability: Ability, isPassed: Bool, detail: String
  ) {
    self.kind = kind
    self.node = node
    self.ability = ability
    self.isPassed = isPassed
    self.detail = detail
  }
}

/// What this machine's ffmpeg and cards were seen to do: never what they are called.
public struct Capabilities: Hashable, Codable, Sendable {
  /// ffmpeg's first line about itself.
  public var version: String
  /// The nodes of cards that were there.
  public var nodes: [String]
  /// When it was tried.
  public var at: Moment
  /// What was found, kind by kind.
  public var proofs: [Proof]
  /// The options that ffmpeg lists for each encoder.
  public var options: [String: [String]]

  /// Capabilities with all their parts.
  public init(
    version: String, nodes: [String], at: Moment, proofs: [Proof],
    options: [String: [String]] = [:]
  ) {
    self.version = version
    self.nodes = nodes
    self.at = at
    self.proofs = proofs
    self.options = options
  }

  /// The card of a kind that passed its test of encoding a profile's pictures.
  public func card(_ kind: HardwareKind, for profile: TranscodeProfile) -> Card? {
    let ofKind = proofs.filter { $0.kind == kind && $0.isPassed }
    let needed = Ability.encoding(profile)
    guard let encode = ofKind.first(where: { $0.ability == needed }) else { return nil }
    let passed = ofKind.filter { $0.node == encode.node }
    let encoder = kind.description.encoders[profile.videoCodec] ?? ""
    return Card(
      kind: kind, node: encode.node, abilities: Set(passed.map(\.ability)),
      options: options[encoder].map(Set.init))
  }

  /// Whether each test of this version was made.
  public var isComplete: Bool {
    let made = Set(proofs.filter { $0.kind == .software }.map(\.ability))
    return Ability.allCases.allSatisfy { ability in
      made.contains(ability) || !HardwareKind.software.description.has(ability)
    }
  }

  /// Why a profile's sound can't be encoded; nil where it can, or nobody has tried.
  public func soundFault(of profile: TranscodeProfile) -> String? {
    guard profile.audioCodec == .pcm else { return nil }
    let proof = proofs.first { $0.kind == .software && $0.ability == .encodePCM }
    return proof?.isPassed == false ? proof?.detail : nil
  }

  /// Why the processor can't encode a profile's pictures; nil where it can, or nobody has tried.
  fileprivate func fault(of profile: TranscodeProfile) -> String? {
    let proof = proofs.first {
      $0.kind == .software && $0.ability == Ability.encoding(profile)
    }
    return proof?.isPassed == false ? proof?.detail : nil
  }
}

/// What encodes for a profile, and why.
public struct HardwareDecision: Hashable, Sendable {
  /// The reasons.
  public enum Reason: Hashable, Sendable {
    /// The profile wants the processor.
    case wanted
    /// The profile wants this kind, and it passed.
    case proven
    /// It is the first that passed.
    case firstProven
    /// The profile wants a kind that failed its test, which said so.
    case failed(HardwareKind, String)
    /// The profile wants a kind that has no encoder of the codec.
    case codecless(HardwareKind, VideoCodec)
    /// No card passed.
    case noneProven
    /// Nothing on this machine encodes the codec; the processor's test said why.
    case impossible(VideoCodec, String)
    /// Nothing was tested yet.
    case untested
  }

  /// What encodes; nil for the processor.
  public var card: Card?
  /// Why.
  public var reason: Reason

  /// A decision with both its parts.
  public init(card: Card?, reason: Reason) {
    self.card = card
    self.reason = reason
  }
}

/// Decides what encodes for a profile on a machine.
public func hardware(
  for profile: TranscodeProfile, on machine: Capabilities?
) -> HardwareDecision {
  let decision = card(for: profile, on: machine)
  guard decision.card == nil, let fault = machine?.fault(of: profile) else { return decision }
  return HardwareDecision(card: nil, reason: .impossible(profile.videoCodec, fault))
}

private func card(for profile: TranscodeProfile, on machine: Capabilities?) -> HardwareDecision {
  guard profile.hardware != .software else { return HardwareDecision(card: nil, reason: .wanted) }
  guard let machine else { return HardwareDecision(card: nil, reason: .untested) }
  guard let kind = HardwareKind(profile.hardware) else {
    let card = HardwareKind.cards.lazy.compactMap { machine.card($0, for: profile) }.first
    return HardwareDecision(card: card, reason: card == nil ? .noneProven : .firstProven)
  }
  if let card = machine.card(kind, for: profile) {
    return HardwareDecision(card: card, reason: .proven)
  }
  let ability = Ability.encoding(profile)
  guard kind.description.has(ability) else {
    return HardwareDecision(card: nil, reason: .codecless(kind, profile.videoCodec))
  }
  // One that encodes nothing has been asked for H.264 only.
  let proofs = machine.proofs.filter { $0.kind == kind }
  let proof =
    proofs.first { $0.ability == ability } ?? proofs.first { $0.ability == .encode && !$0.isPassed }
  return HardwareDecision(
    card: nil, reason: proof.map { .failed(kind, $0.detail) } ?? .untested)
}

extension Capabilities {
  /// The profile without what this machine's ffmpeg was seen not to do.
  public func able(_ profile: TranscodeProfile) -> TranscodeProfile {
    var profile = profile
    let tones = proofs.first { $0.kind == .software && $0.ability == .mapTones }
    if tones?.isPassed == false { profile.mapsTones = false }
    return profile
  }
}

extension HardwareDecision.Reason {
  /// The reason in one word.
  public var word: String {
    switch self {
    case .wanted: "wanted"
    case .proven: "proven"
    case .firstProven: "firstProven"
    case .failed: "failed"
    case .codecless: "codecless"
    case .noneProven: "noneProven"
    case .impossible: "impossible"
    case .untested: "untested"
    }
  }
}

extension HardwareDecision: CustomStringConvertible {
  /// A sentence for people.
  public var description: String {
    switch reason {
    case .wanted: "The processor encodes, as the profile wants."
    case .proven: "\(name) encodes, as the profile wants; it passed its test."
    case .firstProven: "\(name) encodes: the first that passed its test on this machine."
    case .failed(let kind, let detail):
      "The processor encodes: \(kind.title) did not pass its test. \(detail)"
    case .codecless(let kind, let codec):
      "The processor encodes: \(kind.title) has no encoder of \(codec.title) "
        + "for these pixels."
    case .impossible(let codec, let detail):
      "Nothing on this machine encodes \(codec.title): choose another codec. \(detail)"
    case .noneProven: "The processor encodes: no card passed its test on this machine."
    case .untested: "The processor encodes: this machine's cards have not been tested yet."
    }
  }

  private var name: String { card?.kind.title ?? HardwareKind.software.title }
}
