import Library
import Playout
import Schedule
import Store

/// A channel as the API shows it.
struct ChannelAnswer: Codable, Hashable, JSONWritable {
  var id: ChannelID
  var number: ChannelNumber
  var name: String
  var group: String?
  var enabled: Bool
  var kind: ChannelKind
  /// Missing for a mirror and a live channel.
  var content: ContentChoice?
  /// Missing for a mirror and a live channel.
  var order: PlayOrder?
  /// How its rules programme it; missing where it plays its content in its order for ever.
  var style: Programming.Style?
  /// How many things the last look ahead found that can't be done as its rules say; missing where
  /// there are none.
  var warnings: Int?
  /// What a mirror shows.
  var source: ChannelID?
  /// How much later a mirror shows it.
  var offset: Span?
  /// Where a live channel takes its picture from; passwords are masked.
  var sources: [SourceChoice]?
  /// Since when an on-demand channel stands still; missing while somebody watches.
  var pausedAt: Moment?
  var profile: String
  var premiere: Moment
  var screen: ScreenChoice
  /// How many viewers it may have at once; missing for any number.
  var viewerLimit: Int?
  var pacing: Pacing
  /// The most bits a second that a viewer of the endless stream is sent; missing for any number.
  var targetBitrate: Int?
  /// Which sound track of a file it plays, first match wins; empty for the file's own default.
  var audio: [AudioChoice]
  /// Sound tracks beside the main one, which viewers can choose.
  var audioTracks: [AudioOffer]
  /// Subtitles that viewers can switch on.
  var subtitles: [SubtitleOffer]
  /// Which subtitles are drawn into the pictures, first match wins; empty for none.
  var burn: [SubtitleChoice]
  /// What is laid over its pictures, from the lowest to the highest.
  var graphics: [GraphicID]
  var hls: String
  var ts: String

  init(_ programmed: ProgrammedChannel, warnings: Int? = nil) {
    self.warnings = warnings
    let channel = programmed.channel
    id = channel.id
    number = channel.number
    name = channel.name
    group = channel.group
    enabled = channel.isEnabled
    kind = channel.kind
    content = channel.kind.isProgrammed ? ContentChoice(programmed.rules.content) : nil
    order = channel.kind.isProgrammed ? programmed.rules.order : nil
    style = programmed.ruleSet == nil ? nil : (try? programmed.programming())?.base.style
    source = channel.mirror?.channel
    offset = channel.mirror?.offset
    sources = channel.kind == .live ? programmed.sources.map(SourceChoice.init) : nil
    pausedAt = channel.pausedAt
    profile = channel.profile
    premiere = channel.premiere
    screen = ScreenChoice(channel.screen)
    viewerLimit = channel.viewerLimit
    pacing = channel.pacing
    targetBitrate = channel.targetBitrate
    audio = channel.audioRules?.map(AudioChoice.init) ?? []
    audioTracks = channel.audioTracks?.map(AudioOffer.init) ?? []
    subtitles = channel.subtitles?.map(SubtitleOffer.init) ?? []
    burn = channel.burnRules?.map(SubtitleChoice.init) ?? []
    graphics = channel.graphics ?? []
    hls = "iptv/channel/\(channel.number).m3u8"
    ts = "iptv/channel/\(channel.number).ts"
  }

  func write(to json: inout JSONBytes) {
    json.open()
    json.field("id", id.rawValue)
    json.field("number", number.description)
    json.field("name", name)
    json.field("group", group)
    json.field("enabled", enabled)
    json.field("kind", kind.rawValue)
    if let content { json.field("content", content) }
    json.field("order", order?.rawValue)
    json.field("style", style?.rawValue)
    json.field("warnings", warnings)
    json.field("source", source?.rawValue)
    json.field("offset", offset?.milliseconds)
    if let sources { json.field("sources", sources) }
    json.field("pausedAt", pausedAt?.milliseconds)
    json.field("profile", profile)
    json.field("premiere", premiere.milliseconds)
    json.field("screen", screen)
    json.field("viewerLimit", viewerLimit)
    json.field("pacing", pacing.rawValue)
    json.field("targetBitrate", targetBitrate)
    json.field("audio", audio)
    json.field("audioTracks", audioTracks)
    json.field("subtitles", subtitles)
    json.field("burn", burn)
    json.field("graphics", graphics)
    json.field("hls", hls)
    json.field("ts", ts)
    json.close()
  }
}

/// What a channel plays, as the API writes it.
struct ContentChoice: Codable, Hashable, JSONWritable {
  var kind: RuleContent.Kind
  var id: Int64?
  /// Which season of the show. (Season.)
  var season: Int?
  /// What is looked for. (Search.)
  var query: String?

  init(_ content: ContentSelector) {
    let rule = RuleContent(content)
    (kind, id, season, query) = (rule.kind, rule.id, rule.season, rule.query)
  }

  /// The content that is meant.
  func selector() throws -> ContentSelector {
    try RuleContent(
      kind: kind, id: kind == .library ? nil : id, season: season, query: query
    ).checked()
  }

  /// The content in words.
  var words: String {
    switch (kind, id) {
    case (.library, _): "The library"
    case (.search, _): "The search"
    case (.firstRun, let id?), (.rerun, let id?): "The rerun collection \(id)"
    case (.fillers, let id?): "The list of fillers \(id)"
    case (_, nil): "The content"
    case (_, let id?): "The \(kind.rawValue) \(id)"
    }
  }

  func write(to json: inout JSONBytes) {
    json.open()
    json.field("kind", kind.rawValue)
    json.field("id", id)
    json.field("season", season)
    json.field("query", query)
    json.close()
  }
}

extension GraphicID: JSONWritable {
  func write(to json: inout JSONBytes) { json.value(rawValue) }
}
