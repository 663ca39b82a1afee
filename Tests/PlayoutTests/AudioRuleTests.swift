import Foundation
import Library
import Playout
import Testing

@Suite("Rules for sound tracks")
struct AudioRuleTests {
  private static func track(
    _ index: Int, _ language: String?, _ channels: Int, title: String? = nil,
    isDefault: Bool = false, isCommentary: Bool? = nil, isDescription: Bool? = nil
  ) -> AudioStream {
    AudioStream(
      index: index, codec: "aac", channels: channels, sampleRate: 48_000, language: language,
      title: title, isDefault: isDefault, isCommentary: isCommentary,
      isDescription: isDescription)
  }

  private let film = MediaProbe(
    container: "matroska", duration: .seconds(60),
    audio: [
      track(1, "eng", 6, isDefault: true), track(2, "ger", 2), track(3, "ger", 6),
      track(4, "eng", 2, title: "Director's Commentary"),
      track(5, "eng", 2, isCommentary: true),
      track(6, "ger", 2, title: "Hörfilmfassung", isDescription: true),
      track(7, "fre", 2, title: "Version Originale"), track(8, nil, 2),
    ])

  private static let cases: [(rules: [AudioRule], picked: Int?, rule: Int?)] = [
    ([], nil, nil),
    ([AudioRule(language: "de")], 2, 0), ([AudioRule(language: "deu")], 2, 0),
    ([AudioRule(language: "German")], 2, 0), ([AudioRule(language: "DEUTSCH")], 2, 0),
    ([AudioRule(language: "de", prefers: .mostChannels)], 3, 0),
    ([AudioRule(language: "en", prefers: .fewestChannels)], 4, 0),
    ([AudioRule(language: "en", isCommentary: false, prefers: .fewestChannels)], 1, 0),
    ([AudioRule(isCommentary: true)], 4, 0), ([AudioRule(isDescription: true)], 6, 0),
    ([AudioRule(language: "de", isDescription: false, prefers: .fewestChannels)], 2, 0),
    ([AudioRule(channels: 6)], 1, 0), ([AudioRule(language: "de", channels: 6)], 3, 0),
    ([AudioRule(title: "originale")], 7, 0), ([AudioRule(isDefault: false)], 2, 0),
    ([AudioRule(language: "ja"), AudioRule(language: "fr")], 7, 1),
    ([AudioRule(language: "ja"), AudioRule(channels: 8)], nil, nil),
    ([AudioRule(language: "ja"), AudioRule()], 1, 1),
    ([AudioRule(language: "xx")], nil, nil),
  ]

  @Test("the first rule that any track fulfils decides", arguments: cases.indices)
  func pick(index: Int) {
    let (rules, picked, rule) = Self.cases[index]
    let found = film.pick(by: rules)
    #expect(found?.track.index == picked)
    #expect(found?.rule == rule)
    let defaults = film.picking(rules).audio.filter(\.isDefault).map(\.index)
    #expect(defaults == [picked ?? 1])
  }

  @Test("a file without sound has none to pick")
  func silent() {
    let mute = MediaProbe(container: "mp4", duration: .seconds(1))
    #expect(mute.pick(by: [AudioRule()]) == nil)
    #expect(mute.picking([AudioRule()]) == mute)
  }

  @Test("a language that nobody listed is compared as it is written")
  func unlisted() {
    let probe = MediaProbe(
      container: "mp4", duration: .seconds(1), audio: [Self.track(1, "tlh", 2)])
    #expect(probe.pick(by: [AudioRule(language: "TLH")])?.track.index == 1)
    #expect(probe.pick(by: [AudioRule(language: "qya")]) == nil)
  }

  @Test("a channel and a probe that an earlier version wrote have no rules and no marks")
  func earlier() throws {
    let json = #"{"index":1,"codec":"aac","channels":2,"sampleRate":48000,"isDefault":true}"#
    let track = try JSONDecoder().decode(AudioStream.self, from: Data(json.utf8))
    #expect(!track.commentsPicture && !track.describesPicture)
  }
}
