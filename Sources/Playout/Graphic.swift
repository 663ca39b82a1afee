public import Library

/// Something that is laid over the pictures of a channel: its logo, or words such as the title.
///
/// All words of a template are filled in where the plan is read, but for the clock, which the
/// pictures' own time tells. All sizes are parts of the picture, so that they fit any profile.
public struct Graphic: Hashable, Codable, Sendable {
  /// What is shown.
  public enum Content: Hashable, Codable, Sendable {
    /// A picture file, by its absolute path; one that moves goes round.
    case image(path: String, isAnimated: Bool)
    /// Words, line by line.
    case text([TextPart], TextLook)
  }

  /// One of nine places.
  public enum Place: String, Codable, CaseIterable, Sendable {
    /// Along the upper edge.
    case topLeft, top, topRight
    /// Half way down.
    case left, center, right
    /// Along the lower edge.
    case bottomLeft, bottom, bottomRight
  }

  /// What is shown.
  public var content: Content
  /// Where.
  public var place = Place.topRight
  /// Its width in percent of the picture's; nil: a picture file at its own size, words as they come.
  public var width: Double?
  /// Its distance from the nearest edge to the left or right, in percent of the picture's width.
  public var marginX = 3.0
  /// Its distance from the nearest edge above or below, in percent of the picture's height.
  public var marginY = 4.0
  /// How much of it is seen, 0 to 1.
  public var opacity = 1.0
  /// When it is seen, by the channel's clock; nil for always.
  public var rhythm: GraphicRhythm?
  /// How long it takes to come and to go.
  public var fade = Span.zero
  /// Up to when it is seen, by the channel's clock; nil for the whole item.
  public var until: Moment?

  /// Something to show at the usual place.
  public init(_ content: Content) {
    self.content = content
  }
}

/// When a graphic is seen: for so long, once in each period of the clock.
public struct GraphicRhythm: Hashable, Codable, Sendable {
  /// The time from one beginning to the next, counted from midnight of 1970 in UTC.
  public var period: Span
  /// How long it is seen each time.
  public var length: Span

  /// A rhythm with all its parts.
  public init(period: Span, length: Span) {
    self.period = period
    self.length = length
  }
}

/// A part of what a graphic says.
public enum TextPart: Hashable, Codable, Sendable {
  /// Words as they are.
  case words(String)
  /// The time of day in hours and minutes, so many seconds east of UTC.
  case clock(zone: Int)
  /// A new line.
  case line
}

/// How words look.
public struct TextLook: Hashable, Codable, Sendable {
  /// The height of a line in percent of the picture's height.
  public var size = 4.0
  /// The colour as six hexadecimal digits.
  public var color = "ffffff"
  /// The colour behind the words as six hexadecimal digits; nil for none.
  public var background: String?

  /// White words without a background.
  public init() {}
}
