import Foundation
import Library
import Playout
import Testing

@Suite("What brings an item to a loudness")
struct LevellingTests {
  private func gain(_ integrated: Double, peak: Double, to level: Double = -23) -> Double {
    Levelling(
      measured: Loudness(stream: 1, integrated: integrated, range: 4, truePeak: peak),
      target: LoudnessTarget(level: level)
    ).gain
  }

  @Test("is the difference to the target, to a tenth of a dB")
  func difference() {
    #expect(gain(-14.04, peak: -0.3) == -9)
    #expect(gain(-27.36, peak: -12) == 4.4)
    #expect(gain(-23, peak: -6) == 0)
  }

  @Test("never lifts a peak over the ceiling, nor noise into a programme")
  func bounds() {
    #expect(gain(-30, peak: -4.25) == 3.2, "room up to -1 dBTP, rounded down")
    #expect(gain(-25, peak: 0.5) == -1.5, "a peak over the ceiling is brought below it")
    #expect(gain(-65, peak: -50) == 20)
    for peak in stride(from: -60.0, through: 3, by: 0.37) {
      for level in stride(from: -70.0, through: 0, by: 0.73) {
        let gain = gain(level, peak: peak)
        #expect(peak + gain <= Levelling.ceiling + 1e-9)
        #expect(gain <= Levelling.largestRaise)
      }
    }
  }

  private func plan() throws -> Plan {
    func item(_ id: Int64, _ loudness: [Loudness]) -> PlanItem {
      let tracks = ["eng", "deu", "fra"].enumerated().map { index, language in
        AudioStream(
          index: index + 1, codec: "aac", channels: 2, sampleRate: 48_000, language: language)
      }
      return PlanItem(
        id: id, start: Moment(milliseconds: id), end: Moment(milliseconds: id + 1), inPoint: .zero,
        title: "", path: "/a",
        probe: MediaProbe(container: "mov", duration: .seconds(1), audio: tracks),
        loudness: loudness)
    }
    let loud = [-13.0, -30, -19].enumerated().map { index, level in
      Loudness(stream: index + 1, integrated: level, range: 3, truePeak: level + 13)
    }
    return Plan(
      channel: Channel(
        id: try #require(ChannelID(rawValue: "abcdefgh")),
        number: try #require(ChannelNumber("1")), name: "One", profile: "720p",
        premiere: Moment(milliseconds: 0)),
      profile: TranscodeProfile.builtIn[0], from: Moment(milliseconds: 0),
      items: [item(1, loud), item(2, [])])
  }

  @Test("travels with the plan, for what was measured only, and not without a target")
  func plans() throws {
    let plan = try plan().levelled(to: LoudnessTarget(level: -23))
    #expect(plan.items.map(gains) == [[-10], nil])
    let again = try JSONDecoder().decode(Plan.self, from: JSONEncoder().encode(plan))
    #expect(again == plan)
    // What was measured is told once: in what is to be done about it.
    #expect(plan.items.allSatisfy { $0.loudness == nil })
    var own = try self.plan()
    #expect(own.levelled(to: nil).items.map(gains) == [nil, nil])
    own.profile.loudness = -16
    #expect(own.levelled(to: nil).items.map(gains) == [[-3], nil])
    #expect(
      own.levelled(to: LoudnessTarget(level: -23, encodesCopies: true)).items[0]
        .levellings?.map(\.target) == [LoudnessTarget(level: -16, encodesCopies: true)])
  }

  @Test("is one for each track that the channel plays: the main one and those beside it")
  func tracks() throws {
    var plan = try plan()
    plan.channel.audioTracks = ["de", "es"].map { language in
      AudioRendition(
        name: language, language: language, rules: [AudioRule(language: language)])
    }
    let target = LoudnessTarget(level: -23)
    #expect(plan.levelled(to: target).items.map(gains) == [[-10, 7], nil])
    // Another channel plays another track of the same file.
    plan.items[0].probe = plan.items[0].probe.picking([AudioRule(language: "fr")])
    let item = plan.levelled(to: target).items[0]
    #expect(gains(item) == [7, -4])
    #expect(item.levellings?.of(item.probe.preferredAudio)?.gain == -4)
    #expect(item.levellings?.of(item.probe.audio[0]) == nil)
  }

  private func gains(_ item: PlanItem) -> [Double]? { item.levellings?.map(\.gain) }
}
