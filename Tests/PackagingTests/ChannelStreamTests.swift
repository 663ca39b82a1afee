import Packaging
import TestSupport
import Testing

extension PackagingTests {
  @Suite("Channel stream")
  struct ChannelStreamTests {
    @Test("Twelve items of all kinds become one stream without a fault")
    func mixedItems() throws {
      var channel = Channel()
      var next = evening
      var frames = 0
      for turn in 0..<2 {
        let items: [[UInt8]] = [
          try Clips.encoded(.at2997, from: 0.5, seconds: 2 + Double(turn) / 30),
          try Clips.copied(.at25, from: 1.4),
          try Clips.encoded(.at23976, seconds: 1.9, reordering: 3),
          try Clips.copied(.openGroups, from: 1.5),
          try Clips.copied(turn == 0 ? .noReordering : .at23976),
          try Clips.copied(.deepReordering, from: 0.7),
        ]
        for bytes in items {
          let end = channel.play(bytes, .at(next))
          #expect(end.start == next)
          #expect(end.foreignSounds == 0)
          #expect(end.silentFrames <= 3)
          #expect(end.losses.jumps == 0)
          next = end.next
          frames += end.frames
        }
      }
      channel.end()
      let checker = TransportStreamChecker(channel.bytes)
      #expect(checker.complaints == [])
      #expect(checker.video?.units == frames)
      // A Matroska file has whole milliseconds: 42 of them are 3780 ticks.
      #expect(checker.video?.largestStep ?? .max <= 3780)
      #expect(checker.audio?.largestStep == 1920)
      #expect(checker.audio?.smallestStep == 1920)
      #expect(try Clips.complaints(decoding: channel.bytes, leniently: true) == "")
    }

    @Test("5.1 stays 5.1 where sound is missing, and goes over to stereo and back")
    func surround() throws {
      var channel = Channel()
      var next = evening
      let short = try Clips.encoded(.at30, seconds: 2, channels: 6, soundSeconds: 1.2)
      let whole = try Clips.encoded(.at30, seconds: 1.5, channels: 6)
      let stereo = try Clips.encoded(.at30, seconds: 1, soundSeconds: 0.6)
      var silent: [Int] = []
      for bytes in [short, whole, stereo, short] {
        let end = channel.play(bytes, .at(next))
        #expect(end.foreignSounds == 0)
        silent.append(end.silentFrames)
        next = end.next
      }
      channel.end()
      #expect(silent[0] > 30 && silent[1] <= 2 && silent[2] > 10)
      let checker = TransportStreamChecker(channel.bytes)
      #expect(checker.complaints == [])
      #expect(checker.audio?.largestStep == 1920 && checker.audio?.smallestStep == 1920)
      #expect(try Clips.complaints(decoding: channel.bytes) == "")
      #expect(try Clips.channels(of: channel.bytes) == [6, 2, 6])
    }

    @Test("Encoded items follow one another to the tick, and decode without a word")
    func encodedItems() throws {
      var channel = Channel()
      let long = try Clips.encoded(.at25, seconds: 2)
      let short = try Clips.encoded(.at2997, from: 1, seconds: 1.1, reordering: 0)
      var next = evening
      for bytes in [long, short, long, short] {
        let end = channel.play(bytes, .at(next))
        #expect(end.next - next == (bytes == long ? 180_000 : 99_000))
        #expect(end.frames == (bytes == long ? 60 : 33))
        #expect(end.droppedPictures == 0)
        next = end.next
      }
      channel.end()
      let checker = TransportStreamChecker(channel.bytes)
      #expect(checker.complaints == [])
      #expect(checker.video?.largestStep == 3000)
      #expect(checker.video?.smallestStep == 3000)
      #expect(checker.discontinuities == 0)
      #expect(try Clips.complaints(decoding: channel.bytes) == "")
    }

    @Test("Picture and sound of an item end together")
    func endsTogether() throws {
      var channel = Channel()
      let end = channel.play(try Clips.encoded(.at30, seconds: 3), .at(evening))
      channel.end()
      let checker = TransportStreamChecker(channel.bytes)
      let picture = try #require(checker.video?.last) + 3000
      let sound = try #require(checker.audio?.last) + 1920
      #expect(abs(picture - sound) <= 960)
      #expect(end.soundFrames >= 139)
      #expect(end.silentFrames <= 1)
    }

