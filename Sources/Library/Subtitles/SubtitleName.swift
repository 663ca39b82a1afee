/// What the name of a file with subtitles tells, such as `Alien.de.forced.srt` beside `Alien.mkv`.
///
/// Words between points are taken for a language and for marks; all others are its title. Nothing
/// of a name ever becomes a path.
public struct SubtitleName: Hashable, Sendable {
  /// ffprobe's name of what such files hold, such as `subrip`.
  public var codec: String
  /// The language, in small letters; nil where it is not told.
  public var language: String?
  /// What else it is called; nil for nothing.
  public var title: String?
  /// Whether it only tells what the sound's own language leaves open.
  public var isForced = false
  /// Whether it is for the hard of hearing.
  public var isForImpaired = false
  /// Whether it is of a commentary.
  public var isCommentary = false
  /// Whether it is the default.
  public var isDefault = false

  private static let codecs = [
    "srt": "subrip", "ass": "ass", "ssa": "ass", "vtt": "webvtt", "idx": "dvd_subtitle",
  ]
  private static let mostWords = 8
  private static let longestTitle = 100

  /// ffprobe's name of what files with an ending hold; nil for an ending of other files.
  public static func codec(ofEnding ending: Substring) -> String? { codecs[ending.lowercased()] }

  /// Reads what stands in a file's name behind the medium's.
  ///
  /// - Parameters:
  ///   - words: The parts between the points, such as `de` and `forced`.
  ///   - codec: What the file holds.
  public init(words: [Substring], codec: String) {
    self.codec = codec
    var left: [Substring] = []
    for (index, word) in words.prefix(Self.mostWords).enumerated() {
      let small = word.lowercased()
      switch small {
      case "forced", "foreign": isForced = true
      case "sdh", "cc": isForImpaired = true
      case "default": isDefault = true
      case "commentary", "comment": isCommentary = true
      // Hindi, unless another word is the language.
      case "hi"
      where language != nil || words[(index + 1)...].contains { Language.isKnown("\($0)") }:
        isForImpaired = true
      case _ where language == nil && Language.isKnown(small): language = small
      default: left.append(word)
      }
    }
    let words = left.joined(separator: " ").prefix(Self.longestTitle)
    let plain = words.unicodeScalars.filter { $0.properties.generalCategory != .control }
    title = plain.isEmpty ? nil : String(String.UnicodeScalarView(plain))
  }
}

extension SubtitleStream {
  /// The track in a file beside a medium.
  ///
  /// - Parameters:
  ///   - file: The file.
  ///   - name: What its name tells.
  ///   - place: Its place among the files beside the medium, from zero.
  public init(in file: SubtitleFile, named name: SubtitleName, at place: Int) {
    self.init(
      index: -1 - place, codec: name.codec, language: name.language, title: name.title,
      isForced: name.isForced, isDefault: name.isDefault, isForImpaired: name.isForImpaired,
      isCommentary: name.isCommentary, file: file)
  }
}
