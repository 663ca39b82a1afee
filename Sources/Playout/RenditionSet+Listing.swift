extension RenditionSet {
  /// One playlist of a channel, and which files of the segments it lists.
  public struct Listing: Hashable, Sendable {
    /// The playlist's name beside the segments.
    public var playlist: String
    /// What follows the sequence number in the names of the files.
    public var suffix: String
  }

  /// The playlist of what everybody plays who chooses nothing.
  public static let mainPlaylist = "index.m3u8"

  /// The names of the smaller pictures.
  public var variantNames: [String] { variants.indices.map { "v\($0 + 1)" } }
  /// The names of the further sound tracks.
  public var audioNames: [String] { audio.indices.map { "a\($0 + 1)" } }
  /// The names of the subtitles.
  public var subtitleNames: [String] { subtitles.indices.map { "s\($0 + 1)" } }

  /// All playlists, the main one last.
  public var listings: [Listing] {
    let ending = segments == .fragmented ? "m4s" : "ts"
    let media = (variantNames + audioNames).map { ($0, "\($0).\(ending)") }
    let words = subtitleNames.map { ($0, "\($0).vtt") }
    return (media + words).map { Listing(playlist: "\($0).m3u8", suffix: $1) }
      + [Listing(playlist: Self.mainPlaylist, suffix: ending)]
  }
}

extension TranscodeProfile {
  /// Whether a channel can be had as one endless MPEG-TS: AV1 has no common way into it.
  public var hasTransportStream: Bool { !hasPicture || videoCodec != .av1 }

  /// The same shape as one stream that everybody can be shown, whatever the channel is in.
  public var asAnnouncement: TranscodeProfile {
    var profile = self
    profile.ladder = []
    profile.segments = .transportStream
    if !hasTransportStream {
      profile.videoCodec = .h264
      profile.bitDepth = 8
    }
    return profile
  }
}
