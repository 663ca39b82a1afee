import Control
import Library
import Playout
import Schedule
import Store

/// What a new channel needs.
struct NewChannel: Codable {
  /// The lowest free number when it is left out.
  var number: String?
  var name: String
  var group: String?
  /// Continuous when it is left out.
  var kind: ChannelKind?
  /// What it plays; not for a mirror or a live channel.
  var content: ContentChoice?
  /// In which order; not for a mirror or a live channel.
  var order: PlayOrder?
  /// The channel that a mirror shows.
  var source: ChannelID?
  /// How much later a mirror shows it, at most seven days; zero when it is left out.
  var offset: Span?
  /// Where a live channel takes its picture from, best first, at most eight.
  var sources: [SourceChoice]?
  /// The first profile when it is left out.
  var profile: String?
  /// Where shuffles are drawn from; drawn anew when it is left out.
  var seed: Int64?
  /// Words and silence when it is left out.
  var screen: ScreenChoice?
  /// When its first programme starts, at most 23 hours ago; now when it is left out.
  var premiere: Moment?
  /// Zero, or left out, for any number.
  var viewerLimit: Int?
  /// How fast the endless stream is handed over; adaptive when it is left out.
  var pacing: Pacing?
  /// The most bits a second of the endless stream; zero, or left out, for any number.
  var targetBitrate: Int?
  /// Which sound track of a file it plays, first match wins; the file's own default when it is left
  /// out.
  var audio: [AudioChoice]?
  /// Sound tracks beside the main one, at most eight; none when it is left out.
  var audioTracks: [AudioOffer]?
  /// Subtitles that viewers can switch on, at most eight; none when it is left out.
  var subtitles: [SubtitleOffer]?
  /// Which subtitles are drawn into the pictures, first match wins; none when it is left out.
  var burn: [SubtitleChoice]?
  /// What is laid over its pictures, from the lowest to the highest; nothing when it is left out.
  var graphics: [GraphicID]?
}

func createChannel(_ call: Call, _ wish: NewChannel) throws -> ChannelAnswer {
  let store = call.studio.store
  let number = try wish.number.map(ChannelFields.number) ?? store.nextFreeChannelNumber()
  let kind = wish.kind ?? .continuous
  let mirror = try ChannelFields.mirror(wish.source, wish.offset, of: kind, in: store)
  let rules = try ChannelFields.rules(
    wish.content, wish.order, seed: wish.seed, of: kind, in: store)
  let premiere = try ChannelFields.premiere(wish.premiere, now: call.studio.now())
  var generator = SystemRandomNumberGenerator()
  var programmed = ProgrammedChannel(
    channel: Channel(
      id: .random(using: &generator), number: number, name: try ChannelFields.name(wish.name),
      group: try wish.group.flatMap(ChannelFields.group),
      profile: try ChannelFields.profile(wish.profile, in: store), premiere: premiere,
      screen: try wish.screen?.screen(private: call.studio.privateFolders) ?? .standard,
      viewerLimit: try wish.viewerLimit.flatMap(ChannelFields.viewerLimit), kind: kind,
      // It begins with its first viewer.
      mirror: mirror, pausedAt: kind == .onDemand ? premiere : nil,
      pacing: wish.pacing ?? .adaptive,
      audioRules: try ChannelFields.audioRules(wish.audio ?? []),
      audioTracks: try ChannelFields.audioTracks(wish.audioTracks ?? []),
      subtitles: try ChannelFields.subtitles(wish.subtitles ?? []),
      burnRules: try ChannelFields.burnRules(wish.burn ?? []),
      graphics: try ChannelFields.graphics(wish.graphics ?? [], in: store)),
    rules: rules)
  programmed.channel.targetBitrate = try ChannelFields.targetBitrate(
    wish.targetBitrate ?? 0, of: programmed.channel, in: store)
  programmed.sources = try ChannelFields.sources(
    wish.sources, old: [], of: programmed.channel, base: try BaseAddress(of: call.request))
  try ChannelFields.checkIsFree(number, for: programmed.channel.id, in: store)
  try store.insert(programmed)
  try call.subtitlesChanged(from: nil, to: programmed.channel)
  try call.programmingChanged(programmed.channel.id)
  call.publish(.channels, "created")
  return ChannelAnswer(programmed)
}

extension Call {
  /// Asks for a channel's timeline and the guide to be made anew.
  func programmingChanged(_ channel: ChannelID) throws {
    try studio.store.enqueue(kind: .timeline, subject: channel.rawValue)
    try guideChanged()
  }

  /// Asks for the guide to be written anew.
  func guideChanged() throws {
    try studio.store.enqueue(kind: .guide)
  }
}
