/// The words of an item for one of its channel's renditions of subtitles.
public struct PlanSubtitle: Hashable, Codable, Sendable {
  /// The absolute path of a file that EXStreamTV made: WebVTT with the times of the medium.
  public var path: String

  /// The words in a file.
  public init(path: String) {
    self.path = path
  }
}

/// Subtitles that are drawn into the pictures.
public enum SubtitleBurn: Hashable, Codable, Sendable {
  /// Text out of a file that EXStreamTV made, whose name is its own: ASS or SRT in UTF-8, with the
  /// times of the medium.
  case text(path: String)
  /// Pictures, of the medium's stream with that index.
  case image(stream: Int)
}
