extension NamePlace {
  /// The file read as an episode: its name or its folder counts it.
  func episode() -> NameGuess? {
    // A release's own folder repeats its episode's mark: `Show.S01E02.1080p-GRP/abc.mkv`.
    let marked = folders.prefix { EpisodeMark.find(in: $0).map { $0.date == nil } ?? false }
    let around = folders.dropFirst(marked.count)
    let season = around.first.flatMap { SeasonFolder($0) }
    for name in [stem] + marked {
      guard let mark = EpisodeMark.find(in: name) else { continue }
      return episode(mark, in: name, season: season, around: Array(around))
    }
    return uncounted(season: season, around: Array(around))
  }

  private func episode(
    _ mark: EpisodeMark, in name: NameText, season: SeasonFolder?, around: [NameText]
  ) -> NameGuess? {
    let prefix = name.upTo(mark.range.lowerBound)
    let show = show(prefix: prefix, season: season, around: around)
    // A date alone is a home video's name rather than an episode's.
    if mark.date != nil, season == nil, prefix.title.isEmpty { return nil }
    guard let show else { return nil }
    let after = name.from(mark.range.upperBound)
    let rest = after.releaseTags(mayBegin: true).map { after.upTo($0) } ?? after
    let title = rest.titleAfterMark
    return NameGuess(
      kind: .episode, title: title.isEmpty ? mark.date ?? "Episode \(mark.episode)" : title,
      year: show.year, show: show.title, season: mark.season ?? season?.season,
      episode: mark.episode, episodeEnd: mark.episodeEnd)
  }

  /// An episode without a mark of its own, in the folder of a season.
  private func uncounted(season: SeasonFolder?, around: [NameText]) -> NameGuess? {
    guard let season, !season.isSpecials || around.count > 1,
      let show = show(prefix: NameText(""), season: season, around: around)
    else { return nil }
    var guess = NameGuess(
      kind: .episode, title: stem.beforeReleaseTags.title, year: show.year, show: show.title,
      season: season.season)
    guard let counted = PlainCount(stem, show: NameText(show.title)) else { return guess }
    guess.episode = counted.number
    let title = counted.rest.titleAfterMark
    guess.title = title.isEmpty ? "Episode \(counted.number)" : title
    return guess
  }

  /// The show by the folder above the season's, by the season's own folder, or by the
  /// file's name, whichever is nearest to what its owner wrote.
  private func show(
    prefix: NameText, season: SeasonFolder?, around: [NameText]
  ) -> ShowName? {
    if season != nil, around.count > 1, let show = ShowName(around[1]) { return show }
    if let show = season?.show.flatMap({ ShowName($0) }) { return show }
    let folder = season == nil ? around.first.flatMap { ShowName($0) } : nil
    if let show = ShowName(prefix) {
      guard let folder, NameText(folder.title).essence == NameText(show.title).essence else {
        return show
      }
      return folder
    }
    return folder ?? ShowName(root)
  }
}

/// A show as a folder or the beginning of a file's name tells it.
struct ShowName {
  /// The show's title.
  var title: String
  /// The year that tells it from a namesake.
  var year: Int?

  /// Reads `Doctor Who (2005)` or, in a release's spelling, `Doctor.Who.2005`.
  init?(_ name: NameText) {
    let isSpaced = name.trimmed.characters.contains { $0.isControlOrSpace }
    if let dated = FilmName(name), dated.isMarked || !isSpaced, !dated.title.title.isEmpty {
      title = dated.title.title
      year = dated.year
    } else {
      title = name.beforeReleaseTags.title
    }
    guard title.contains(where: { $0.isLetter || $0.isNumber || $0.isSymbol }) else { return nil }
  }
}

/// An episode's number that stands without a mark, believed only in a season's folder.
struct PlainCount {
  /// The episode.
  var number: Int
  /// What follows the number.
  var rest: NameText

  /// Reads `012`, `01 - Title`, `Show - 012`, `Show Ep 12` or `Show 012`.
  init?(_ stem: NameText, show: NameText) {
    let name = stem.withoutTags.beforeReleaseTags
    var words = name.words
    // Numbers in the show's own name, as in `12 Monkeys`, do not count.
    let own = show.words.map(\.text)
    if words.map(\.text).starts(with: own) { words.removeFirst(own.count) }
    let index =
      words.indices.first { $0 > 0 && Self.names.contains(words[$0 - 1].text) }
      .flatMap { Self.number(words[$0].text) == nil ? nil : $0 }
      ?? words.indices.first { index in
        Self.number(words[index].text) != nil
          && (index == 0 || index == words.count - 1 || name.hasDash(before: words[index]))
      }
    guard let index, let number = Self.number(words[index].text) else { return nil }
    self.number = number
    rest = name.from(words[index].range.upperBound)
  }

  private static func number(_ text: String) -> Int? {
    let digits = text.hasPrefix("e") ? text.drop { $0 == "e" || $0 == "p" } : text[...]
    guard (1...3).contains(digits.count), digits.allSatisfy({ $0.isDigit }) else { return nil }
    return Int(digits)
  }

  private static let names: Set<String> = ["episode", "ep", "e", "folge", "episodio", "épisode"]
}

extension NameText {
  /// Whether ` - ` stands before the word.
  fileprivate func hasDash(before word: Word) -> Bool {
    let before = characters[..<word.range.lowerBound].suffix(3)
    return before.contains { "-–—".contains($0) }
  }
}
