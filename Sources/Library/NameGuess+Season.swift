/// A folder that holds one season of a show.
struct SeasonFolder: Equatable {
  /// The season; 0 for the specials.
  var season: Int
  /// The show, when the folder names it too, as `Show Name S01` does.
  var show: NameText?
  /// Whether the folder says no more than `Specials`.
  var isSpecials = false

  /// Reads `Season 01`, `S01`, `Staffel 2`, `3. Staffel`, `Show.S01.1080p` or `Specials`.
  init?(_ name: NameText) {
    let words = name.words
    if words.count == 1, Self.specials.contains(words[0].text) {
      season = 0
      isSpecials = true
      return
    }
    guard let found = Self.number(in: words), Self.isEnd(name.from(found.range.upperBound)) else {
      return nil
    }
    season = found.season
    let before = name.upTo(found.range.lowerBound)
    show = before.title.isEmpty ? nil : before
  }

  private static func number(in words: [NameText.Word]) -> (season: Int, range: Range<Int>)? {
    for (index, word) in words.enumerated() {
      let previous = index > 0 ? words[index - 1] : nil
      let next = index + 1 < words.count ? words[index + 1] : nil
      if names.contains(word.text) {
        if let next, let season = season(next.text[...]) {
          return (season, word.range.lowerBound..<next.range.upperBound)
        }
        if let previous, let season = season(previous.text[...]) {
          return (season, previous.range.lowerBound..<word.range.upperBound)
        }
      }
      for name in ["season", "s"] where word.text.hasPrefix(name) {
        if let season = season(word.text.dropFirst(name.count)) { return (season, word.range) }
      }
    }
    return nil
  }

  private static func season(_ text: Substring) -> Int? {
    guard (1...4).contains(text.count), text.allSatisfy({ $0.isDigit }) else { return nil }
    return Int(text)
  }

  /// Whether nothing of a title follows, as it would in `Series 7 The Contenders`.
  private static func isEnd(_ rest: NameText) -> Bool {
    let text = rest.trimmed
    guard let first = text.characters.first else { return true }
    if "-–—([{".contains(first) { return true }
    guard let tags = text.releaseTags(mayBegin: true) else { return false }
    return text.upTo(tags).title.isEmpty
  }

  private static let specials: Set<String> = ["special", "specials"]
  private static let names: Set<String> = [
    "season", "series", "staffel", "saison", "temporada", "stagione", "seizoen", "sezon",
    "sezóna", "säsong", "sæson", "sesong", "kausi", "évad", "сезон",
  ]
}
