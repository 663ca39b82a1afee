import Library
import TestSupport
import Testing

/// One path below `/media` and what a viewer would say is in it.
struct NamedPath: CustomTestStringConvertible, Sendable {
  var path: String
  var expected: NameGuess
  var testDescription: String { path }

  static func movie(_ path: String, _ title: String, _ year: Int, part: Int? = nil) -> NamedPath {
    NamedPath(
      path: path, expected: NameGuess(kind: .movie, title: title, year: year, part: part))
  }

  static func episode(
    _ path: String, _ show: String, _ season: Int?, _ episode: Int?, _ title: String,
    year: Int? = nil, to last: Int? = nil
  ) -> NamedPath {
    NamedPath(
      path: path,
      expected: NameGuess(
        kind: .episode, title: title, year: year, show: show, season: season, episode: episode,
        episodeEnd: last))
  }

  static func other(_ path: String, _ title: String) -> NamedPath {
    NamedPath(path: path, expected: NameGuess(kind: .other, title: title))
  }
}

@Suite("Guessing what a file is from its name")
struct NameGuessTests {
  @Test(
    "films carry a year, in their own name or in their folder's",
    arguments: [
      .movie("Heat (1995)/Heat (1995) [1080p].mkv", "Heat", 1995),
      .movie("Movie.Name.1999.1080p.BluRay.x264-GRP.mkv", "Movie Name", 1999),
      .movie("1917 (2019).mkv", "1917", 2019),
      .movie("1917.2019.2160p.UHD.BluRay.x265.mkv", "1917", 2019),
      .movie("2001 A Space Odyssey (1968).mkv", "2001 A Space Odyssey", 1968),
      .movie("2001.A.Space.Odyssey.1968.720p.mkv", "2001 A Space Odyssey", 1968),
      .movie("Blade Runner 2049 (2017)/Blade Runner 2049.mkv", "Blade Runner 2049", 2017),
      .movie("Blade.Runner.2049.2017.1080p.mkv", "Blade Runner 2049", 2017),
      .movie("Wonder Woman 1984 (2020)/Wonder Woman 1984.mkv", "Wonder Woman 1984", 2020),
      .movie("1984 (1956).avi", "1984", 1956),
      .movie("2012 (2009) {tmdb-14161}.mkv", "2012", 2009),
      .movie("(500) Days of Summer (2009).mkv", "(500) Days of Summer", 2009),
      .movie(
        "Birdman or (The Unexpected Virtue of Ignorance) (2014).mkv",
        "Birdman or (The Unexpected Virtue of Ignorance)", 2014),
      .movie("E.T. the Extra-Terrestrial (1982).mkv", "E.T. the Extra-Terrestrial", 1982),
      .movie("A.I.Artificial.Intelligence.2001.DVDRip.avi", "A.I. Artificial Intelligence", 2001),
      .movie("WALL·E (2008).mkv", "WALL·E", 2008),
      .movie("Amélie (2001) [tmdbid-194].mkv", "Amélie", 2001),
      .movie("Léon_The_Professional_(1994)_[1080p].mp4", "Léon The Professional", 1994),
      .movie("The Matrix [1999].mkv", "The Matrix", 1999),
      .movie("Se7en.1995.REMASTERED.1080p.WEB-DL.mkv", "Se7en", 1995),
      .movie("Alien.1979.Directors.Cut.1080p.mkv", "Alien", 1979),
      .movie("Kill Bill (2003)/Kill Bill (2003) - cd2.avi", "Kill Bill", 2003, part: 2),
      .movie("The Ten Commandments (1956) pt1.mkv", "The Ten Commandments", 1956, part: 1),
      .movie(
        "Harry Potter and the Deathly Hallows Part 1 (2010).mkv",
        "Harry Potter and the Deathly Hallows Part 1", 2010),
      .movie("The.Matrix.1999.1080p.BluRay.x264-GRP/grp-matrix.mkv", "The Matrix", 1999),
      .movie("Heat (1995)/heat.mkv", "Heat", 1995),
      .movie("Amélie (2001)/Le fabuleux destin.mkv", "Le fabuleux destin", 2001),
      .movie("Films/Drama/Heat (1995)/Heat (1995).mkv", "Heat", 1995),
      .movie("Mr. Holland's Opus (1995).mkv", "Mr. Holland's Opus", 1995),
      .movie("Charlotte's Web (2006) 1080p.mkv", "Charlotte's Web", 2006),
      .movie("(2019) Parasite.mkv", "Parasite", 2019),
      .movie("千と千尋の神隠し (2001).mkv", "千と千尋の神隠し", 2001),
      .movie("Сталкер (1979).mkv", "Сталкер", 1979),
      .movie("Class of 1984.mkv", "Class of", 1984),
      .movie("Up (2009) {edition-Director's Cut}.mkv", "Up", 2009),
      .movie("WALL-E.2008.mkv", "WALL-E", 2008),
      .movie("Movie 🎬 \"Quoted\" (2011).mkv", "Movie 🎬 \"Quoted\"", 2011),
      .movie("Two\nLines (2011).mkv", "Two Lines", 2011),
      .movie("-leading dash (2011).mkv", "-leading dash", 2011),
    ] as [NamedPath])
  func films(_ named: NamedPath) {
    #expect(NameGuess.guess(path: "/media/" + named.path, root: "/media") == named.expected)
  }

