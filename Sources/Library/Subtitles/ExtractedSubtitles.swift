/// What came of taking the words of a file's subtitles out of it, and of the files beside it.
public struct ExtractedSubtitles: Hashable, Codable, Sendable {
  /// What came of one track.
  public struct Track: Hashable, Codable, Sendable {
    /// The track's index in the probe.
    public var index: Int
    /// The name of the words as ASS or SubRip, for drawing; nil where it failed.
    public var words: String?
    /// The name of the words as WebVTT, for players; nil where it failed.
    public var cues: String?
    /// How many cues there are.
    public var count: Int
    /// Why it failed, in words.
    public var failure: String?

    /// A track with all its parts.
    public init(
      index: Int, words: String? = nil, cues: String? = nil, count: Int = 0,
      failure: String? = nil
    ) {
      self.index = index
      self.words = words
      self.cues = cues
      self.count = count
      self.failure = failure
    }
  }

  /// The name of the folder with the files, below that of all subtitles.
  public var folder: String
  /// What came of each track of words.
  public var tracks: [Track]

  /// What came of a file.
  public init(folder: String, tracks: [Track]) {
    self.folder = folder
    self.tracks = tracks
  }

  /// What came of a track; nil where it was not there.
  public subscript(track: SubtitleStream) -> Track? {
    tracks.first { $0.index == track.index }
  }
}
