import Foundation
import Library
import Playout
import Testing

@Suite("Take-overs above the timeline")
struct TakeOverTests {
  private let base = Moment(seconds: 1_790_000_000 / 3600 * 3600)

  private func at(_ minutes: Int64) -> Moment { base + .minutes(minutes) }

  private func films(_ count: Int64) -> [Programme] {
    (0..<count).map {
      Programme(
        id: $0, start: at($0 * 60), end: at($0 * 60 + 60), title: "Film \($0)", kind: .movie,
        media: MediaID(rawValue: $0 + 1))
    }
  }

  private func takeOver(_ id: Int64, _ start: Int64, _ end: Int64?) -> TakeOver {
    TakeOver(
      id: id, start: at(start), end: end.map(at), title: "Live \(id)",
      sources: [LiveSource(url: "http://a.lan/")])
  }

  private func shown(_ takeOvers: [TakeOver], now: Int64 = 0, to: Int64 = 240) -> [String] {
    films(4).takenOver(by: takeOvers, from: at(0), to: at(to), now: at(now)).map {
      "\($0.title) \(($0.start - base).milliseconds / 60_000)"
        + "-\(($0.end - base).milliseconds / 60_000)"
    }
  }

  @Test(
    "cut the programme that is on, hide those within, and let the timeline come back where it is",
    arguments: [
      (20, 150, ["Film 0 0-20", "Live 1 20-150", "Film 2 150-180", "Film 3 180-240"]),
      (20, 40, ["Film 0 0-20", "Live 1 20-40", "Film 0 40-60", "Film 1 60-120"]),
      (60, 120, ["Film 0 0-60", "Live 1 60-120", "Film 2 120-180", "Film 3 180-240"]),
      (-10, 10, ["Live 1 -10-10", "Film 0 10-60", "Film 1 60-120", "Film 2 120-180"]),
      (230, 300, ["Film 0 0-60", "Film 1 60-120", "Film 2 120-180", "Film 3 180-230"]),
      (-20, 0, ["Film 0 0-60", "Film 1 60-120", "Film 2 120-180", "Film 3 180-240"]),
    ])
  func layer(start: Int64, end: Int64, expected: [String]) {
    #expect(shown([takeOver(1, start, end)]).prefix(4) == expected[...])
  }

  @Test("lie beside one another, and fill holes of the timeline")
  func several() {
    let both = [takeOver(1, 10, 30), takeOver(2, 30, 50), takeOver(3, 250, 260)]
    #expect(
      shown(both, to: 300) == [
        "Film 0 0-10", "Live 1 10-30", "Live 2 30-50", "Film 0 50-60", "Film 1 60-120",
        "Film 2 120-180", "Film 3 180-240", "Live 3 250-260",
      ])
    #expect(shown([]) == shown([takeOver(1, 300, 310)]))
  }

  @Test("without an end are promised for an hour and more, and end at a whole one")
  func open() {
    let open = takeOver(1, 10, nil)
    #expect(open.shownEnd(at: at(0)) == at(120))
    #expect(open.shownEnd(at: at(119)) == at(180))
    #expect(open.shownEnd(at: at(120)) == at(180))
    #expect(shown([open], now: 70).contains("Live 1 10-180"))
    #expect(open.isOn(at: at(100_000)) && !open.isOn(at: at(9)))
    #expect(open.isOn(at: at(10)))
    #expect(open.overlaps(takeOver(2, 500, 600)) && !open.overlaps(takeOver(2, 0, 10)))
    #expect(open.shownEnd(at: at(60 * 24 * 366 + 5)) == open.latestEnd)
  }

  @Test("are told from programmes by their number, and carry their sources into the plan")
  func numbers() throws {
    let one = takeOver(7, 10, 20)
    #expect(one.programme(at: at(0)).takeOver == 7)
    #expect(films(1)[0].takeOver == nil)
    #expect(one.item.live == one.sources)
    #expect(one.item.id < -1_000_000 && one.item.id == one.programme(at: at(0)).id)
  }

  @Test("are not missed in a plan that an earlier version kept")
  func kept() throws {
    let channel = Channel(
      id: try #require(ChannelID(rawValue: "abcdefgh")), number: try #require(ChannelNumber("7")),
      name: "Seven", profile: "720p", premiere: base)
    let plan = Plan(
      channel: channel, profile: TranscodeProfile.builtIn[0], from: base, items: [],
      takeOvers: [takeOver(1, 10, 20)])
    let json = try JSONEncoder().encode(plan)
    #expect(try JSONDecoder().decode(Plan.self, from: json) == plan)
    var old = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
    old["takeOvers"] = nil
    let read = try JSONDecoder().decode(
      Plan.self, from: JSONSerialization.data(withJSONObject: old))
    #expect(read.takeOvers.isEmpty && read.channel == channel)
    #expect(plan.takeOver(at: at(10)) != nil && plan.takeOver(at: at(20)) == nil)
  }
}
