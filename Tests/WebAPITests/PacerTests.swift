import Playout
import Testing

@testable import WebAPI

@Suite("Pacer")
struct PacerTests {
  /// When each of four quarters of three segments of two seconds may be sent; the third segment
  /// is waited for until the given second.
  private func times(_ pacing: Pacing, bitrate: Int? = nil, third: Double) -> [Double] {
    var pacer = Pacer(pacing, bitrate: bitrate)
    var times: [Double] = []
    var now = 0.0
    for (index, arrival) in [0, 0, third].enumerated() {
      now = max(now, arrival)
      pacer.begin(length: 2, bytes: 400, waited: index == 2, at: now)
      for quarter in 0..<4 {
        now = max(now, pacer.due(after: quarter * 100))
        times.append(now)
      }
    }
    return times
  }

  @Test("in real time each piece is sent at its place in the stream")
  func realtime() {
    #expect(times(.realtime, third: 2) == (0..<12).map { Double($0) / 2 })
  }

  @Test("a burst is ten seconds, then real time")
  func burst() {
    var pacer = Pacer(.burst)
    for index in 0..<8 {
      pacer.begin(length: 2, bytes: 100, waited: false, at: 0)
      #expect(max(0, pacer.due(after: 50)) == max(0, Double(index) * 2 + 1 - Pacer.burst))
    }
  }

  @Test("the adaptive way gives at once what is there, then each segment over half its length")
  func adaptive() {
    var pacer = Pacer(.adaptive)
    for index in 0..<3 { pacer.begin(length: 2, bytes: 100, waited: index > 0, at: Double(index)) }
    // The first six seconds are what a player needs to begin, however slowly they come.
    #expect(pacer.due(after: 50) == 0)
    pacer.begin(length: 2, bytes: 100, waited: true, at: 5)
    #expect([0, 25, 50, 75].map(pacer.due) == [5, 5.25, 5.5, 5.75])
    #expect(times(.adaptive, third: 2) == Array(repeating: 0, count: 8) + [2, 2, 2, 2])
  }

  @Test("a viewer who fell behind waits for nothing until a segment has to be waited for again")
  func behind() {
    var pacer = Pacer(.adaptive)
    pacer.begin(length: Pacer.head, bytes: 1200, waited: false, at: 0)
    for (index, waited) in [false, true, false, false, true].enumerated() {
      pacer.begin(length: 2, bytes: 400, waited: waited, at: Double(index))
      #expect(pacer.due(after: 200) == (waited ? Double(index) + 0.5 : 0))
    }
  }

  @Test("without pacing nothing is held back")
  func disabled() {
    #expect(times(.disabled, third: 2) == Array(repeating: 0, count: 8) + [2, 2, 2, 2])
  }

  @Test("a target bit rate holds in every way", arguments: Pacing.allCases)
  func bitrate(_ pacing: Pacing) {
    // 400 bytes at 1,600 bit/s take two seconds.
    let times = times(pacing, bitrate: 1600, third: 4)
    for (index, time) in times.enumerated() { #expect(time >= Double(index) / 2) }
    #expect(times.last == 5.5)
  }
}
