/// Languages as files and people write them: by codes of two or three letters, or by name.
public enum Language {
  /// Whether two words mean the same language; a track without one means none.
  public static func isSame(_ wish: String, _ track: String?) -> Bool {
    guard let track else { return false }
    let (wish, found) = (wish.lowercased(), plain(track.lowercased()))
    return plain(wish) == found
      || place(of: plain(wish)) == place(of: found) && place(of: found) != nil
  }

  /// Whether a word stands for a language, with or without a region, as in `pt-BR`.
  public static func isKnown(_ word: String) -> Bool { place(of: plain(word.lowercased())) != nil }

  /// Without its region, as in `pt-BR`.
  private static func plain(_ word: String) -> Substring {
    word.prefix { $0 != "-" && $0 != "_" }
  }

  private static func place(of word: Substring) -> Int? {
    known.firstIndex { $0.contains(String(word)) }
  }

  /// Two letters, three letters of both kinds, the English name and the language's own.
  private static let known: [Set<String>] = [
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
