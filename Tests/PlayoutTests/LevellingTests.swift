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
    func item(_ id: Int64, _ loudness: Loudness?) -> PlanItem {
      PlanItem(
        id: id, start: Moment(milliseconds: id), end: Moment(milliseconds: id + 1), inPoint: .zero,
        title: "", path: "/a", probe: MediaProbe(container: "mov", duration: .seconds(1)),
        loudness: loudness)
    }
    let loud = Loudness(stream: 1, integrated: -13, range: 3, truePeak: 0)
    return Plan(
      channel: Channel(
        id: try #require(ChannelID(rawValue: "abcdefgh")),
        number: try #require(ChannelNumber("1")), name: "One", profile: "720p",
        premiere: Moment(milliseconds: 0)),
      profile: TranscodeProfile.builtIn[0], from: Moment(milliseconds: 0),
      items: [item(1, loud), item(2, nil)])
  }

  @Test("travels with the plan, for what was measured only, and not without a target")
  func plans() throws {
    let plan = try plan().levelled(to: LoudnessTarget(level: -23))
    #expect(plan.items.map(\.levelling?.gain) == [-10, nil])
    let again = try JSONDecoder().decode(Plan.self, from: JSONEncoder().encode(plan))
    #expect(again == plan)
    // What was measured is told once: in what is to be done about it.
    #expect(plan.items.allSatisfy { $0.loudness == nil })
    var own = try self.plan()
    #expect(own.levelled(to: nil).items.allSatisfy { $0.levelling == nil })
    own.profile.loudness = -16
    #expect(own.levelled(to: nil).items.map(\.levelling?.gain) == [-3, nil])
    #expect(
      own.levelled(to: LoudnessTarget(level: -23, encodesCopies: true)).items[0].levelling?.target
        == LoudnessTarget(level: -16, encodesCopies: true))
  }
}
