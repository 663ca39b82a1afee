/// What a graphic says, with names in braces that are filled in for each programme.
///
///     let template = try GraphicTemplate("Now: {title}\nNext at {next.start}: {next}")
///
/// `{{` and `}}` are braces themselves.
public struct GraphicTemplate: Hashable, Sendable {
  /// What can be filled in.
  public enum Field: String, CaseIterable, Sendable {
    /// The programme: a film's title, or a show's.
    case title
    /// The episode's title.
    case subtitle
    /// `S01E02`.
    case episode
    /// The year of release.
    case year
    /// When the programme begins.
    case start
    /// When it ends.
    case end
    /// The programme after it.
    case next
    /// The title of that one's episode.
    case nextSubtitle = "next.subtitle"
    /// `S01E02` of it.
    case nextEpisode = "next.episode"
    /// When it begins.
    case nextStart = "next.start"
    /// The channel's name.
    case channel
    /// The channel's number.
    case number
    /// The time of day, which goes on.
    case clock
  }

  /// A part of a line.
  enum Part: Hashable, Sendable {
    case words(String)
    case field(Field)
  }

  /// The most letters of a template.
  public static let longest = 500
  /// The most lines.
  public static let mostLines = 8

  /// The parts, line by line.
  let lines: [[Part]]

  /// Whether it can't be filled in without the guide.
  public var needsGuide: Bool {
    lines.joined().contains { part in
      switch part {
      case .words, .field(.channel), .field(.number), .field(.clock): false
      case .field: true
      }
    }
  }

  /// Reads a template.
  ///
  /// - Throws: What is wrong with it, and what it may hold.
  public init(_ text: String) throws(GraphicFault) {
    guard text.contains(where: { !$0.isWhitespace }) else {
      throw GraphicFault("text", "Say what is shown, such as {title}.")
    }
    guard text.count <= Self.longest, text.utf8.count <= 4 * Self.longest else {
      throw GraphicFault("text", "The text must have at most \(Self.longest) characters.")
    }
    let rows = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    guard rows.count <= Self.mostLines else {
      throw GraphicFault("text", "The text must have at most \(Self.mostLines) lines.")
    }
    var lines: [[Part]] = []
    for row in rows { lines.append(try Self.parts(of: row)) }
    self.lines = lines
  }

  private static func parts(of row: Substring) throws(GraphicFault) -> [Part] {
    var parts: [Part] = []
    var words = ""
    var rest = row
    while let letter = rest.popFirst() {
      if letter == "{" || letter == "}", rest.first == letter {
        words.append(letter)
        rest.removeFirst()
      } else if letter == "}" {
        throw GraphicFault("text", "A '}' has no '{' before it; write }} for the sign itself.")
      } else if letter == "{" {
        parts.append(.words(words))
        words = ""
        parts.append(.field(try field(&rest)))
      } else {
        words.append(letter)
      }
    }
    parts.append(.words(words))
    return parts.filter { $0 != .words("") }
  }

  /// The field whose opening brace was read.
  private static func field(_ rest: inout Substring) throws(GraphicFault) -> Field {
    guard let end = rest.firstIndex(of: "}") else {
      throw GraphicFault("text", "A '{' is not closed; write {{ for the sign itself.")
    }
    let name = rest[..<end].filter { !$0.isWhitespace }
    guard let field = Field(rawValue: name) else {
      let known = Field.allCases.map { "{\($0.rawValue)}" }.joined(separator: ", ")
      throw GraphicFault(
        "text", "There is no {\(name.prefix(40))}; what can be filled in is \(known).")
    }
    rest = rest[rest.index(after: end)...]
    return field
  }
}
