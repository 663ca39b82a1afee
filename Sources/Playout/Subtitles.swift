/// The words of an item for one of its channel's renditions of subtitles.
public struct PlanSubtitle: Hashable, Codable, Sendable {
  /// The rendition's place among the channel's.
  public var rendition: Int
  /// The absolute path of a file that EXStreamTV made: WebVTT with the times of the medium.
  public var path: String

  /// The words in a file.
  public init(rendition: Int, path: String) {
    self.rendition = rendition
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
  /// Pictures out of a file that EXStreamTV made, with the times of the medium.
  case images(path: String)
}

extension SubtitleBurn {
  /// Where the fonts of the file are, if it has any; nil for pictures.
  public var fontFolder: String? {
    if case .text(let path) = self { path + ".fonts" } else { nil }
  }

  private enum CodingKeys: CodingKey {
    case path, stream, isPictures
  }

  /// Reads an object with `path` for text, or with `stream` for pictures; `isPictures` beside a path.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let stream = try fields.decodeIfPresent(Int.self, forKey: .stream)
    if let path = try fields.decodeIfPresent(String.self, forKey: .path) {
      let isPictures = try fields.decodeIfPresent(Bool.self, forKey: .isPictures) ?? false
      self = isPictures ? .images(path: path) : .text(path: path)
    } else {
      self = .image(stream: stream ?? 0)
    }
  }

  /// Writes an object with either `path` or `stream`.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .text(let path): try fields.encode(path, forKey: .path)
    case .image(let stream): try fields.encode(stream, forKey: .stream)
    case .images(let path):
      try fields.encode(path, forKey: .path)
      try fields.encode(true, forKey: .isPictures)
    }
  }
}