  @Test(
    "episodes carry season and number, in their own name or in their folder's",
    arguments: [
      .episode(
        "The Wire/Season 01/The Wire - S01E02 - The Detail.mkv", "The Wire", 1, 2, "The Detail"),
      .episode("Show.S01E02.The.Title.1080p.WEB-DL.x264-GRP.mkv", "Show", 1, 2, "The Title"),
      .episode("Show.S01E02E03.720p.mkv", "Show", 1, 2, "Episode 2", to: 3),
      .episode("Show - s01e02-e04 - Long One.mkv", "Show", 1, 2, "Long One", to: 4),
      .episode("Show - S01E02-03 - Double.mkv", "Show", 1, 2, "Double", to: 3),
      .episode("Show - S01E02-1080p.mkv", "Show", 1, 2, "Episode 2"),
      .episode("Show 1x02 Title.avi", "Show", 1, 2, "Title"),
      .episode("Show - 10x12-13 - Two.avi", "Show", 10, 12, "Two", to: 13),
      .episode("Show 1x02x03 Two.avi", "Show", 1, 2, "Two", to: 3),
      .episode("Show/Season 1/1x02.avi", "Show", 1, 2, "Episode 2"),
      .episode("Show/Season 0/Show S00E01 Behind.mkv", "Show", 0, 1, "Behind"),
      .episode("Show/Specials/Show - S00E05 - Holiday.mkv", "Show", 0, 5, "Holiday"),
      .episode("Show/Specials/Making of.mkv", "Show", 0, nil, "Making of"),
      .episode(
        "The Daily Show/The Daily Show - 2024-05-01 - Guest.mkv", "The Daily Show", 2024, 501,
        "Guest"),
      .episode("The.Daily.Show.2024.05.01.720p.mkv", "The Daily Show", 2024, 501, "2024-05-01"),
      .episode("News/Season 2024/2024-05-01.mkv", "News", 2024, 501, "2024-05-01"),
      .episode("Naruto/Season 1/Naruto - 012.mkv", "Naruto", 1, 12, "Episode 12"),
      .episode(
        "Naruto/Season 1/[Grp] Naruto - 012 [1080p][A1B2].mkv", "Naruto", 1, 12, "Episode 12"),
      .episode("Show/Season 2/03 - Third.mkv", "Show", 2, 3, "Third"),
      .episode("Show/Season 2/03. Third.mkv", "Show", 2, 3, "Third"),
      .episode("Show/Season 2/Episode 4.mkv", "Show", 2, 4, "Episode 4"),
      .episode("Show/Season 2/Show Ep05 - Fifth.mkv", "Show", 2, 5, "Fifth"),
      .episode("Show/Season 2/Pilot.mkv", "Show", 2, nil, "Pilot"),
      .episode(
        "12 Monkeys/Season 1/12 Monkeys - 03 - Cassandra.mkv", "12 Monkeys", 1, 3, "Cassandra"),
      .episode(
        "12 Monkeys/Season 01/12 Monkeys S01E01 Splinter.mkv", "12 Monkeys", 1, 1, "Splinter"),
      .episode("12.Monkeys.S01E01.720p.HDTV.mkv", "12 Monkeys", 1, 1, "Episode 1"),
      .episode(
        "Doctor Who (2005)/Season 01/Doctor Who (2005) - S01E01 - Rose.mkv", "Doctor Who", 1, 1,
        "Rose", year: 2005),
      .episode(
        "Doctor Who (2005) [tvdbid-78804]/S01/S01E01.mkv", "Doctor Who", 1, 1, "Episode 1",
        year: 2005),
      .episode(
        "Doctor Who (2005)/doctor.who.s01e01.mkv", "Doctor Who", 1, 1, "Episode 1", year: 2005),
      .episode("Archer.2009.S01E01.Mole.Hunt.720p.mkv", "Archer", 1, 1, "Mole Hunt", year: 2009),
      .episode("1923/Season 1/1923 - S01E01 - 1923.mkv", "1923", 1, 1, "1923"),
      .episode("1923.S01E02.1080p.mkv", "1923", 1, 2, "Episode 2"),
      .episode("S.W.A.T. S01E01.mkv", "S.W.A.T.", 1, 1, "Episode 1"),
      .episode("S.W.A.T.S01E01.Pilot.mkv", "S.W.A.T.", 1, 1, "Pilot"),
      .episode(
        "Marvels.Agents.of.S.H.I.E.L.D.S02E03.720p.mkv", "Marvels Agents of S.H.I.E.L.D.", 2, 3,
        "Episode 3"),
      .episode(
        "Mr. Robot - S01E01 - eps1.0_hellofriend.mov.mkv", "Mr. Robot", 1, 1,
        "eps1 0 hellofriend mov"),
      .episode("24/Season 8/24 - S08E24.mkv", "24", 8, 24, "Episode 24"),
      .episode("9-1-1/Season 1/9-1-1 - S01E01 - Pilot.mkv", "9-1-1", 1, 1, "Pilot"),
      .episode("The 100 S01E01.mkv", "The 100", 1, 1, "Episode 1"),
      .episode("Tatort/Staffel 3/Tatort - S03E01 - Mord.mkv", "Tatort", 3, 1, "Mord"),
      .episode("Tatort/3. Staffel/01 - Mord.mkv", "Tatort", 3, 1, "Mord"),
      .episode(
        "Show.Name.S02.1080p.WEB-GRP/Show.Name.S02E05.Title.1080p.mkv", "Show Name", 2, 5, "Title"),
      .episode("Show.Name.S02.COMPLETE.1080p/05.mkv", "Show Name", 2, 5, "Episode 5"),
      .episode("Show.S01E07.Title.1080p.WEB-GRP/0a8f6c.mkv", "Show", 1, 7, "Title"),
      .episode("Show/Season 01/Show.S01E02.1080p.WEB-GRP/x.mkv", "Show", 1, 2, "Episode 2"),
      .episode("Show Season 1 Episode 2.mkv", "Show", 1, 2, "Episode 2"),
      .episode("Show S01 E02 Title.mkv", "Show", 1, 2, "Title"),
      .episode("Show [S01E02] Title.mkv", "Show", 1, 2, "Title"),
      .episode("Show - S01E02v2 - Title.mkv", "Show", 1, 2, "Title"),
      .episode("Anime - S01E1000 - Title.mkv", "Anime", 1, 1000, "Title"),
      .episode("进击的巨人S01E01.mkv", "进击的巨人", 1, 1, "Episode 1"),
      .episode("Show - S01E02 - Proper Fun.mkv", "Show", 1, 2, "Proper Fun"),
      .episode("Show.S01E02.PROPER.1080p.mkv", "Show", 1, 2, "Episode 2"),
      .episode("Show S01E02 - Who Shot \"J.R.\"?.mkv", "Show", 1, 2, "Who Shot \"J.R.\"?"),
      .episode("S01E02 - Title.mkv", "media", 1, 2, "Title"),
      .episode("Season 01/S01E02 - Title.mkv", "media", 1, 2, "Title"),
    ] as [NamedPath])
  func episodes(_ named: NamedPath) {
    #expect(NameGuess.guess(path: "/media/" + named.path, root: "/media") == named.expected)
  }

