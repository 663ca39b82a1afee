/// Turns the words of a cue as files write them into those of WebVTT.
struct SubtitleMarkup {
  /// As many characters as a cue may have.
  private static let longest = 2000
  private static let longestTag = 200
  private static let kept: Set<String> = ["i", "b", "u"]
  private static let dropped: Set<String> = [
    "font", "s", "c", "v", "lang", "ruby", "rt", "span", "p", "em", "strong",
  ]

  private var written = ""
  private var open: [String] = []

  /// Words of SubRip or WebVTT: with tags, and with what ASS has in braces.
  static func plain(_ text: String) -> String {
    var markup = SubtitleMarkup()
    var rest = text.prefix(longest)[...]
    while let character = rest.first {
      if character == "<", let length = markup.takeTag(rest) {
        rest = rest.dropFirst(length)
      } else if let length = override(rest) {
        rest = rest.dropFirst(length)
      } else if character == "&", let (length, meant) = entity(rest) {
        markup.write(meant)
        rest = rest.dropFirst(length)
      } else {
        markup.write(character)
        rest = rest.dropFirst()
      }
    }
    return markup.finished()
  }

  /// Words of ASS; empty for drawings.
  static func styled(_ text: String) -> String {
    var markup = SubtitleMarkup()
    var rest = text.prefix(longest)[...]
    while let character = rest.first {
      if character == "{", let end = rest.firstIndex(of: "}") {
        let words = rest[rest.index(after: rest.startIndex)..<end].split(separator: "\\")
        if words.contains(where: isDrawing) { return "" }
        for word in words { markup.take(override: word) }
        rest = rest[rest.index(after: end)...]
      } else if character == "\\", let next = rest.dropFirst().first, "Nnh".contains(next) {
        markup.write(next == "h" ? " " : "\n")
        rest = rest.dropFirst(2)
      } else {
        markup.write(character)
        rest = rest.dropFirst()
      }
    }
    return markup.finished()
  }

  private mutating func write(_ character: Character) {
    switch character {
    case "&": written += "&amp;"
    case "<": written += "&lt;"
    case ">": written += "&gt;"
    default: written.append(character)
    }
  }

  /// Takes a tag; the answer is its length, nil where it is none.
  private mutating func takeTag(_ text: Substring) -> Int? {
    guard let end = text.prefix(Self.longestTag).firstIndex(of: ">") else { return nil }
    var inside = text[text.index(after: text.startIndex)..<end]
    let isEnd = inside.first == "/"
    if isEnd { inside = inside.dropFirst() }
    let name = inside.prefix { $0.isLetter }.lowercased()
    let isTime = inside.first?.isNumber == true && inside.allSatisfy { "0123456789:.".contains($0) }
    if Self.kept.contains(name) {
      if isEnd { close(name) } else { begin(name) }
    } else if name == "br" {
      written += "\n"
    } else if !Self.dropped.contains(name), !isTime {
      return nil
    }
    return text.distance(from: text.startIndex, to: end) + 1
  }

  private mutating func take(override word: Substring) {
    guard word.count <= 4, let letter = word.first, "ibu".contains(letter),
      let number = Int(word.dropFirst())
    else { return }
    if number == 0 { close("\(letter)") } else { begin("\(letter)") }
  }

  private mutating func begin(_ name: String) {
    guard !open.contains(name) else { return }
    open.append(name)
    written += "<\(name)>"
  }

  private mutating func close(_ name: String) {
    guard let index = open.lastIndex(of: name) else { return }
    for inner in open[index...].reversed() { written += "</\(inner)>" }
    let again = open[(index + 1)...]
    open.removeSubrange(index...)
    for inner in again { begin(inner) }
  }

  /// Without empty lines, which would end the cue, and without tags around nothing.
  private mutating func finished() -> String {
    for name in open.reversed() { written += "</\(name)>" }
    let lines = written.split(separator: "\n").map { line in
      String(line.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }.filter { !$0.isEmpty }
    let text = lines.joined(separator: "\n")
    let isSeen = Self.withoutTags(text).contains { !$0.isWhitespace }
    return isSeen ? text : ""
  }

  private static func withoutTags(_ text: String) -> String {
    var isTag = false
    return text.filter { character in
      if character == "<" { isTag = true }
      defer { if character == ">" { isTag = false } }
      return !isTag
    }
  }

  private static func isDrawing(_ word: Substring) -> Bool {
    word.first == "p" && (Int(word.dropFirst()) ?? 0) > 0
  }

  /// The length of what ASS has in braces, such as `{\an8}`; nil where there is none.
  private static func override(_ text: Substring) -> Int? {
    guard text.hasPrefix("{\\"), let end = text.prefix(longestTag).firstIndex(of: "}") else {
      return nil
    }
    return text.distance(from: text.startIndex, to: end) + 1
  }

  private static func entity(_ text: Substring) -> (length: Int, meant: Character)? {
    let known: [(String, Character)] = [
      ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", "\u{A0}"), ("&quot;", "\""),
    ]
    return known.first { text.hasPrefix($0.0) }.map { ($0.0.count, $0.1) }
  }
}
