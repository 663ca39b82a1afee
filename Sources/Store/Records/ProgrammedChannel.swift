import GRDB
import Library
public import Playout
public import Schedule

/// A channel together with what it plays.
public struct ProgrammedChannel: Hashable, Sendable {
  /// The channel as viewers know it.
  public var channel: Channel
  /// Its programming; a mirror has none, and its rules are never read.
  public var rules: ContinuousRules
  /// A rule set as JSON, which goes before the rules; nil where there is none.
  public var ruleSet: String?
  /// Where its picture comes from, best first, if it is a live channel.
  public var sources: [LiveSource]

  /// A channel with its programming.
  public init(
    channel: Channel, rules: ContinuousRules, ruleSet: String? = nil, sources: [LiveSource] = []
  ) {
    self.channel = channel
    self.rules = rules
    self.ruleSet = ruleSet
    self.sources = sources
  }
}

extension ProgrammedChannel {
  static let columns = """
    c.id, c.number, c.name, c.group_name, c.enabled, c.profile, c.premiere,
    c.content_kind, c.content_id, c.play_order, c.seed, c.viewer_limit,
    c.screen_picture, c.screen_sound, c.screen_image, c.screen_music,
    c.kind, c.source, c.source_offset, c.paused_at, c.pacing, c.target_bitrate,
    (SELECT json_group_array(json_array(l.position, l.url, l.user_agent))
      FROM live_source l WHERE l.channel = c.id) AS sources, c.rules, c.audio_rules,
    c.content_text, c.subtitles, c.burn_rules, c.audio_tracks, c.graphics
    """

  init(row: Row) throws {
    let text: String = row[0]
    guard let id = ChannelID(rawValue: text), let number = ChannelNumber(row[1]),
      let content = ContentSelector(kind: row[7], id: row[8], text: row["content_text"]),
      let order = PlayOrder(rawValue: row[9]), let kind = ChannelKind(rawValue: row[16])
    else {
      throw StoreError(
        .corrupt, subject: "channel \(text)",
        detail: "The stored channel '\(text)' can't be read; delete it and make it anew.")
    }
    self.init(
      channel: Channel(
        id: id, number: number, name: row[2], group: row[3], isEnabled: row[4], profile: row[5],
        premiere: Moment(milliseconds: row[6]), screen: Screen(row: row), viewerLimit: row[11],
        kind: kind,
        mirror: (row[17] as String?).flatMap(ChannelID.init(rawValue:)).map {
          MirrorSource(channel: $0, offset: Span(milliseconds: row[18]))
        },
        pausedAt: (row[19] as Int64?).map(Moment.init(milliseconds:)),
        pacing: Pacing(rawValue: row["pacing"]) ?? .adaptive,
        targetBitrate: row["target_bitrate"],
        audioRules: (row["audio_rules"] as String?).flatMap(AudioRule.list(stored:)),
        audioTracks: StoredList.read(row["audio_tracks"]),
        subtitles: StoredList.read(row["subtitles"]),
        burnRules: StoredList.read(row["burn_rules"]),
        graphics: (row["graphics"] as String?).flatMap([GraphicID].init(listText:))),
      rules: ContinuousRules(
        content: content, order: order, seed: UInt64(bitPattern: row[10])),
      ruleSet: row["rules"], sources: LiveSource.list(stored: row["sources"]))
  }

  /// The values of all columns, in the order in which the statements name them.
  var arguments: StatementArguments {
    [
      "id": channel.id.rawValue, "number": channel.number.description,
      "key": channel.number.sortKey, "name": channel.name, "group": channel.group,
      "enabled": channel.isEnabled, "profile": channel.profile,
      "premiere": channel.premiere.milliseconds, "content": rules.content.kind,
      "content_id": rules.content.id, "content_text": rules.content.text,
      "order": rules.order.rawValue,
      "seed": Int64(bitPattern: rules.seed), "viewer_limit": channel.viewerLimit,
      "kind": channel.kind.rawValue,
      "source": channel.mirror?.channel.rawValue,
      "source_offset": channel.mirror?.offset.milliseconds ?? 0,
      "paused_at": channel.pausedAt?.milliseconds,
      "screen_picture": channel.screen.picture.rawValue,
      "screen_sound": channel.screen.sound.rawValue, "screen_image": channel.screen.image,
      "screen_music": channel.screen.music, "pacing": channel.pacing.rawValue,
      "target_bitrate": channel.targetBitrate, "rules": ruleSet,
      "audio_rules": channel.audioRules.flatMap(AudioRule.stored),
      "subtitles": StoredList.text(channel.subtitles),
      "audio_tracks": StoredList.text(channel.audioTracks),
      "burn_rules": StoredList.text(channel.burnRules),
      "graphics": channel.graphics?.listText,
    ]
  }
}

extension Screen {
  /// The screen of a channel's row; words and silence where a newer version's are not known.
  fileprivate init(row: Row) {
    self.init(
      picture: Picture(rawValue: row["screen_picture"]) ?? Screen.standard.picture,
      sound: Sound(rawValue: row["screen_sound"]) ?? Screen.standard.sound,
      image: row["screen_image"], music: row["screen_music"])
  }
}

extension ContentSelector {
  /// The word for it in the database and on the wire.
  var kind: String { RuleContent(self).kind.rawValue }

  /// The row that it selects by; nil for the whole library and for a search.
  var id: Int64? { RuleContent(self).id }

  /// What it has besides: the query of a search, the number of a season.
  var text: String? {
    switch self {
    case .search(let query): query
    case .season(_, let season): "\(season)"
    default: nil
    }
  }

  init?(kind: String, id: Int64?, text: String?) {
    guard let kind = RuleContent.Kind(rawValue: kind),
      let content = RuleContent(kind: kind, id: id, season: text.flatMap { Int($0) }, query: text)
        .selector
    else { return nil }
    self = content
  }
}
