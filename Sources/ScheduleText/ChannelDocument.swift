public import Library
public import Playout
public import Schedule

/// A channel with its rules as text: what is needed to have the same on another station.
public struct ChannelDocument: Hashable, Codable, Sendable {
  /// The newest form of documents.
  public static let form = 1

  /// A channel's own fields.
  public struct Fields: Hashable, Codable, Sendable {
    /// The number; the lowest free one when left out.
    public var number: ChannelNumber?
    /// The name.
    public var name: String
    /// The group.
    public var group: String?
    /// Continuous when left out.
    public var kind: ChannelKind?
    /// Whether it is on air for viewers; it is when this is left out.
    public var enabled: Bool?
    /// The transcode profile; the station's first when left out.
    public var profile: String?
    /// What is shown without a programme; words when left out.
    public var picture: Screen.Picture?
    /// What is heard with it; silence when left out.
    public var sound: Screen.Sound?
    /// How many viewers there may be; any number when left out.
    public var viewerLimit: Int?
    /// How fast the endless stream is handed over; adaptive when left out.
    public var pacing: Pacing?
    /// The most bits a second of the endless stream; any number when left out.
    public var targetBitrate: Int?
    /// Which sound track of a file is played, first match wins; the file's own when left out.
    public var sounds: [AudioRule]?
    /// Sound tracks beside that one, which viewers can choose; none when left out.
    public var tracks: [AudioRendition]?
    /// Subtitles that viewers can switch on; none when left out.
    public var subtitles: [SubtitleRendition]?
    /// Which subtitles are drawn into the pictures, first match wins; none when left out.
    public var burn: [SubtitleRule]?
    /// What is laid over its pictures, by name; nothing when left out.
    public var graphics: [GraphicID]?
  }

  /// The form in which it is written.
  public var exstreamtv: Int
  /// The channel.
  public var channel: Fields
  /// What it plays.
  public var rules: RuleSet

  /// The document of a channel.
  init(_ channel: Channel, rules: RuleSet) {
    exstreamtv = Self.form
    self.channel = Fields(
      number: channel.number, name: channel.name, group: channel.group, kind: channel.kind,
      enabled: channel.isEnabled, profile: channel.profile,
      // Files of this machine are no use elsewhere.
      picture: channel.screen.picture == .image ? nil : channel.screen.picture,
      sound: channel.screen.sound == .music ? nil : channel.screen.sound,
      viewerLimit: channel.viewerLimit, pacing: channel.pacing,
      targetBitrate: channel.targetBitrate, sounds: channel.audioRules,
      tracks: channel.audioTracks, subtitles: channel.subtitles, burn: channel.burnRules,
      graphics: channel.graphics)
    self.rules = rules
  }
}
