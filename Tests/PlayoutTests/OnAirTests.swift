import Library
import Playout
import TestSupport
import Testing

@Suite("What is on air")
struct OnAirTests {
  /// Three items of ten minutes from 1000 s on, with a hole of a minute before the third.
  private let plan: Plan = {
    let probe = MediaProbe(container: "", duration: .minutes(10))
    func item(_ id: Int64, _ start: Int64, inPoint: Span = .zero) -> PlanItem {
      PlanItem(
        id: id, start: Moment(seconds: start), end: Moment(seconds: start + 600),
        inPoint: inPoint, title: "\(id)", path: "/\(id)", probe: probe)
    }
    var generator = SeededGenerator(seed: 1)
    guard let number = ChannelNumber("7") else { preconditionFailure("7 is a number") }
    let channel = Channel(
      id: .random(using: &generator), number: number, name: "Seven", profile: "720p",
      premiere: Moment(seconds: 1000))
    return Plan(
      channel: channel, profile: TranscodeProfile.builtIn[0], from: Moment(seconds: 1100),
      items: [item(1, 1000), item(2, 1600, inPoint: .seconds(5)), item(3, 2260)])
  }()

  @Test(
    "tells the item at both edges and between, and nothing elsewhere",
    arguments: [
      (1_000_000, 1), (1_599_999, 1), (1_600_000, 2), (2_260_500, 3), (999_999, nil),
      (2_200_000, nil), (2_860_000, nil),
    ] as [(Int64, Int64?)])
  func item(at moment: Int64, id: Int64?) {
    #expect(plan.item(at: Moment(milliseconds: moment))?.id == id)
  }

  @Test(
    "tells what comes next",
    arguments: [(900, 1), (1000, 2), (1599, 2), (2210, 3), (2260, nil)] as [(Int64, Int64?)])
  func next(second: Int64, id: Int64?) {
    #expect(plan.next(after: Moment(seconds: second))?.id == id)
  }

  @Test("is found among programmes, with the one that follows")
  func nowAndNext() {
    let programmes = (0..<3).map { index in
      Programme(
        id: index, start: Moment(seconds: index * 10), end: Moment(seconds: index * 10 + 10),
        title: "\(index)", kind: .other, media: MediaID(rawValue: 1))
    }
    let found = programmes.nowAndNext(at: Moment(seconds: 10))
    #expect(found.now?.id == 1)
    #expect(found.next?.id == 2)
    #expect(programmes.nowAndNext(at: Moment(seconds: 29)).next == nil)
  }
}