    @Test(
      "The clocks of channel and source wrap without a trace", arguments: [10, 95_442.7176])
    func wrap(offset: Double) throws {
      var channel = Channel()
      // Two and a half seconds before the 33 bits are used up, some day.
      let start = StreamTime(ticks: (20_000 << 33) - 225_000)
      let bytes = try Clips.encoded(.at30, seconds: 2, at: offset)
      let first = channel.play(bytes, .at(start))
      let second = channel.play(bytes, .at(first.next))
      channel.end()
      #expect(second.next - start == 360_000)
      let checker = TransportStreamChecker(channel.bytes)
      #expect(checker.complaints == [])
      #expect(checker.video?.units == 120)
      #expect(checker.video?.largestStep == 3000)
      #expect(checker.audio?.largestStep == 1920)
      #expect(first.losses.jumps + second.losses.jumps == 0)
      #expect(try Clips.complaints(decoding: channel.bytes) == "")
    }

    @Test("A run killed anywhere leaves no broken picture", arguments: [false, true])
    func killedRun(isCopy: Bool) throws {
      let bytes =
        isCopy ? try Clips.copied(.deepReordering) : try Clips.encoded(.at30, seconds: 3)
      let slate = try Clips.encoded(.at25, seconds: 0.5)
      var channel = Channel()
      var next = evening
      for part in 1...9 {
        let length = bytes.count * part / 10 + part * 37
        let killed = channel.play(Array(bytes[..<length]), .at(next), complete: false)
        #expect(killed.frames > 0)
        let end = channel.play(slate, .at(killed.next))
        #expect(end.start == killed.next)
        next = end.next
      }
      channel.end()
      let checker = TransportStreamChecker(channel.bytes)
      #expect(checker.complaints == [])
      #expect(checker.audio?.largestStep == 1920)
      #expect(checker.video?.largestStep ?? .max <= 3004)
      #expect(try Clips.complaints(decoding: channel.bytes) == "")
    }

    @Test("The portions in which bytes come make no difference")
    func portions() throws {
      let bytes = try Clips.copied(.at30)
      let streams = [1, 187, 188, 4096, bytes.count].map { portion in
        var channel = Channel()
        channel.play(bytes, .at(evening), portion: portion)
        channel.end()
        return channel.bytes
      }
      #expect(streams.allSatisfy { $0 == streams[0] && !$0.isEmpty })
    }

    @Test("A resumed stream goes on as one that was never interrupted")
    func resume() throws {
      let items = [
        try Clips.encoded(.at30, seconds: 1.5), try Clips.copied(.at2997),
        try Clips.encoded(.at25, seconds: 1.1),
      ]
      var whole = Channel()
      var parts: [UInt8] = []
      var state = StreamState(sequence: 41)
      whole = Channel(resuming: state)
      var next = evening
      for bytes in items {
        let end = whole.play(bytes, .at(next))
        whole.end()
        var part = Channel(resuming: state)
        part.play(bytes, .at(next))
        part.end()
        parts += part.bytes
        state = part.stream.state
        next = end.next
      }
      #expect(parts == whole.bytes)
      #expect(state == whole.stream.state)
      #expect(whole.segments.first?.sequence == 41)
      #expect(state.sequence == 41 + Int64(whole.segments.count))
      #expect(TransportStreamChecker(parts).complaints == [])
    }

    @Test("What is remembered is the border of the last finished segment")
    func stateAtBorder() throws {
      var channel = Channel(regular: 1)
      channel.play(try Clips.encoded(.at30, seconds: 2.5), .at(evening))
      let state = channel.stream.state
      let last = try #require(channel.segments.last)
      #expect(state.sequence == last.sequence + 1)
      #expect(state.position == last.listed.end)
      var resumed = Channel(resuming: state, regular: 1)
      resumed.play(try Clips.encoded(.at25, seconds: 1), .at(last.listed.end))
      resumed.end()
      let bytes = channel.bytes + resumed.bytes
      #expect(TransportStreamChecker(bytes).complaints == [])
      #expect(try Clips.complaints(decoding: bytes) == "")
      #expect(resumed.segments.allSatisfy { !$0.isDiscontinuous })
    }
  }
}
