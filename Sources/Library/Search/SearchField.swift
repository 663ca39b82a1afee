/// Something of a medium that can be searched by: one row of the table of fields.
///
/// A new field is a row here and a row of the store's table of how fields are read.
public struct SearchField: Hashable, Sendable {
  /// What may stand behind the colon.
  public enum Kind: Hashable, Sendable {
    /// Words, of which the last may be cut short; in quotes as they are.
    case text
    /// A whole number or a range of them.
    case number
    /// Bytes, or thousands (`k`), millions (`m`) and thousands of millions (`g`) of them.
    case bytes
    /// How long ago, as `<30d`, or a day, a month, a year or a range of them.
    case time
    /// One of some words.
    case word([String])
    /// The name of a collection.
    case name
  }

  /// What stands before the colon.
  public var name: String
  /// What may stand behind it.
  public var kind: Kind
  /// What it is, in a few words.
  public var summary: String
  /// A value as people write it.
  public var example: String

  /// Every field, in the order in which they are told of.
  public static let all: [SearchField] = [
    .init("title", .text, "Words of the title", "\"night shift\""),
    .init("show", .text, "Words of the show's title", "\"star watch\""),
    .init("season", .number, "The season; 0 holds the specials", "1..3"),
    .init("episode", .number, "The episode within the season", "1"),
    .init("year", .number, "The year of release", "1980..1989"),
    .init("type", .word(["movie", "episode", "music", "other"]), "What it is", "movie"),
    .init("minutes", .number, "The length in full minutes", "30..60"),
    .init("seconds", .number, "The length in full seconds", "<90"),
    .init("added", .time, "When it came into the library", "<30d"),
    .init("folder", .text, "A folder that it lies in: its name or its whole path", "/media/films"),
    .init("path", .text, "Words of the file's path", "remastered"),
    .init("width", .number, "The picture's width in pixels", "1920"),
    .init("height", .number, "The picture's height in pixels", "720.."),
    .init("codec", .text, "The picture's codec", "h264"),
    .init("audio", .text, "The codec of a sound track", "aac"),
    .init("lang", .text, "The language of a sound track", "eng"),
    .init("subs", .text, "The language of a subtitle track", "ger"),
    .init("container", .text, "The kind of file", "matroska"),
    .init("size", .bytes, "The size of the file", ">2g"),
    .init("collection", .name, "What a collection holds", "\"Best of\""),
    .init("smart", .name, "What a smart collection finds", "\"New films\""),
  ]

  private static let byName = Dictionary(
    uniqueKeysWithValues: all.map { ($0.name, $0) })

  /// The field of a name; nil when there is none.
  public static func named(_ name: String) -> SearchField? { byName[name.lowercased()] }

  init(_ name: String, _ kind: Kind, _ summary: String, _ example: String) {
    self.name = name
    self.kind = kind
    self.summary = summary
    self.example = example
  }
}
