/// A further sound track of a channel, such as a second language.
///
/// It is there for the channel's whole life: an item that has no such track brings the channel's
/// main sound in it.
public struct AudioRendition: Hashable, Codable, Sendable {
  /// How many a channel may offer.
  public static let most = 8

  /// What players show.
  public var name: String
  /// The language, as a code; nil where it is none.
  public var language: String?
  /// Which track of a file it is, first match wins.
  public var rules: [AudioRule]

  /// A track with all its parts.
  public init(name: String, language: String? = nil, rules: [AudioRule]) {
    self.name = name
    self.language = language
    self.rules = rules
  }
}

/// All that players of a channel can choose from: it follows from channel and profile alone and is
/// the same for every item.
///
/// Each rendition but the main one has a name that stands in the names of its files:
/// `<sequence>.v1.ts` is the first smaller picture, `<sequence>.a1.ts` the first further sound,
/// `<sequence>.s1.vtt` the first subtitles.
public struct RenditionSet: Hashable, Sendable {
  /// Smaller pictures, `v1`, `v2`, ...
  public var variants: [LadderRung]
  /// Further sound tracks, `a1`, `a2`, ...
  public var audio: [AudioRendition]
  /// Subtitles, `s1`, `s2`, ...
  public var subtitles: [SubtitleRendition]
  /// What the segments of playlists are.
  public var segments: SegmentFormat

  /// What a channel offers with a profile.
  public init(of channel: Channel, _ profile: TranscodeProfile) {
    variants = profile.hasPicture ? profile.ladder : []
    audio = channel.audioTracks ?? []
    subtitles = channel.kind == .live ? [] : channel.subtitles ?? []
    segments = profile.segments
  }
}
