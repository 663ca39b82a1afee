public import Library

/// Which file is to be tried in which profile, as a job is told it.
public struct TryOutWish: Hashable, Codable, Sendable {
  /// The file.
  public var media: MediaID
  /// The profile, which need not be stored.
  public var profile: TranscodeProfile

  /// A wish with both its parts.
  public init(media: MediaID, profile: TranscodeProfile) {
    self.media = media
    self.profile = profile
  }
}
