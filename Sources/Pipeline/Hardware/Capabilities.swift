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

  /// The card of a kind that passed its test of encoding.
  public func card(_ kind: HardwareKind) -> Card? {
    let ofKind = proofs.filter { $0.kind == kind && $0.isPassed }
    guard let encode = ofKind.first(where: { $0.ability == .encode }) else { return nil }
    let passed = ofKind.filter { $0.node == encode.node }
    return Card(
      kind: kind, node: encode.node, abilities: Set(passed.map(\.ability)),
      options: options[kind.description.encoder].map(Set.init))
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
    /// No card passed.
    case noneProven
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
  guard profile.hardware != .software else { return HardwareDecision(card: nil, reason: .wanted) }
  guard let machine else { return HardwareDecision(card: nil, reason: .untested) }
  guard let kind = HardwareKind(profile.hardware) else {
    let card = HardwareKind.cards.lazy.compactMap { machine.card($0) }.first
    return HardwareDecision(card: card, reason: card == nil ? .noneProven : .firstProven)
  }
  if let card = machine.card(kind) { return HardwareDecision(card: card, reason: .proven) }
  let proof = machine.proofs.first { $0.kind == kind && $0.ability == .encode }
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
    case .noneProven: "noneProven"
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
    case .noneProven: "The processor encodes: no card passed its test on this machine."
    case .untested: "The processor encodes: this machine's cards have not been tested yet."
    }
  }

  private var name: String { card?.kind.title ?? HardwareKind.software.title }
}
