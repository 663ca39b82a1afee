import Library
import Pipeline
import Playout
import Store

/// What this machine's ffmpeg and cards were seen to do.
struct HardwareAnswer: Codable, Hashable {
  /// An ability that is tested.
  struct Column: Codable, Hashable {
    var ability: Ability
    var title: String
  }

  /// What a test found.
  struct Found: Codable, Hashable {
    var ability: Ability
    var passed: Bool
    var detail: String
  }

  /// A kind of hardware, and one of its cards.
  struct Kind: Codable, Hashable {
    var kind: HardwareKind
    var title: String
    /// The card's node, where it has one.
    var node: String?
    /// Why it can't be used, if it can't.
    var problem: String?
    var proofs: [Found]
  }

  /// ffmpeg's first line about itself; nothing was tested where it is left out.
  var version: String?
  var testedAt: Moment?
  /// Whether a test waits or runs.
  var isTesting: Bool
  /// What a profile with the hardware `automatic` gets.
  var automatic: HardwareKind
  /// The same in a sentence.
  var choice: String
  var abilities: [Column]
  var kinds: [Kind]

  init(_ machine: Capabilities?, isTesting: Bool) {
    self.isTesting = isTesting
    version = machine?.version
    testedAt = machine?.at
    var profile = TranscodeProfile.builtIn[0]
    profile.hardware = .automatic
    let decision = Pipeline.hardware(for: profile, on: machine)
    automatic = decision.card?.kind ?? .software
    choice = "Automatic: \(decision)"
    abilities = Ability.allCases.map { Column(ability: $0, title: $0.title) }
    kinds = Self.kinds(of: machine?.proofs ?? [])
  }

  private static func kinds(of proofs: [Proof]) -> [Kind] {
    var kinds: [Kind] = []
    for proof in proofs {
      let found = Found(ability: proof.ability, passed: proof.isPassed, detail: proof.detail)
      if let index = kinds.firstIndex(where: { $0.kind == proof.kind && $0.node == proof.node }) {
        kinds[index].proofs.append(found)
      } else {
        kinds.append(
          Kind(
            kind: proof.kind, title: proof.kind.title, node: proof.node, proofs: [found]))
      }
    }
    for index in kinds.indices {
      let encode = kinds[index].proofs.first { $0.ability == .encode }
      if let encode, !encode.passed { kinds[index].problem = encode.detail }
    }
    return kinds
  }
}

func showHardware(_ call: Call) throws -> HardwareAnswer {
  let isTesting = try call.studio.store.jobs(limit: 50).contains { job in
    job.kind == .proof && (job.state == .queued || job.state == .running)
  }
  return HardwareAnswer(call.studio.machine(), isTesting: isTesting)
}

func testHardware(_ call: Call) throws -> Job {
  try call.studio.store.enqueue(kind: .proof, subject: "again")
}
