extension NameText {
  /// A word of a name and where it stands.
  struct Word {
    var range: Range<Int>
    var text: String
  }

  /// The words of the name in lower case.
  var words: [Word] {
    characters.split { $0.isSeparator }.map { word in
      Word(range: word.startIndex..<word.endIndex, text: String(word).lowercased())
    }
  }

  /// The name up to the words that a release group adds, such as `1080p.BluRay.x264-GRP`.
  var beforeReleaseTags: NameText {
    releaseTags(mayBegin: false).map { upTo($0) } ?? self
  }

  /// Where the words begin that a release group adds; nil when there are none.
  ///
  /// A name is not made of them alone unless it `mayBegin` with them, as what
  /// follows an episode's number may.
  func releaseTags(mayBegin: Bool) -> Int? {
    let words = words
    let first = mayBegin ? 0 : 1
    for index in words.indices where index >= first {
      let next = index + 1 < words.count ? words[index + 1].text : ""
      guard Self.isReleaseTag(words[index].text, before: next) else { continue }
      var start = index
      while start > first, Self.companions.contains(words[start - 1].text) { start -= 1 }
      return words[start].range.lowerBound
    }
    return nil
  }

  private static func isReleaseTag(_ word: String, before next: String) -> Bool {
    if tags.contains(word) { return true }
    if let nexts = pairs[word] { return nexts.contains(next) }
    return false
  }

  /// Words that no title holds.
  private static let tags: Set<String> = [
    "480i", "480p", "540p", "576i", "576p", "720p", "1080i", "1080p", "1440p", "2160p", "4320p",
    "4k", "8k", "uhd", "bluray", "bdrip", "brrip", "bdremux", "bdmv", "webrip", "webdl", "hdtv",
    "uhdtv", "pdtv", "sdtv", "dsrip", "dvbrip", "tvrip", "vhsrip", "hdrip", "dvdrip", "dvdscr",
    "dvdr", "dvd5", "dvd9", "hddvd", "hdcam", "telesync", "remux", "x264", "x265", "h264",
    "h265", "hevc", "avc", "xvid", "divx", "av1", "vc1", "mpeg2", "10bit", "8bit", "hdr10",
    "hdr10plus", "hlg", "aac", "aac2", "ac3", "eac3", "dts", "dtshd", "truehd", "atmos", "ddp",
    "ddp2", "ddp5", "ddp7", "dd2", "dd5", "flac", "amzn", "dsnp", "atvp", "hmax",
  ]

  /// Words that are a tag only before certain others.
  private static let pairs: [String: Set<String>] = [
    "web": ["dl", "rip"], "blu": ["ray"], "h": ["264", "265"], "x": ["264", "265"],
    "bd": ["rip", "remux"], "dvd": ["rip"], "hd": ["rip", "tv"], "10": ["bit"],
  ]

  /// Words that belong to a release only when they stand right before its tags.
  private static let companions: Set<String> = [
    "complete", "convert", "cut", "directors", "dl", "dubbed", "dv", "dvd", "extended", "final",
    "german", "french", "hdr", "hybrid", "imax", "internal", "limited", "multi", "nf", "proper",
    "readnfo", "real", "remastered", "repack", "rerip", "restored", "sdr", "subbed", "theatrical",
    "uncensored", "uncut", "unrated", "us", "web",
  ]
}
