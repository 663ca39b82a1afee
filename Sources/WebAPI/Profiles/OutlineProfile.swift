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
  /// The channel whose graphics, sound and subtitles it has; left out for none.
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
  /// Which subtitles the channel draws into the pictures, or why none; missing where it draws none.
  var subtitles: Reason?
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

extension Call {
  /// The channel that a question means.
  func shownChannel(_ id: ChannelID) throws -> Channel {
    guard let found = try studio.store.channel(id)?.channel else {
      throw Problem.invalid("channel", "There is no channel \(id.rawValue). See /api/channels.")
    }
    return found
  }
}

/// What would be done with a file: as it is, or as a channel would show it from now on.
func outlineProfile(_ call: Call, _ question: OutlineQuestion) throws -> OutlineAnswer {
  let store = call.studio.store
  let (medium, profile) = try question.answered(in: store)
  let path = medium.item.path
  guard let id = question.channel else {
    return OutlineAnswer(
      Outline(of: path, probe: medium.item.probe, profile: profile, on: call.studio.machine()))
  }
  let channel = try call.shownChannel(id)
  let item = try store.sample(of: medium.item, on: channel, at: .zero)
  var answer = OutlineAnswer(
    Outline(
      of: path, probe: item.probe, profile: profile, on: call.studio.machine(),
      overlay: Overlay(
        over: item, moment: item.start, scripts: "words", isFolder: { _ in false })))
  answer.subtitles = .init(
    burning: channel.burnRules, of: item.probe, try store.subtitles(of: medium.item.id))
  return answer
}

extension OutlineAnswer.Reason {
  /// Which subtitles are drawn into the pictures, or why none are; nil for a channel that draws none.
  fileprivate init?(
    burning rules: [SubtitleRule]?, of probe: MediaProbe, _ extracted: ExtractedSubtitles?
  ) {
    guard let rules else { return nil }
    guard let (track, rule) = probe.pick(by: rules, onlyText: false) else {
      self.init(reason: "none", detail: "No track of the file fulfils a rule of the channel.")
      return
    }
    let name = [track.language, track.title].compactMap(\.self).joined(separator: ", ")
    let pick =
      "Rule \(rule + 1) of the channel picks the track \(track.index)"
      + (name.isEmpty ? "" : " (\(name))")
    switch SubtitleAnswer.State(of: track, extracted) {
    case .ready: self.init(reason: "drawn", detail: pick + ".")
    case .waiting:
      self.init(
        reason: "waiting",
        detail: pick + ", which is still to be taken out; until then it is not drawn.")
    case .failed:
      let reason = extracted?[track]?.failure ?? "unknown"
      self.init(reason: "failed", detail: pick + ", which can't be read: \(reason)")
    }
  }
}
