public import Library

/// Which file is to be tried in which profile, as a job is told it.
public struct TryOutWish: Hashable, Codable, Sendable {
  /// The file.
  public var media: MediaID
  /// The profile, which need not be stored.
  public var profile: TranscodeProfile
  /// The channel whose graphics, sound and subtitles it has; nil for none.
  public var channel: ChannelID?

  /// A wish with all its parts.
  public init(media: MediaID, profile: TranscodeProfile, channel: ChannelID? = nil) {
    self.media = media
    self.profile = profile
    self.channel = channel
  }
}
