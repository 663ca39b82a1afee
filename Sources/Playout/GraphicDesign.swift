public import Library

/// A graphic as people make it: a picture, or words with names in braces, and how it looks.
///
/// For each item of a plan it becomes a ``Graphic``, see ``graphic(_:in:)``.
public struct GraphicDesign: Hashable, Codable, Sendable {
  /// What is shown.
  public enum Kind: String, Codable, CaseIterable, Sendable {
    /// A picture file.
    case image
    /// Words.
    case text
  }

  /// What people call it.
  public var name: String
  /// What is shown.
  public var kind: Kind
  /// The picture, of an image.
  public var image: GraphicImage?
  /// What it says, of a text, see ``GraphicTemplate``.
  public var text: String?
  /// Where.
  public var place = Graphic.Place.topRight
  /// Its width in percent of the picture's; nil: as wide as it is.
  public var width: Double?
  /// Its distance from the edge to the left or right, in percent of the picture's width.
  public var marginX = 3.0
  /// Its distance from the edge above or below, in percent of the picture's height.
  public var marginY = 4.0
  /// How much of it is seen, 0 to 1.
  public var opacity = 1.0
  /// When it is seen; nil for always.
  public var rhythm: GraphicRhythm?
  /// How long it takes to come and to go.
  public var fade = Span.zero
  /// How words look.
  public var look = TextLook()
  /// Whether it is seen on fillers too.
  public var isOnFillers = false
  /// So long from its beginning on it is seen on a programme; nil for all of it.
  public var first: Span?

  /// A design at the usual place.
  public init(name: String, kind: Kind) {
    self.name = name
    self.kind = kind
  }
}

/// A picture that was given to the station.
public struct GraphicImage: Hashable, Codable, Sendable {
  /// The file's name in the folder of graphics.
  public var file: String
  /// How many pixels it is wide.
  public var width: Int
  /// How many pixels it is high.
  public var height: Int
  /// Whether it moves.
  public var isAnimated: Bool

  /// A picture of its parts.
  public init(file: String, width: Int, height: Int, isAnimated: Bool) {
    self.file = file
    self.width = width
    self.height = height
    self.isAnimated = isAnimated
  }
}
