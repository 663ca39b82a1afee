import Control
import Foundation
import Library
import Packaging
import Playout
import Testing

@testable import Transcoder

@Suite("What a channel shows next")
struct CueSheetTests {
  private let plan = Samples.plan([
    Samples.item(1, from: 10_000, to: 20_000),
    Samples.item(2, from: 20_000, to: 30_000, inPoint: .seconds(5)),
    Samples.item(3, from: 40_000, to: 50_000),
  ])

  private func cue(_ milliseconds: Int64, unplayable: [Int64: String] = [:]) -> Cue {
    CueSheet.cue(
      at: StreamTime(milliseconds: milliseconds), plan: plan, unplayable: unplayable)
  }

  @Test("an item starts at its in point")
  func start() {
    #expect(cue(20_000).content == .item(plan.items[1], offset: .seconds(5)))
    #expect(cue(20_000).end == StreamTime(milliseconds: 30_000))
  }

  @Test("a viewer who comes in the middle gets the middle")
  func middle() {
    #expect(cue(23_000).content == .item(plan.items[1], offset: .seconds(8)))
  }

  @Test(
    "a join that is a little off neither cuts the item nor costs a screen",
    arguments: [19_600, 19_933, 20_040, 20_400] as [Int64])
  func tolerance(position: Int64) {
    #expect(cue(position).content == .item(plan.items[1], offset: .seconds(5)))
    #expect(cue(position).join == StreamTime(milliseconds: position))
  }

  @Test("a file that ended early is followed by a screen up to the next item")
  func gapOfAnItem() {
    let cue = CueSheet.cue(
      at: StreamTime(milliseconds: 15_000), plan: plan, unplayable: [1: "broken"])
    guard case .screen(let message) = cue.content else {
      Issue.record("no screen")
      return
    }
    #expect(message.headline == "This programme can't be shown")
    #expect(message.lines.first == "Item 1")
    #expect(message.lines.last?.hasPrefix("Next: Item 2 at ") == true)
    #expect(cue.end == StreamTime(milliseconds: 20_000))
  }

  @Test("a hole in the timeline is filled up to the next item")
  func hole() {
    guard case .screen(let message) = cue(30_000).content else {
      Issue.record("no screen")
      return
    }
    #expect(message.headline == ScreenMessage.offAir.headline)
    #expect(message.lines.last == "Item 3")
    #expect(cue(30_000).end == StreamTime(milliseconds: 40_000))
  }

  @Test("a hole is dark as far as the plan says, and the channel's screen beyond it")
  func darkness() {
    var dark = plan
    dark.darkness = [
      Darkness(start: Moment(milliseconds: 32_000), end: Moment(milliseconds: 36_000)),
      Darkness(start: Moment(milliseconds: 50_000), end: Moment(milliseconds: 200_000)),
    ]
    func cue(_ milliseconds: Int64) -> Cue {
      CueSheet.cue(at: StreamTime(milliseconds: milliseconds), plan: dark)
    }
    #expect(cue(25_000).item == plan.items[1])
    #expect(cue(30_000).end == StreamTime(milliseconds: 32_000))
    #expect(cue(30_000).content != .screen(.darkness))
    #expect(cue(31_960).content == .screen(.darkness))
    #expect(cue(33_000).end == StreamTime(milliseconds: 36_000))
    #expect(cue(36_000).content != .screen(.darkness))
    #expect(cue(36_000).end == StreamTime(milliseconds: 40_000))
    #expect(cue(50_000).content == .screen(.darkness))
    #expect(cue(50_000).end == StreamTime(milliseconds: 114_000))
    #expect(cue(200_000).content == .screen(.offAir))
  }

  @Test("past the plan there are screens of eight loops")
  func pastTheEnd() {
    #expect(cue(50_000).content == .screen(.offAir))
    #expect(cue(50_000).end == StreamTime(milliseconds: 114_000))
  }

  @Test("no screen ends a moment before the next item, which would begin too early")
  func screensLastUntilTheItem() {
    let far = Samples.plan([Samples.item(1, from: 64_300, to: 70_000)])
    let start = StreamTime(milliseconds: 64_300)
    #expect(CueSheet.cue(at: StreamTime(milliseconds: 0), plan: far).end == start)
    for (end, wanted) in [(63_799, 63_799), (63_800, 64_300), (64_139, 64_300), (64_300, 64_300)] {
      let found = CueSheet.screenEnd(at: StreamTime(milliseconds: Int64(end)), plan: far)
      #expect(found == StreamTime(milliseconds: Int64(wanted)))
    }
    let late = Samples.plan([Samples.item(1, from: 64_501, to: 70_000)])
    #expect(
      CueSheet.cue(at: StreamTime(milliseconds: 0), plan: late).end
        == StreamTime(milliseconds: 64_000))
  }

  @Test("items shorter than the tolerance are played, and end")
  func shortItems() {
    let items = (0..<20).map { Samples.item($0, from: $0 * 300, to: $0 * 300 + 300) }
    let plan = Samples.plan(items)
    var position = StreamTime(milliseconds: 0)
    var seen: [Int64] = []
    while position < StreamTime(milliseconds: 6000) {
      let cue = CueSheet.cue(at: position, plan: plan)
      #expect(cue.end > position)
      seen.append(cue.item?.id ?? -1)
      position = max(cue.end, StreamTime(ticks: position.ticks + 1))
    }
    #expect(seen == Array(0..<20))
  }

  @Test("every cue leads forward, from every position")
  func progress() {
    for position in stride(from: Int64(0), to: 60_000, by: 97) {
      let cue = cue(position, unplayable: [2: "broken"])
      #expect(cue.end > cue.join, "at \(position)")
    }
  }

  @Test("frames are counted from where the stream is, so roundings don't add up")
  func steering() {
    let length: Int64 = 4991
    var position = StreamTime(milliseconds: 0)
    for index in 1...1000 {
      let end = StreamTime(milliseconds: Int64(index) * length)
      let frames = ItemRun.frames(from: position, to: end, frameRate: 30)
      position = StreamTime(ticks: position.ticks + Int64(frames) * 3000)
      #expect(abs(position.ticks - end.ticks) <= 1500)
    }
  }
}
