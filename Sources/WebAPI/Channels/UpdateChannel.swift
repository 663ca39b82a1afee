import Control
import Library
import Playout
import Schedule
import Store

/// What is to be different about a channel; what is left out stays.
struct ChannelChange: Codable {
  var number: String?
  var name: String?
  /// Empty for no group.
  var group: String?
  var enabled: Bool?
  var kind: ChannelKind?
  /// The channel that a mirror shows.
  var source: ChannelID?
  /// How much later a mirror shows it.
  var offset: Span?
  /// Replaces all sources of a live channel; an address as it was shown keeps its password.
  var sources: [SourceChoice]?
  var content: ContentChoice?
  var order: PlayOrder?
  var profile: String?
  /// Replaces the screen as a whole.
  var screen: ScreenChoice?
  /// Zero for any number.
  var viewerLimit: Int?
  var pacing: Pacing?
  /// Zero for any number.
  var targetBitrate: Int?
  /// Replaces all rules for the sound track; empty for the file's own default.
  var audio: [AudioChoice]?
  /// Replaces all sound tracks beside the main one; empty for none.
  var audioTracks: [AudioOffer]?
  /// Replaces all subtitles that viewers can switch on; empty for none.
  var subtitles: [SubtitleOffer]?
  /// Replaces all rules for what is drawn into the pictures; empty for none.
  var burn: [SubtitleChoice]?
  /// Replaces all graphics; empty for none.
  var graphics: [GraphicID]?
}

func updateChannel(_ call: Call, _ change: ChannelChange) throws -> ChannelAnswer {
  let old = try call.channel()
  let new = try change.applied(to: old, in: call)
  guard new != old else { return ChannelAnswer(old) }
  try ChannelFields.checkIsFree(new.channel.number, for: new.channel.id, in: call.studio.store)
  if let mirror = new.channel.mirror,
    let circle = try call.studio.store.circle(
      through: new.channel.id, showing: [mirror.channel.rawValue])
  {
    throw Problem.invalid(
      "source", "Channels would show each other in a circle: \(circle). Choose another source.")
  }
  try call.studio.store.update(new)
  try call.subtitlesChanged(from: old.channel, to: new.channel)
  let isAnother = new.channel.kind != old.channel.kind || new.channel.mirror != old.channel.mirror
  if new.rules != old.rules || new.ruleSet != old.ruleSet || isAnother {
    try call.programmingChanged(new.channel.id)
  } else {
    try call.guideChanged()
  }
  if isAnother || (old.channel.isEnabled && !new.channel.isEnabled) {
    call.stopQuietly(new.channel.id)
  } else {
    call.refreshQuietly(new.channel.id)
  }
  call.publish(.channels, "updated")
  return ChannelAnswer(new)
}

extension ChannelChange {
  func applied(to old: ProgrammedChannel, in call: Call) throws -> ProgrammedChannel {
    let studio = call.studio
    let store = studio.store
    var new = old
    if let number { new.channel.number = try ChannelFields.number(number) }
    if let name { new.channel.name = try ChannelFields.name(name) }
    if let group { new.channel.group = try ChannelFields.group(group) }
    if let enabled { new.channel.isEnabled = enabled }
    if let profile { new.channel.profile = try ChannelFields.profile(profile, in: store) }
    try applyKind(to: &new, in: store, now: studio.now())
    try applyRules(to: &new, from: old.channel.kind, in: store)
    new.sources = try ChannelFields.sources(
      sources, old: old.sources, of: new.channel, base: try BaseAddress(of: call.request))
    if let screen, screen != ScreenChoice(old.channel.screen) {
      new.channel.screen = try screen.screen(private: studio.privateFolders)
    }
    if let viewerLimit { new.channel.viewerLimit = try ChannelFields.viewerLimit(viewerLimit) }
    if let pacing { new.channel.pacing = pacing }
    if let graphics { new.channel.graphics = try ChannelFields.graphics(graphics, in: store) }
    if let audio { new.channel.audioRules = try ChannelFields.audioRules(audio) }
    if let audioTracks {
      new.channel.audioTracks = try ChannelFields.audioTracks(audioTracks)
    }
    if let subtitles { new.channel.subtitles = try ChannelFields.subtitles(subtitles) }
    if let burn { new.channel.burnRules = try ChannelFields.burnRules(burn) }
    if targetBitrate != nil || profile != nil {
      new.channel.targetBitrate = try ChannelFields.targetBitrate(
        targetBitrate ?? new.channel.targetBitrate ?? 0, of: new.channel, in: store)
    }
    return new
  }

  private func applyKind(to new: inout ProgrammedChannel, in store: Store, now: Moment) throws {
    let old = new.channel
    new.channel.kind = kind ?? old.kind
    guard new.channel.kind == .mirror || source != nil || offset != nil || kind != nil else {
      return
    }
    let isMirror = new.channel.kind == .mirror
    new.channel.mirror = try ChannelFields.mirror(
      source ?? (isMirror ? old.mirror?.channel : nil),
      offset ?? (isMirror ? old.mirror?.offset : nil), of: new.channel.kind, in: store)
    guard new.channel.kind != old.kind else { return }
    new.channel.pausedAt = new.channel.kind == .onDemand ? now : nil
  }

  private func applyRules(
    to new: inout ProgrammedChannel, from old: ChannelKind, in store: Store
  ) throws {
    if !new.channel.kind.isProgrammed {
      try ChannelFields.checkPlaysNothing(content, order, new.channel.kind)
      (new.rules, new.ruleSet) = (.unused, nil)
    } else if !old.isProgrammed {
      new.rules = try ChannelFields.rules(
        content, order, seed: nil, of: new.channel.kind, in: store)
    } else {
      if new.ruleSet != nil { try checkIsSame(as: new.rules) }
      if let content, content != ContentChoice(new.rules.content) {
        new.rules.content = try ChannelFields.content(content, in: store)
      }
      if let order { new.rules.order = order }
    }
  }

  /// Refuses another content or order where they would change nothing.
  private func checkIsSame(as rules: ContinuousRules) throws {
    let isOther = content.map { $0 != ContentChoice(rules.content) } ?? false
    guard isOther || order.map({ $0 != rules.order }) ?? false else { return }
    throw Problem(
      409, "The channel is programmed by rules; change them on its schedule page.",
      field: isOther ? "content" : "order")
  }
}

extension Call {
  /// Asks for words to be taken out of files, where a channel begins to show subtitles.
  func subtitlesChanged(from old: Channel?, to new: Channel) throws {
    let (before, now) = (old?.subtitles ?? [], new.subtitles ?? [])
    guard before != now || old?.burnRules != new.burnRules, new.showsSubtitles else { return }
    try studio.store.enqueue(kind: .subtitles)
  }

  /// Has a channel that is on air take over its new name, number and profile with its next item.
  func refreshQuietly(_ channel: ChannelID) {
    _ = try? studio.control.send(.refresh(channel: channel), studio.patience.status)
  }

  /// Takes a channel off air; that nobody can be asked is no reason to refuse a change.
  func stopQuietly(_ channel: ChannelID) {
    _ = try? studio.control.send(.stop(channel: channel), studio.patience.status)
  }
}
