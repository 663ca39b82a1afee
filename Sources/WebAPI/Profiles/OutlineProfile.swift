import Library
import Pipeline
import Playout
import Store

/// Which file, for which profile.
struct OutlineQuestion: Codable {
  /// The medium's number.
  var media: Int64
  /// The profile as it is to be; what is left out is as in the default one.
  var profile: ProfileWish
  /// The channel whose graphics are laid over it; left out for none.
  var channel: ChannelID?
}

extension OutlineQuestion {
  /// The file and the profile that are meant.
  func answered(in store: Store) throws -> (medium: MediaRecord, profile: TranscodeProfile) {
    guard let medium = try store.media(MediaID(rawValue: media)) else {
      throw Problem.invalid("media", "There is no medium \(media). See /api/media.")
    }
    var wish = profile
    if wish.name?.isEmpty ?? true { wish.name = "unnamed" }
    let usual = try store.profiles().first ?? TranscodeProfile.builtIn[0]
    return (medium, try wish.applied(to: usual))
  }
}

/// What would be done with a file, step by step, and why.
struct OutlineAnswer: Codable, Hashable {
  /// A reason, in one word and in a sentence.
  struct Reason: Codable, Hashable {
    var reason: String
    var detail: String
  }

  /// One step of the pictures' way.
  struct Step: Codable, Hashable {
    var work: PictureStep.Work
    /// Whether a card takes it.
    var onCard: Bool
    /// ffmpeg's filters.
    var filters: [String]
  }

  /// What is left out, and why.
  struct Idle: Codable, Hashable {
    var work: PictureStep.Work
    var reason: IdleReason
    var detail: String
  }

  var picture: PictureSource
  var sound: SoundSource
  /// Why not all is passed on as it is.
  var blockers: [Reason]
  /// What encodes.
  var encoder: HardwareKind
  /// Why that.
  var hardware: Reason
  var decodesOnCard: Bool
  /// Why not all is done on the card.
  var detours: [Reason]
  var steps: [Step]
  var idle: [Idle]
  /// ffmpeg's arguments.
  var command: [String]

  init(_ outline: Outline) {
    picture = outline.decision.video
    sound = outline.decision.audio
    blockers = outline.decision.blockers.map { Reason(reason: $0.word, detail: "\($0)") }
    encoder = outline.hardware.card?.kind ?? .software
    hardware = Reason(
      reason: outline.hardware.reason.word, detail: "\(outline.hardware)")
    decodesOnCard = outline.path?.decodesOnCard ?? false
    detours = outline.path?.detours.map { Reason(reason: $0.rawValue, detail: "\($0)") } ?? []
    steps =
      outline.path?.steps.map { Step(work: $0.work, onCard: $0.isOnCard, filters: $0.filters) }
      ?? []
    idle =
      outline.path?.idle.map {
        Idle(work: $0.intent.work, reason: $0.reason, detail: "\($0.reason)")
      } ?? []
    command = ["ffmpeg"] + outline.arguments
  }
}

extension OutlineQuestion {
  /// What the channel lays over a programme that begins now.
  fileprivate func overlay(_ medium: MediaRecord, in studio: Studio) throws -> Overlay? {
    guard let channel else { return nil }
    guard let found = try studio.store.channel(channel)?.channel else {
      throw Problem.invalid(
        "channel", "There is no channel \(channel.rawValue). See /api/channels.")
    }
    let now = studio.now()
    let item = PlanItem(
      id: 0, start: now, end: now + medium.item.probe.duration, inPoint: .zero,
      title: medium.item.title, path: medium.item.path, probe: medium.item.probe)
    let facts = GraphicFacts(channel: found, item: item)
    let graphics = try (found.graphics ?? []).compactMap { id in
      try studio.store.graphic(id)?.design.graphic(facts, in: studio.store.graphicsFolder)
    }
    return graphics.isEmpty ? nil : Overlay(graphics: graphics, moment: now, scripts: "words")
  }
}

func outlineProfile(_ call: Call, _ question: OutlineQuestion) throws -> OutlineAnswer {
  let (medium, profile) = try question.answered(in: call.studio.store)
  return OutlineAnswer(
    Outline(
      of: medium.item.path, probe: medium.item.probe, profile: profile,
      on: call.studio.machine(), overlay: try question.overlay(medium, in: call.studio)))
}
