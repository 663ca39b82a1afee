/// A piece of a file's name, as characters that can be counted from both ends.
struct NameText: Equatable {
  var characters: ArraySlice<Character>

  init(_ text: String) {
    characters = Array(text.prefix(NamePlace.longestName))[...]
  }

  init(_ characters: ArraySlice<Character>) {
    self.characters = characters
  }

  var string: String { String(characters) }
  var isEmpty: Bool { characters.isEmpty }

  /// The text up to an index.
  func upTo(_ index: Int) -> NameText { NameText(characters[..<index]) }

  /// The text from an index on.
  func from(_ index: Int) -> NameText { NameText(characters[index...]) }

  /// The name without the extension of a media file.
  var withoutExtension: NameText {
    guard let dot = characters.lastIndex(of: "."), dot > characters.startIndex else { return self }
    let ending = String(characters[(dot + 1)...]).lowercased()
    return Self.mediaExtensions.contains(ending) ? upTo(dot) : self
  }

  /// The text with every control character turned into a space.
  var spaced: NameText {
    NameText(characters.map { $0.isControlOrSpace ? " " : $0 }[...])
  }

  /// The text without white space at its ends.
  var trimmed: NameText { trimming { $0.isControlOrSpace } }

  /// The text as a title that viewers can read.
  ///
  /// Bracketed tags go, dots and underscores become spaces where they stand
  /// for them, and dangling separators at the end are dropped.
  var title: String {
    var text = withoutTags.trimmingEnd { $0.isDangling }.trimmed
    let isDotted = !text.characters.contains { $0.isControlOrSpace }
    if isDotted { text = text.withoutDots }
    let words = text.characters.split { $0.isControlOrSpace || $0 == "_" }
    return words.map { String($0) }.joined(separator: " ")
  }

  /// The text as the title of an episode, which follows its number.
  var titleAfterMark: String {
    NameText(characters.drop { $0.isDangling || ".:])}".contains($0) }).title
  }

  /// Lower-case letters and digits only, to compare two spellings of a name.
  var essence: String {
    string.lowercased().filter { $0.isLetter || $0.isNumber }
  }

  /// The text without what stands in square brackets or braces.
  var withoutTags: NameText {
    guard characters.contains(where: { $0 == "[" || $0 == "{" }) else { return self }
    var kept: [Character] = []
    var index = characters.startIndex
    // Ends that are known not to come are not searched for again.
    var closes: [Character: Bool] = [:]
    while index < characters.endIndex {
      let character = characters[index]
      if let closing = Self.tagEnds[character], closes[closing] != false {
        if let end = characters[index...].firstIndex(of: closing) {
          kept.append(" ")
          index = end + 1
          continue
        }
        closes[closing] = false
      }
      kept.append(character)
      index += 1
    }
    let stripped = NameText(kept[...])
    return stripped.trimmed.isEmpty ? self : stripped
  }

  /// The text with dots turned into spaces, save those of an abbreviation such as `S.W.A.T.`.
  private var withoutDots: NameText {
    let words = characters.split(separator: ".", omittingEmptySubsequences: true)
    var result: [Character] = []
    for (index, word) in words.enumerated() {
      let isLetter = word.isSingleLetter
      let followsLetter = index > 0 && words[index - 1].isSingleLetter
      let precedesLetter = index + 1 < words.count && words[index + 1].isSingleLetter
      if index > 0, !(isLetter && followsLetter) { result.append(" ") }
      result += word
      if isLetter && (followsLetter || precedesLetter) { result.append(".") }
    }
    return NameText(result[...])
  }

  private func trimming(_ isDropped: (Character) -> Bool) -> NameText {
    NameText(trimmingEnd(isDropped).characters.drop(while: isDropped))
  }

  private func trimmingEnd(_ isDropped: (Character) -> Bool) -> NameText {
    let end = characters.lastIndex { !isDropped($0) }.map { $0 + 1 } ?? characters.startIndex
    return upTo(end)
  }

  private static let tagEnds: [Character: Character] = ["[": "]", "{": "}"]

  private static let mediaExtensions: Set<String> = [
    "3g2", "3gp", "amv", "asf", "avi", "divx", "dv", "f4v", "flv", "iso", "m1v", "m2t", "m2ts",
    "m2v", "m4v", "mk3d", "mkv", "mov", "mp4", "mpe", "mpeg", "mpg", "mpv", "mts", "mxf", "nut",
    "ogg", "ogm", "ogv", "qt", "rm", "rmvb", "strm", "tp", "trp", "ts", "ty", "vob", "webm",
    "wmv", "wtv", "xvid",
  ]
}

extension Character {
  /// Whether it is white space or a control character.
  var isControlOrSpace: Bool {
    isWhitespace || unicodeScalars.allSatisfy { $0.properties.generalCategory == .control }
  }

  /// Whether it is one of `0` to `9`.
  var isDigit: Bool { asciiValue.map { (48...57).contains($0) } ?? false }

  /// Whether it is one of `a` to `z` or `A` to `Z`.
  var isLatin: Bool { asciiValue.map { (65...90).contains($0 & 0xDF) } ?? false }

  /// Whether it parts words in a file's name.
  var isSeparator: Bool { isControlOrSpace || " ._-()[]{},+–—".contains(self) }

  /// Whether it means nothing at the end of a title.
  fileprivate var isDangling: Bool { isControlOrSpace || "-–—_([{".contains(self) }
}

extension ArraySlice<Character> {
  fileprivate var isSingleLetter: Bool { count == 1 && first?.isLetter == true }
}
