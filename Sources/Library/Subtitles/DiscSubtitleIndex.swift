/// What the index of a DVD's subtitles tells: `Alien.idx`, whose pictures are in `Alien.sub`.
///
/// ffmpeg makes a stream of each language that has a picture, in their order; so does this.
public struct DiscSubtitleIndex: Hashable, Sendable {
  /// One language.
  public struct Stream: Hashable, Sendable {
    /// The language, in small letters; nil where it is not told.
    public var language: String?
    /// What else it is called; nil for nothing.
    public var title: String?
  }

  /// How many languages a disc can have.
  private static let most = 32
  private static let longestTitle = 100

  /// The languages that have pictures; none for a text that is no index.
  public private(set) var streams: [Stream] = []

  /// Reads an index.
  ///
  /// - Parameter text: What the file holds, whatever its line ends are.
  public init(_ text: String) {
    guard text.prefix(60).contains("VobSub index file") else { return }
    var next: Stream?
    for line in text.split(whereSeparator: \.isNewline) {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let value = line[line.index(after: colon)...].drop { $0 == " " }
      switch line[..<colon] {
      case "id":
        let word = value.prefix { $0 != "," && $0 != " " }.lowercased()
        next = Stream(language: Language.isKnown(word) ? word : nil)
      case "alt":
        let words = value.unicodeScalars.filter { $0.properties.generalCategory != .control }
        let title = String(String.UnicodeScalarView(words)).prefix(Self.longestTitle)
        next?.title = title.isEmpty ? nil : String(title)
      case "timestamp":
        guard let stream = next, streams.count < Self.most else { continue }
        streams.append(stream)
        next = nil
      default: break
      }
    }
  }
}
