extension NamePlace {
  /// The file read as a film: its name or its folder's name carries a year.
  func film() -> NameGuess? {
    guard !isExtra else { return nil }
    let named = FilmName(stem)
    guard let folder = folders.first.flatMap({ FilmName($0) }), folder.isMarked else {
      return named?.guess
    }
    if let named, named.isMarked || named.title.essence == folder.title.essence {
      return named.guess
    }
    // `Amélie (2001)/Le fabuleux destin.mkv` keeps its own title; a code name
    // such as `grp-mtrx.mkv`, or a spelling of the folder's name, gives way.
    var guess = folder.guess
    guess.part = FilmName.part(in: stem)
    let own = stem.beforeReleaseTags
    let isReleaseFolder = folders.first?.releaseTags(mayBegin: false) != nil
    let ownEssence = own.essence
    let folderEssence = folder.title.essence
    let isSpelling = ownEssence.hasPrefix(folderEssence) || folderEssence.hasPrefix(ownEssence)
    if !isReleaseFolder, !isSpelling, guess.part == nil, own.words.count > 1 {
      guess.title = own.title
    }
    return guess
  }

  /// Whether the file is a trailer or the like, which players keep beside the film.
  private var isExtra: Bool {
    guard let last = stem.words.last, Self.extras.contains(last.text) else { return false }
    let start = last.range.lowerBound
    return start == stem.characters.startIndex || stem.characters[start - 1] == "-"
  }

  private static let extras: Set<String> = [
    "behindthescenes", "clip", "deleted", "deletedscene", "featurette", "interview", "sample",
    "scene", "short", "trailer",
  ]
}

/// A name with a year in it.
struct FilmName {
  /// What stands for the title.
  var title: NameText
  /// The year of release.
  var year: Int
  /// Whether the year stands in brackets or before release tags, so that it is surely one.
  var isMarked: Bool
  /// The number of the disc or part.
  var part: Int?

  /// Reads `Title (1999)`, `Title.1999.1080p` or `Title 1999`; nil without a year.
  init?(_ name: NameText) {
    guard let found = Self.bracketedYear(in: name) ?? Self.bareYear(in: name) else { return nil }
    year = found.year
    isMarked = found.isMarked
    let before = name.upTo(found.range.lowerBound)
    let after = name.from(found.range.upperBound)
    part = Self.part(in: after)
    title = before.title.isEmpty ? NameText(after.beforeReleaseTags.titleAfterMark) : before
  }

  /// The film that the name names.
  var guess: NameGuess {
    NameGuess(kind: .movie, title: title.title, year: year, part: part)
  }

  /// The number in `cd1`, `part 2`, `pt3` or `disc1`.
  static func part(in text: NameText) -> Int? {
    let words = text.words
    for (index, word) in words.enumerated() {
      guard let name = partNames.first(where: { word.text.hasPrefix($0) }) else { continue }
      let rest = word.text.dropFirst(name.count)
      let next = index + 1 < words.count ? words[index + 1].text[...] : ""
      if let number = smallNumber(rest.isEmpty ? next : rest) { return number }
    }
    return nil
  }

  private struct Found {
    var range: Range<Int>
    var year: Int
    var isMarked: Bool
  }

  /// The last year in brackets of its own; a span of years counts as its first.
  private static func bracketedYear(in name: NameText) -> Found? {
    let text = name.characters
    var index = text.endIndex
    while index > text.startIndex {
      index -= 1
      guard "([".contains(text[index]) else { continue }
      var scanner = NameScanner(text, at: index + 1)
      guard let year = scanner.digits(4...4), years.contains(year) else { continue }
      if scanner.accept(any: "-–") {
        _ = scanner.skip(" ", atMost: 1)
        _ = scanner.digits(4...4)
      }
      guard scanner.accept(any: ")]") else { continue }
      return Found(range: index..<scanner.index, year: year, isMarked: true)
    }
    return nil
  }

  /// The last year that stands free, at the end of the title.
  ///
  /// Not the first word, which is the title itself (`1917`), and, between
  /// spaces, not one that more words follow (`The 1900 House`).
  private static func bareYear(in name: NameText) -> Found? {
    let tags = name.releaseTags(mayBegin: false)
    let words = name.withinTitle(tags).words
    guard
      let index = words.lastIndex(where: { word in
        word.text.count == 4 && Int(word.text).map(bareYears.contains) == true
      }), index > 0, let year = Int(words[index].text)
    else { return nil }
    let isLast = index == words.count - 1
    let isSpaced = name.characters.contains { $0.isControlOrSpace }
    guard isLast || tags != nil || !isSpaced else { return nil }
    return Found(range: words[index].range, year: year, isMarked: tags != nil)
  }

  private static func smallNumber(_ text: Substring) -> Int? {
    guard (1...2).contains(text.count), text.allSatisfy({ $0.isDigit }) else { return nil }
    return Int(text)
  }

  private static let partNames = ["cd", "part", "pt", "disc", "disk", "dvd"]
  private static let years = 1880...2100
  /// Without brackets a year from the future is rather a title: `Blade Runner 2049`.
  private static let bareYears = 1900...2039
}

extension NameText {
  /// The name up to its release tags, with bracketed tags left out of account.
  fileprivate func withinTitle(_ tags: Int?) -> NameText {
    let title = tags.map { upTo($0) } ?? self
    guard let bracket = title.characters.firstIndex(where: { $0 == "[" || $0 == "{" }),
      bracket > title.characters.startIndex
    else { return title }
    return title.upTo(bracket)
  }
}
