// Written out, so that each is an object whose fields tell what it is, as the API's description
// needs it.

extension Graphic.Content {
  private enum CodingKeys: CodingKey {
    case path, isAnimated, parts, look
  }

  /// Reads an object with `path` for a picture, or with `parts` for words.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let isAnimated = try fields.decodeIfPresent(Bool.self, forKey: .isAnimated)
    let parts = try fields.decodeIfPresent([TextPart].self, forKey: .parts)
    let look = try fields.decodeIfPresent(TextLook.self, forKey: .look)
    if let path = try fields.decodeIfPresent(String.self, forKey: .path) {
      self = .image(path: path, isAnimated: isAnimated ?? false)
    } else {
      self = .text(parts ?? [], look ?? TextLook())
    }
  }

  /// Writes an object with either `path` or `parts`.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .image(let path, let isAnimated):
      try fields.encode(path, forKey: .path)
      try fields.encode(isAnimated, forKey: .isAnimated)
    case .text(let parts, let look):
      try fields.encode(parts, forKey: .parts)
      try fields.encode(look, forKey: .look)
    }
  }
}

extension TextPart {
  private enum CodingKeys: CodingKey {
    case words, zone
  }

  /// Reads an object with `words`, with the `zone` of a clock, or with nothing for a new line.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let zone = try fields.decodeIfPresent(Int.self, forKey: .zone)
    if let words = try fields.decodeIfPresent(String.self, forKey: .words) {
      self = .words(words)
    } else {
      self = zone.map { .clock(zone: $0) } ?? .line
    }
  }

  /// Writes an object with `words`, with `zone`, or with nothing.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .words(let words): try fields.encode(words, forKey: .words)
    case .clock(let zone): try fields.encode(zone, forKey: .zone)
    case .line: break
    }
  }
}
