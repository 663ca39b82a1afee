import Packaging
import TestSupport
import Testing

extension PackagingTests {
  @Suite("Transport stream checker")
  struct TransportStreamCheckerTests {
    @Test("Two runs simply put together are found out")
    func concatenated() throws {
      let run = try Clips.encoded(.at30, seconds: 1)
      let complaints = TransportStreamChecker(run + run).complaints
      for word in ["continuity errors", "order errors", "errors of the clock"] {
        #expect(complaints.contains { $0.contains(word) })
      }
    }

    @Test("A packet that is missing, cut short or damaged is found out")
    func damaged() throws {
      var channel = Channel()
      channel.play(try Clips.encoded(.at30, seconds: 1), .at(evening))
      channel.end()
      let whole = channel.bytes
      #expect(TransportStreamChecker(whole).complaints == [])

      var missing = whole
      missing.removeSubrange((188 * 40)..<(188 * 41))
      #expect(TransportStreamChecker(missing).continuityErrors.values.reduce(0, +) == 1)
      #expect(TransportStreamChecker(Array(whole.dropLast(5))).syntaxErrors == 1)
      var table = whole
      table[188 + 20] ^= 1
      #expect(TransportStreamChecker(table).tableErrors == 1)
    }

    @Test("A viewer who hangs up among pictures out of order has seen no gap, but a hole is one")
    func cutBetweenPictures() throws {
      var channel = Channel()
      // Three pictures come after the one that is shown behind them.
      channel.play(try Clips.copied(.deepReordering), .at(evening))
      channel.end()
      let whole = channel.bytes
      for packets in stride(from: whole.count / 376, to: whole.count / 188, by: 7) {
        let checker = TransportStreamChecker(Array(whole.prefix(packets * 188)), isCut: true)
        #expect(checker.video?.largestStep ?? .max <= 3004)
      }
      let run = try Clips.encoded(.at25, seconds: 1)
      let holed = run + (try Clips.encoded(.at25, seconds: 1, at: 11.5))
      #expect(TransportStreamChecker(holed, isCut: true).video?.largestStep == 48_000)
    }

    @Test("Holes in picture, sound and clock are measured")
    func holes() throws {
      let run = try Clips.encoded(.at25, seconds: 1)
      let checker = TransportStreamChecker(run + (try Clips.encoded(.at25, seconds: 1, at: 11.5)))
      #expect(checker.video?.largestStep == 48_000)
      #expect(checker.audio.map { $0.largestStep > 40_000 } == true)
      #expect(checker.largestClockGap == 48_000)
      #expect(checker.video?.units == 60)
      #expect(checker.clockStreams == [0x100])
    }
  }
}
