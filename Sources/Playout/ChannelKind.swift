public import Library

/// What drives a channel's clock.
public enum ChannelKind: String, Codable, CaseIterable, Sendable {
  /// Its programmes run by the wall clock, whether anybody watches or not.
  case continuous
  /// Its clock stands still while nobody watches.
  case onDemand
  /// It shows another channel, at once or some time later.
  case mirror
  /// It shows what sources elsewhere send, as they send it.
  case live

  /// Whether it plays the library by a timeline of its own.
  public var isProgrammed: Bool { self == .continuous || self == .onDemand }
}

/// What a mirror shows.
public struct MirrorSource: Hashable, Codable, Sendable {
  /// The longest offset.
  public static let longestOffset = Span.days(7)

  /// The channel that is shown.
  public var channel: ChannelID
  /// How much later.
  public var offset: Span

  /// A source with both its parts.
  public init(channel: ChannelID, offset: Span) {
    self.channel = channel
    self.offset = offset
  }
}

extension Channel {
  /// The moment that its own clock shows: the present, or when it was paused.
  public func clock(at now: Moment) -> Moment { pausedAt.map { min($0, now) } ?? now }
}

extension Channel {
  /// Reads a channel; one that an earlier version wrote is a continuous one with the standard
  /// screen.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      id: try values.decode(ChannelID.self, forKey: .id),
      number: try values.decode(ChannelNumber.self, forKey: .number),
      name: try values.decode(String.self, forKey: .name),
      group: try values.decodeIfPresent(String.self, forKey: .group),
      isEnabled: try values.decode(Bool.self, forKey: .isEnabled),
      profile: try values.decode(String.self, forKey: .profile),
      premiere: try values.decode(Moment.self, forKey: .premiere),
      screen: try values.decodeIfPresent(Screen.self, forKey: .screen) ?? .standard,
      viewerLimit: try values.decodeIfPresent(Int.self, forKey: .viewerLimit),
      kind: try values.decodeIfPresent(ChannelKind.self, forKey: .kind) ?? .continuous,
      mirror: try values.decodeIfPresent(MirrorSource.self, forKey: .mirror),
      pausedAt: try values.decodeIfPresent(Moment.self, forKey: .pausedAt),
      pacing: try values.decodeIfPresent(Pacing.self, forKey: .pacing) ?? .adaptive,
      targetBitrate: try values.decodeIfPresent(Int.self, forKey: .targetBitrate),
      audioRules: try values.decodeIfPresent([AudioRule].self, forKey: .audioRules),
      audioTracks: try values.decodeIfPresent([AudioRendition].self, forKey: .audioTracks),
      subtitles: try values.decodeIfPresent([SubtitleRendition].self, forKey: .subtitles),
      burnRules: try values.decodeIfPresent([SubtitleRule].self, forKey: .burnRules),
      graphics: try values.decodeIfPresent([GraphicID].self, forKey: .graphics))
  }
}
