import Library
import Testing

@Suite("Names of files with subtitles")
struct SubtitleNameTests {
  private static let cases: [(String, language: String?, title: String?, marks: String)] = [
    ("", nil, nil, ""), ("de", "de", nil, ""), ("GER", "ger", nil, ""),
    ("German", "german", nil, ""), ("pt-BR", "pt-br", nil, ""), ("en.forced", "en", nil, "f"),
    ("forced.en", "en", nil, "f"), ("en.sdh", "en", nil, "h"), ("en.cc", "en", nil, "h"),
    ("en.hi", "en", nil, "h"), ("hi", "hi", nil, ""), ("hi.en", "en", nil, "h"),
    ("default.en", "en", nil, "d"), ("en.commentary", "en", nil, "c"),
    ("en.Director's cut", "en", "Director's cut", ""),
    ("Signs.and.songs", nil, "Signs and songs", ""),
    ("1080p", nil, "1080p", ""), ("en.fr", "en", "fr", ""), ("..", nil, nil, ""),
    ("en.a/b", "en", "a/b", ""), ("%d.'x'", nil, "%d 'x'", ""), ("a\nb\u{7}", nil, "ab", ""),
  ]

  @Test("tell a language and marks; all else is a title", arguments: cases.indices)
  func words(index: Int) {
    let (text, language, title, marks) = Self.cases[index]
    let name = SubtitleName(words: text.split(separator: "."), codec: "subrip")
    #expect(name.language == language)
    #expect(name.title == title)
    #expect(name.isForced == marks.contains("f"))
    #expect(name.isForImpaired == marks.contains("h"))
    #expect(name.isDefault == marks.contains("d"))
    #expect(name.isCommentary == marks.contains("c"))
  }

  @Test("have endings of their own")
  func endings() {
    let known = ["srt", "ASS", "ssa", "Vtt", "idx"].map {
      SubtitleName.codec(ofEnding: Substring($0))
    }
    #expect(known == ["subrip", "ass", "ass", "webvtt", "dvd_subtitle"])
    for ending in ["", "sub", "txt", "srt ", "mkv"] {
      #expect(SubtitleName.codec(ofEnding: Substring(ending)) == nil)
    }
  }

  @Test("are cut, however long they are")
  func long() {
    let words = Array(repeating: Substring(String(repeating: "x", count: 500)), count: 500)
    #expect((SubtitleName(words: words, codec: "ass").title ?? "").count == 100)
  }
}
