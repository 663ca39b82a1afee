/// Languages as files and people write them: by codes of two or three letters, or by name.
public enum Language {
  /// Whether two words mean the same language; a track without one means none.
  public static func isSame(_ wish: String, _ track: String?) -> Bool {
    guard let track else { return false }
    let (wish, found) = (wish.lowercased(), plain(track.lowercased()))
    return plain(wish) == found
      || place(of: plain(wish)) == place(of: found) && place(of: found) != nil
  }

  /// The three letters of a language (ISO 639-2), as transport streams have them; nil where a word
  /// stands for none.
  public static func threeLetters(of word: String) -> String? {
    place(of: plain(word.lowercased())).map { codes[$0][1] }
  }

  /// Whether a word stands for a language, with or without a region, as in `pt-BR`.
  public static func isKnown(_ word: String) -> Bool { place(of: plain(word.lowercased())) != nil }

  /// The tag that players compare (BCP 47), such as `de` or `pt-BR`, for a word that means a language.
  ///
  /// - Parameter word: A code of two or three letters, with or without a region, or a name.
  /// - Returns: The tag; nil for what is neither known nor looks like a code.
  public static func tag(of word: String) -> String? {
    if let place = place(of: plain(word.lowercased())) {
      let code = codes[place].first
      let region = word.drop { $0 != "-" && $0 != "_" }.dropFirst()
      return code.map { region.isEmpty ? $0 : "\($0)-\(region)" }
    }
    return word.wholeMatch(of: /[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*/) == nil ? nil : word
  }

  /// Without its region, as in `pt-BR`.
  private static func plain(_ word: String) -> Substring {
    word.prefix { $0 != "-" && $0 != "_" }
  }

  private static func place(of word: Substring) -> Int? {
    codes.firstIndex { $0.contains(String(word)) }
  }

  /// Two letters, three letters of both kinds, the English name and the language's own.
  private static let codes: [[String]] = [
    ["en", "eng", "english"], ["de", "deu", "ger", "german", "deutsch"],
    ["fr", "fra", "fre", "french", "français", "francais"],
    ["es", "spa", "spanish", "español", "espanol", "castellano"],
    ["it", "ita", "italian", "italiano"], ["pt", "por", "portuguese", "português", "portugues"],
    ["nl", "nld", "dut", "dutch", "nederlands"], ["sv", "swe", "swedish", "svenska"],
    ["da", "dan", "danish", "dansk"],
    ["no", "nor", "nb", "nob", "nn", "nno", "norwegian", "norsk"],
    ["fi", "fin", "finnish", "suomi"], ["is", "isl", "ice", "icelandic", "íslenska"],
    ["pl", "pol", "polish", "polski"], ["cs", "ces", "cze", "czech", "čeština"],
    ["sk", "slk", "slo", "slovak", "slovenčina"], ["hu", "hun", "hungarian", "magyar"],
    ["ro", "ron", "rum", "romanian", "română"], ["bg", "bul", "bulgarian", "български"],
    ["hr", "hrv", "croatian", "hrvatski"], ["sr", "srp", "scc", "serbian", "српски"],
    ["sl", "slv", "slovenian", "slovenščina"], ["el", "ell", "gre", "greek", "ελληνικά"],
    ["tr", "tur", "turkish", "türkçe"], ["ru", "rus", "russian", "русский"],
    ["uk", "ukr", "ukrainian", "українська"], ["he", "heb", "hebrew", "עברית"],
    ["ar", "ara", "arabic", "العربية"], ["fa", "fas", "per", "persian", "فارسی"],
    ["hi", "hin", "hindi", "हिन्दी"], ["bn", "ben", "bengali"], ["ta", "tam", "tamil"],
    ["te", "tel", "telugu"], ["th", "tha", "thai", "ไทย"],
    ["vi", "vie", "vietnamese", "tiếng việt"], ["id", "ind", "indonesian"],
    ["ms", "msa", "may", "malay"], ["zh", "zho", "chi", "cmn", "chinese", "中文"],
    ["ja", "jpn", "japanese", "日本語"], ["ko", "kor", "korean", "한국어"],
    ["et", "est", "estonian", "eesti"], ["lv", "lav", "latvian", "latviešu"],
    ["lt", "lit", "lithuanian", "lietuvių"], ["ca", "cat", "catalan", "català"],
    ["eu", "eus", "baq", "basque", "euskara"], ["ga", "gle", "irish", "gaeilge"],
    ["cy", "cym", "wel", "welsh", "cymraeg"],
  ]
}
