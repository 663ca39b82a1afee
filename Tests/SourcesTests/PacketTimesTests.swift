import Library
import Testing

@testable import Sources

@Suite("The times of packets")
struct PacketTimesTests {
  @Test("the longest group counts, in order of time, the open last one too")
  func wholeFile() {
    let times = times([(0, true), (2, false), (1, false), (3, true), (4, false), (8, false)])
    #expect(times.longestKeyFrameGap(inParts: false) == .seconds(5))
  }

  @Test("between two parts of a file nothing is known")
  func parts() {
    let times = times([
      (0, true), (1, false), (2, true), (3, false), (100, true), (101, false), (104, true),
      (105, false),
    ])
    #expect(times.longestKeyFrameGap(inParts: true) == .seconds(4))
    #expect(times.longestKeyFrameGap(inParts: false) == .seconds(98))
  }

  @Test("a group that begins before its part counts as far as it was seen")
  func openBeginning() {
    let times = times([(0, true), (1, false), (50, false), (53, false), (54, true)])
    #expect(times.longestKeyFrameGap(inParts: true) == .seconds(4))
  }

  @Test("parts that overlap count once")
  func overlap() {
    let times = times([(0, true), (2, false), (4, true), (2, false), (4, true), (6, false)])
    #expect(times.longestKeyFrameGap(inParts: true) == .seconds(4))
  }

  @Test("without a key frame there is no gap to tell")
  func noKeyFrame() {
    #expect(times([(0, false), (1, false)]).longestKeyFrameGap(inParts: false) == nil)
    #expect(times([]).longestKeyFrameGap(inParts: true) == nil)
  }

  @Test("decoding times stand in, and lines that are none are left out")
  func lines() {
    let text = "N/A,0.5,K_\nN/A,N/A,K_\n\nx\n1.500000,1.4,__,\nnan,inf,K__\n"
    let times = PacketTimes(lines: Array(text.utf8))
    #expect(times.packets.map(\.time) == [0.5, 1.5])
    #expect(times.packets.map(\.isKey) == [true, false])
  }

  @Test("the length runs to the end of the last frame")
  func length() {
    #expect(times([(10, true), (11, false), (12, false)]).length == .seconds(3))
    #expect(times([(10, true)]).length == nil)
  }

  @Test("a long file is looked at in three parts, a short one as a whole")
  func windows() {
    #expect(FileReading.parts(of: .seconds(119), start: 0).isEmpty)
    #expect(
      FileReading.parts(of: .seconds(600), start: 1000) == [
        PacketWindow(start: nil, length: 20), PacketWindow(start: 1290, length: 20),
        PacketWindow(start: 1578, length: 20),
      ])
  }

  private func times(_ packets: [(Int, Bool)]) -> PacketTimes {
    let lines = packets.map { "\($0.0).000000,N/A,\($0.1 ? "K__" : "___")" }
    return PacketTimes(lines: Array(lines.joined(separator: "\n").utf8))
  }
}
