/// The part of a name that counts an episode, such as `S01E02`.
struct EpisodeMark: Equatable {
  /// Where it stands in the name.
  var range: Range<Int>
  /// The season, if the mark names one.
  var season: Int?
  /// The episode.
  var episode: Int
  /// The last episode when the file holds several.
  var episodeEnd: Int?
  /// The mark itself when the episode goes by its date.
  var date: String?

  /// Finds `S01E02`, `Season 1 Episode 2`, `1x02` or `2024-05-01`, in this order of trust.
  static func find(in name: NameText) -> EpisodeMark? {
    for read in [seasonAndEpisode, crossed, dated] {
      for start in name.characters.indices {
        let scanner = NameScanner(name.characters, at: start)
        guard scanner.isAtWordStart, let mark = read(scanner) else { continue }
        return mark
      }
    }
    return nil
  }

  private static func seasonAndEpisode(_ start: NameScanner) -> EpisodeMark? {
    var scanner = start
    guard scanner.accept("season") || scanner.accept("s") else { return nil }
    _ = scanner.skip(separators, atMost: 2)
    guard let season = scanner.digits(1...4) else { return nil }
    _ = scanner.skip(separators, atMost: 3)
    guard scanner.accept("episode") || scanner.accept("ep") || scanner.accept("e") else {
      return nil
    }
    _ = scanner.skip(separators, atMost: 2)
    guard let episode = scanner.digits(1...4) else { return nil }
    let last = followers(&scanner, after: episode, season: season, letter: "e")
    version(&scanner)
    return EpisodeMark(
      range: start.index..<scanner.index, season: season, episode: episode, episodeEnd: last)
  }

  private static func crossed(_ start: NameScanner) -> EpisodeMark? {
    var scanner = start
    guard let season = scanner.digits(1...2), scanner.accept("x"),
      let episode = scanner.digits(2...3)
    else { return nil }
    let last = followers(&scanner, after: episode, season: season, letter: "x")
    guard scanner.isAtWordEnd else { return nil }
    return EpisodeMark(
      range: start.index..<scanner.index, season: season, episode: episode, episodeEnd: last)
  }

  private static func dated(_ start: NameScanner) -> EpisodeMark? {
    var scanner = start
    guard let year = scanner.digits(4...4), (1900...2100).contains(year),
      let separator = scanner.next, "-._ ".contains(separator),
      scanner.accept(any: String(separator)),
      let month = scanner.digits(2...2), (1...12).contains(month),
      scanner.accept(any: String(separator)),
      let day = scanner.digits(2...2), (1...31).contains(day), scanner.isAtWordEnd
    else { return nil }
    let date = [String(year), twoDigits(month), twoDigits(day)].joined(separator: "-")
    return EpisodeMark(
      range: start.index..<scanner.index, season: year, episode: month * 100 + day, date: date)
  }

  /// Takes `E03`, `-E03`, `-03`, `-S01E03` or `-1x03` as long as the numbers rise.
  private static func followers(
    _ scanner: inout NameScanner, after episode: Int, season: Int, letter: String
  ) -> Int? {
    var last: Int?
    while let next = follower(scanner, season: season, letter: letter),
      next.number > last ?? episode, next.number <= (last ?? episode) + 50
    {
      last = next.number
      scanner = next.scanner
    }
    return last
  }

  private static func follower(
    _ start: NameScanner, season: Int, letter: String
  ) -> (number: Int, scanner: NameScanner)? {
    var scanner = start
    let joined = scanner.accept(any: "-+&")
    if !joined { _ = scanner.skip("._ ", atMost: 1) }
    let afterSeparator = scanner
    let namesSeason =
      letter == "x"
      ? (scanner.digits(1...2) ?? season) == season
      : !scanner.accept("s") || scanner.digits(1...4) == season
    if namesSeason, scanner.accept(letter) {
      guard let number = scanner.digits(2...4) ?? (joined ? scanner.digits(1...1) : nil) else {
        return nil
      }
      let ends = scanner.isAtWordEnd || scanner.next?.lowercased() == letter
      return ends ? (number, scanner) : nil
    }
    scanner = afterSeparator
    guard joined, let number = scanner.digits(2...3), scanner.isAtWordEnd else { return nil }
    return (number, scanner)
  }

  /// Takes the `v2` of a corrected release.
  private static func version(_ scanner: inout NameScanner) {
    var ahead = scanner
    if ahead.accept("v"), ahead.digits(1...1) != nil, ahead.isAtWordEnd { scanner = ahead }
  }

  private static func twoDigits(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }

  private static let separators = " ._-"
}