  @Test(
    "everything else keeps its own name",
    arguments: [
      .other("Holiday.mp4", "Holiday"),
      .other("Holiday/Beach 1080p.mp4", "Beach"),
      .other("2019-07-14 Beach.mp4", "2019-07-14 Beach"),
      .other("2019-07-14.mp4", "2019-07-14"),
      .other("BigBuckBunny_320x180.mp4", "BigBuckBunny 320x180"),
      .other("bikes.mp4", "bikes"),
      .other("1917.mkv", "1917"),
      .other("Blade Runner 2049.mkv", "Blade Runner 2049"),
      .other("The 1900 House.mkv", "The 1900 House"),
      .other("Heat (1995)/Heat (1995)-trailer.mkv", "Heat (1995)-trailer"),
      .other("Heat (1995)/sample.mkv", "sample"),
      .other("Concert 1920x1080.mkv", "Concert 1920x1080"),
      .other("Naruto - 012.mkv", "Naruto - 012"),
      .other("Specials/Making of.mkv", "Making of"),
      .other("Series 7 The Contenders/Film.mkv", "Film"),
      .other("'; DROP TABLE media; --.mp4", "'; DROP TABLE media;"),
      .other("-i.mp4", "-i"),
      .other("100%d.mp4", "100%d"),
      .other("[1080p].mkv", "[1080p]"),
      .other("1080p.mkv", "1080p"),
      .other(".mkv", "mkv"),
      .other("...mkv", ".."),
      .other("🎉🎉.mkv", "🎉🎉"),
      .other("a\r\nb\u{7}c.mp4", "a b c"),
      .other("\n.mp4", ".mp4"),
      .other("Video [dQw4w9WgXcQ].webm", "Video"),
    ] as [NamedPath])
  func others(_ named: NamedPath) {
    #expect(NameGuess.guess(path: "/media/" + named.path, root: "/media") == named.expected)
  }

