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
}

extension SubtitleBurn {
  private enum CodingKeys: CodingKey {
    case path, stream
  }

  /// Reads an object with `path` for text, or with `stream` for pictures.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let stream = try fields.decodeIfPresent(Int.self, forKey: .stream)
    if let path = try fields.decodeIfPresent(String.self, forKey: .path) {
      self = .text(path: path)
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
    }
  }
}
