import Foundation
import Library
import Playout
import Testing

@Suite("Rules for subtitles")
struct SubtitleRuleTests {
  private static let beside = SubtitleFile(
    path: "/f/a.de.srt", size: 1, modified: Moment(milliseconds: 1))

  private let film = MediaProbe(
    container: "matroska", duration: .seconds(60),
    audio: [
      AudioStream(
        index: 1, codec: "aac", channels: 2, sampleRate: 48_000, language: "jpn", isDefault: true)
    ],
    subtitles: [
      SubtitleStream(index: 2, codec: "hdmv_pgs_subtitle", language: "ger"),
      SubtitleStream(index: 3, codec: "subrip", language: "eng", isDefault: true),
      SubtitleStream(index: 4, codec: "ass", language: "eng", title: "Signs (Forced)"),
      SubtitleStream(index: 5, codec: "subrip", language: "eng", isForImpaired: true),
      SubtitleStream(index: 6, codec: "subrip", language: "eng", title: "Commentary by X"),
      SubtitleStream(index: 7, codec: "arib_caption", language: "fre"),
      SubtitleStream(index: -1, codec: "subrip", language: "de", isForced: true, file: beside),
    ])

  private static func rule(_ change: (inout SubtitleRule) -> Void) -> SubtitleRule {
    var rule = SubtitleRule()
    change(&rule)
    return rule
  }

  private static let cases: [(rules: [SubtitleRule], picked: Int?, rule: Int?, text: Int?)] = [
    ([], nil, nil, nil),
    ([rule { _ in }], 2, 0, 3),
    ([rule { $0.language = "de" }], 2, 0, -1),
    ([rule { ($0.language, $0.isText) = ("German", true) }], -1, 0, -1),
    ([rule { ($0.language, $0.isText) = ("en", false) }], nil, nil, nil),
    ([rule { $0.isForced = true }], 4, 0, 4),
    ([rule { ($0.language, $0.isForced) = ("de", true) }], -1, 0, -1),
    ([rule { ($0.language, $0.isForImpaired) = ("en", true) }], 5, 0, 5),
    ([rule { ($0.language, $0.isCommentary) = ("en", true) }], 6, 0, 6),
    ([rule { $0.isDefault = true }], 3, 0, 3),
    ([rule { $0.isExternal = true }], -1, 0, -1),
    ([rule { ($0.isExternal, $0.title) = (false, "SIGNS") }], 4, 0, 4),
    ([rule { $0.language = "fr" }], nil, nil, nil),
    ([rule { $0.language = "fr" }, rule { $0.language = "en" }], 3, 1, 3),
    ([rule { ($0.language, $0.sound) = ("en", "ja") }], 3, 0, 3),
    ([rule { ($0.language, $0.sound) = ("en", "en") }], nil, nil, nil),
    ([rule { ($0.language, $0.soundOtherThan) = ("en", "English") }], 3, 0, 3),
    ([rule { ($0.language, $0.soundOtherThan) = ("en", "Japanese") }], nil, nil, nil),
  ]

  @Test("the first rule that any track fulfils decides", arguments: cases.indices)
  func pick(index: Int) {
    let (rules, picked, rule, text) = Self.cases[index]
    let found = film.pick(by: rules, onlyText: false)
    #expect(found?.track.index == picked)
    #expect(found?.rule == rule)
    #expect(film.pick(by: rules, onlyText: true)?.track.index == text)
  }

  @Test("sound without a known language is not taken for a foreign one")
  func unknownSound() {
    var probe = film
    probe.audio[0].language = nil
    let rule = Self.rule { $0.soundOtherThan = "en" }
    #expect(probe.pick(by: [rule], onlyText: false) == nil)
    probe.audio = []
    #expect(probe.pick(by: [rule], onlyText: false) == nil)
  }

  @Test("what an earlier version wrote has no marks, and nobody has looked for them")
  func earlier() throws {
    let json = #"{"index":3,"codec":"subrip","language":"eng","isForced":false}"#
    let track = try JSONDecoder().decode(SubtitleStream.self, from: Data(json.utf8))
    #expect(track.isDefault == nil && !track.tellsSounds && track.file == nil)
  }

  private static let faulty: [(SubtitleRendition, String)] = [
    (SubtitleRendition(name: "", rules: [SubtitleRule()]), "0.name"),
    (SubtitleRendition(name: "a\nb", rules: [SubtitleRule()]), "0.name"),
    (SubtitleRendition(name: "a", rules: []), "0.rules"),
    (SubtitleRendition(name: "a", language: "\u{7}", rules: [SubtitleRule()]), "0.language"),
    (
      SubtitleRendition(
        name: "a", rules: [SubtitleRule(), rule { $0.title = String(repeating: "x", count: 101) }]),
      "0.rules.1.title"
    ),
    (
      SubtitleRendition(name: "a", rules: Array(repeating: SubtitleRule(), count: 21)), "0.rules"
    ),
  ]

  @Test("what can't be used is named", arguments: faulty.indices)
  func faults(index: Int) {
    let (offered, field) = Self.faulty[index]
    #expect(SubtitleFault.found(in: [offered])?.field == field)
  }

  @Test("there is one default, and no endless number")
  func many() {
    let one = SubtitleRendition(name: "a", isDefault: true, rules: [SubtitleRule()])
    #expect(SubtitleFault.found(in: [one]) == nil)
    #expect(SubtitleFault.found(in: [one, one])?.field == "1.isDefault")
    #expect(SubtitleFault.found(in: Array(repeating: one, count: 9))?.field == "")
  }
}