  @Test("the library's folder may end in a slash, or be another one than the file's")
  func roots() {
    let path = "/srv/tv/Show/Season 1/01.mkv"
    for root in ["/srv/tv", "/srv/tv/", "//srv//tv", "/elsewhere", ""] {
      let guess = NameGuess.guess(path: path, root: root)
      #expect(guess.show == "Show", "below \(root)")
      #expect(guess.episode == 1, "below \(root)")
    }
    #expect(NameGuess.guess(path: path, root: "/srv/tv/Show").show == "Show")
    #expect(NameGuess.guess(path: path, root: "/srv/tv/Show/Season 1").kind == .other)
  }

  @Test("any bytes give a title in one line, without control characters")
  func survivesAnyBytes() {
    var generator = SeededGenerator(seed: 7)
    let pieces = [
      "S01E02", "s1e", "1x02", "(1999)", "(", "[", "{", "]", ")", "}", ".", " - ", "_", "/", "\n",
      "1080p", "x264", "2024-05-01", "Season 1", "\u{301}", "👨‍👩‍👧", "é", "\u{0}", "%d", "Specials",
      "E03",
      "-", "１", "٣", "²", "\u{FEFF}", "part", "cd1", "mkv",
    ]
    for round in 0..<4000 {
      var bytes: [UInt8] = []
      for _ in 0..<Int.random(in: 0..<24, using: &generator) {
        if round.isMultiple(of: 2) {
          bytes += Array(pieces.randomElement(using: &generator)?.utf8 ?? "".utf8)
        } else {
          bytes.append(UInt8.random(in: 0...255, using: &generator))
        }
      }
      let path = String(decoding: bytes, as: UTF8.self)
      let guess = NameGuess.guess(path: "/media/" + path, root: "/media")
      let isPlain = guess.title.unicodeScalars.allSatisfy {
        $0.properties.generalCategory != .control
      }
      #expect(!guess.title.isEmpty && isPlain, "for \(path.debugDescription)")
      #expect(guess.kind != .movie || guess.year != nil)
      #expect(guess.kind != .episode || guess.show?.isEmpty == false)
      #expect(guess.show?.contains("\n") != true)
    }
  }

  @Test(
    "names of 4 KB and deep paths of them are read once over", .timeLimit(.minutes(1)),
    arguments: [
      "(", "[", "{", ".", "-", "S01E", "S01E02", "1x02", "(1999", "2024-05-", "a.", " ", "0",
      "é", "season 1 ", "web ", "proper.", "{[",
    ])
  func longNames(_ piece: String) {
    let name = String(repeating: piece, count: 4096 / piece.utf8.count)
    let path = "/media/" + String(repeating: name + "/", count: 50) + name + ".mkv"
    for _ in 0..<20 {
      #expect(!NameGuess.guess(path: path, root: "/media").title.isEmpty)
    }
  }
}
