import Control
import Foundation
import Library
import Packaging
import Playout
import Testing

@testable import Transcoder

@Suite("Which segments viewers are told of")
struct SegmentWindowTests {
  private func segment(_ index: Int64, start: Int64, milliseconds: Int64, jump: Bool = false)
    -> ListedSegment
  {
    ListedSegment(
      sequence: index, start: StreamTime(milliseconds: start), duration: milliseconds * 90,
      isDiscontinuous: jump)
  }

  private func window(_ count: Int64, every milliseconds: Int64 = 2000) -> SegmentWindow {
    var window = SegmentWindow()
    for index in 0..<count {
      window.append(segment(index, start: index * milliseconds, milliseconds: milliseconds))
    }
    return window
  }

  @Test("a channel that starts lists its first two segments at once")
  func coldStart() {
    var window = window(5)
    let now = Moment(milliseconds: -1)
    let listed = (0..<3).map { _ in window.listNext(at: now)?.sequence }
    #expect(listed == [0, 1, nil])
    #expect(window.nextDue == Moment(milliseconds: 0))
  }

  @Test("short first segments are no reason to wait: six seconds are listed as they are made")
  func shortStart() {
    var window = SegmentWindow()
    for (index, start) in [Int64(0), 1000, 2000, 4000, 6000].enumerated() {
      window.append(segment(Int64(index), start: start, milliseconds: start < 2000 ? 1000 : 2000))
    }
    let now = Moment(milliseconds: 10)
    while window.listNext(at: now) != nil {}
    #expect(window.listed.map(\.sequence) == [0, 1, 2, 3])
    #expect(window.nextDue == Moment(milliseconds: 2000))
  }

  @Test("three segments before the end of the playlist is what is on now")
  func present() {
    var window = window(60)
    for second in Int64(0)..<100 {
      let now = Moment(seconds: second)
      while window.listNext(at: now) != nil {}
      let third = window.listed[window.listed.count - 3]
      #expect(third.moment <= now)
      #expect(now < third.endMoment)
    }
  }

  @Test("sequence numbers rise by one, and the window keeps three target durations")
  func retirement() {
    var window = window(200)
    var last: Int64 = -1
    for second in Int64(0)..<380 {
      let now = Moment(seconds: second)
      while let notice = window.listNext(at: now) {
        #expect(notice.sequence == last + 1)
        last = notice.sequence
      }
      window.retire(at: now, target: 3)
      let gone = window.takeGone(at: now, before: .max)
      for segment in gone { #expect(!window.sequences.contains(segment.sequence)) }
      #expect(window.listed.count >= 2)
      if second > 20 {
        let listed = window.listed.reduce(Span.zero) { $0 + $1.span }
        #expect(listed >= .seconds(9))
      }
    }
    #expect(window.listed.count < 25)
    #expect(window.retired.count < 40)
  }

  @Test("what makes room is told of nowhere, and the playlist keeps three target durations")
  func makingRoom() {
    var window = window(100)
    let now = Moment(seconds: 40)
    while window.listNext(at: now) != nil {}
    let listed = window.listed.map(\.sequence)
    while window.shorten(target: 3) {}
    #expect(window.listed.map(\.sequence) == listed.suffix(5))
    // The playlist on disk still begins with the third.
    #expect(window.takeOldest(before: 2)?.sequence == 0)
    #expect(window.takeOldest(before: 2)?.sequence == 1)
    #expect(window.takeOldest(before: 2) == nil)
    #expect(window.takeGone(at: now + .hours(1), before: 2) == [])
    #expect(window.takeGone(at: now + .hours(1), before: 4).map(\.sequence) == [2, 3])
  }

  @Test("a segment's file outlives its place in the playlist by a minute")
  func grace() {
    var window = window(100)
    let now = Moment(seconds: 100)
    while window.listNext(at: now) != nil {}
    window.retire(at: now, target: 3)
    let first = window.takeGone(at: now, before: .max)
    #expect(first.allSatisfy { $0.sequence * 2 + 2 + 30 + 60 < 100 })
    #expect(window.retired.first?.sequence == 4)
  }

  @Test("a viewer joins at the segment that is on")
  func joining() {
    var window = window(60)
    let now = Moment(milliseconds: 31_500)
    while window.listNext(at: now) != nil {}
    #expect(window.joining(at: now).map(\.sequence) == [15, 16, 17])
  }

  @Test("a viewer of a channel that has just begun gets what there is")
  func joiningEarly() {
    var window = window(1)
    let now = Moment(milliseconds: -5000)
    _ = window.listNext(at: now)
    #expect(window.joining(at: now).map(\.sequence) == [0])
    #expect(SegmentWindow().joining(at: now).isEmpty)
  }
}
