import Foundation
import Library
import Playout
import Testing

@Suite("A channel as JSON")
struct ChannelCodingTests {
  @Test("Every field comes back, whichever there are")
  func roundTrip() throws {
    let id = try #require(ChannelID(rawValue: "abcdefgh"))
    var rule = SubtitleRule()
    rule.language = "de"
    let channel = Channel(
      id: id, number: try #require(ChannelNumber("7.1")), name: "Seven", group: "Films",
      isEnabled: false, profile: "720p", premiere: Moment(seconds: 5),
      screen: Screen(picture: .image, sound: .music, image: "/a.png", music: "/b.mp3"),
      viewerLimit: 3, kind: .onDemand, mirror: MirrorSource(channel: id, offset: .hours(1)),
      pausedAt: Moment(seconds: 9), pacing: .burst, targetBitrate: 4_000_000,
      audioRules: [AudioRule(language: "de")],
      audioTracks: [
        AudioRendition(name: "Deutsch", language: "de", rules: [AudioRule(language: "de")])
      ],
      subtitles: [SubtitleRendition(name: "Deutsch", language: "de", rules: [rule])],
      burnRules: [rule], graphics: [GraphicID(rawValue: 4)])
    // A field that is added has to be in here too.
    for (name, value) in Mirror(reflecting: channel).children {
      #expect("\(value)" != "nil", "\(name ?? "")")
    }
    let json = try JSONEncoder().encode(channel)
    #expect(try JSONDecoder().decode(Channel.self, from: json) == channel)
    #expect(
      try JSONDecoder().decode(
        Channel.self,
        from: Data(
          #"{"id":"abcdefgh","number":"7","name":"A","isEnabled":true,"profile":"720p","premiere":1}"#
            .utf8)
      ).kind == .continuous)
  }
}
