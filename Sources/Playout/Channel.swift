public import Library

/// The stable identity of a channel: it never changes, whatever its number
/// or name become, so players keep their favourites and guides their mapping.
///
/// Eight characters out of `a-z` and `2-7`. It names the channel's folder of
/// segments and is part of addresses, so nothing else is accepted.
public struct ChannelID: RawRepresentable, Hashable, Codable, Sendable {
  /// The eight characters.
  public let rawValue: String

  /// Wraps an identity; nil when it has any other shape.
  public init?(rawValue: String) {
    guard rawValue.utf8.count == 8,
      rawValue.utf8.allSatisfy({ (97...122).contains($0) || (50...55).contains($0) })
    else { return nil }
    self.rawValue = rawValue
  }

  /// Draws a new identity.
  public static func random(using generator: inout some RandomNumberGenerator) -> ChannelID {
    let letters = Array("abcdefghijklmnopqrstuvwxyz234567")
    let drawn = String((0..<8).map { _ in letters[Int.random(in: 0..<32, using: &generator)] })
    guard let id = ChannelID(rawValue: drawn) else { preconditionFailure("the alphabet fits") }
    return id
  }
}

/// A channel's number as viewers type it: `7` or `7.1`, sorted as numbers.
///
/// As with broadcast subchannels `7.10` is the tenth of channel 7, not `7.1`.
public struct ChannelNumber: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The part before the point, 1 to 99999.
  public let major: Int
  /// The part after the point, 0 to 999, if there is one.
  public let minor: Int?

  /// Reads `7` or `7.1`; nil for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count),
      parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }),
      parts[0].count <= 5, let major = Int(parts[0]), major > 0
    else { return nil }
    self.major = major
    guard parts.count == 2 else {
      minor = nil
      return
    }
    guard parts[1].count <= 3, let minor = Int(parts[1]) else { return nil }
    self.minor = minor
  }

  /// `7` or `7.1`.
  public var description: String { minor.map { "\(major).\($0)" } ?? "\(major)" }

  /// One integer that sorts as the numbers do.
  public var sortKey: Int { major * 1001 + (minor.map { $0 + 1 } ?? 0) }

  /// Orders by major, then minor; `7` comes before `7.0`.
  public static func < (first: ChannelNumber, second: ChannelNumber) -> Bool {
    first.sortKey < second.sortKey
  }
}

extension ChannelNumber: Codable {
  /// Reads a string such as `"7.1"`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let number = ChannelNumber(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "'\(text)' is not a channel number such as 7 or 7.1")
    }
    self = number
  }

  /// Writes a string such as `"7.1"`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// A channel as viewers and players know it; what it plays is its programming.
public struct Channel: Identifiable, Hashable, Codable, Sendable {
  /// The stable identity.
  public var id: ChannelID
  /// The number that viewers type.
  public var number: ChannelNumber
  /// The name that viewers read.
  public var name: String
  /// The group that players sort it into.
  public var group: String?
  /// Whether it can be tuned and stands in playlists and guide.
  public var isEnabled: Bool
  /// The name of its transcode profile.
  public var profile: String
  /// When its first programme starts.
  public var premiere: Moment
  /// What it shows while there is no programme.
  public var screen: Screen
  /// How many viewers it may have at once; nil for any number.
  public var viewerLimit: Int?
  /// What drives its clock.
  public var kind: ChannelKind
  /// What it shows, if it is a mirror.
  public var mirror: MirrorSource?
  /// Since when its clock stands still, if it is an on-demand channel that nobody watches.
  public var pausedAt: Moment?
  /// How fast its endless stream is handed to viewers.
  public var pacing: Pacing
  /// The most bits a second of its endless stream that a viewer is sent; nil for any number.
  public var targetBitrate: Int?
  /// Which sound track of a file it plays, first match wins; nil for the file's own default.
  public var audioRules: [AudioRule]?
  /// Sound tracks beside that one, which viewers can choose; nil for none.
  public var audioTracks: [AudioRendition]?
  /// Subtitles that viewers can switch on; nil for none.
  public var subtitles: [SubtitleRendition]?
  /// Which subtitles are drawn into the pictures, first match wins; nil for none.
  public var burnRules: [SubtitleRule]?
  /// What is laid over its pictures, from the lowest to the highest; nil for nothing.
  public var graphics: [GraphicID]?

  enum CodingKeys: String, CodingKey {
    case id, number, name, group, isEnabled, profile, premiere, screen, viewerLimit, kind
    case mirror, pausedAt, pacing, targetBitrate, audioRules, audioTracks
    case subtitles, burnRules, graphics
  }

  /// A channel with all its parts.
  public init(
    id: ChannelID, number: ChannelNumber, name: String, group: String? = nil,
    isEnabled: Bool = true, profile: String, premiere: Moment, screen: Screen = .standard,
    viewerLimit: Int? = nil, kind: ChannelKind = .continuous, mirror: MirrorSource? = nil,
    pausedAt: Moment? = nil, pacing: Pacing = .adaptive, targetBitrate: Int? = nil,
    audioRules: [AudioRule]? = nil, audioTracks: [AudioRendition]? = nil,
    subtitles: [SubtitleRendition]? = nil, burnRules: [SubtitleRule]? = nil,
    graphics: [GraphicID]? = nil
  ) {
    self.id = id
    self.number = number
    self.name = name
    self.group = group
    self.isEnabled = isEnabled
    self.profile = profile
    self.premiere = premiere
    self.screen = screen
    self.viewerLimit = viewerLimit
    self.kind = kind
    self.mirror = mirror
    self.pausedAt = pausedAt
    self.pacing = pacing
    self.targetBitrate = targetBitrate
    self.audioRules = audioRules
    self.audioTracks = audioTracks
    self.subtitles = subtitles
    self.burnRules = burnRules
    self.graphics = graphics
  }

  /// Whether it shows any subtitles.
  public var showsSubtitles: Bool { subtitles != nil || burnRules != nil }
}
