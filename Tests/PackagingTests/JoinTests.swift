import Packaging
import TestSupport
import Testing

extension PackagingTests {
  @Suite("Join and out point")
  struct JoinTests {
    @Test("An item begins on its tick, with the clock 300 ms before it")
    func exactStart() throws {
      var channel = Channel()
      let end = channel.play(try Clips.copied(.at25, from: 1.3), .at(evening))
      channel.end()
      #expect(end.start == evening)
      let checker = TransportStreamChecker(channel.bytes)
      let video = try #require(checker.video)
      #expect(((video.first ?? 0) - evening.ticks) % (1 << 33) == 0)
      #expect((video.displayTimes[0] - video.decodeTimes[0]) == 18_000)
      #expect(channel.segments.first?.start == evening)
    }

    @Test("A cold copy is entered at the key frame before, its in point on the second")
    func aligned() throws {
      var channel = Channel(regular: 2, target: 4)
      // The only key frame is 3.5 s before the in point.
      let bytes = try Clips.copied(.longGroups, from: 3.5)
      let end = channel.play(bytes, .aligned(source: 900_000, time: evening))
      #expect(end.start == evening - 315_000)
      #expect(end.frames == 270)
      #expect(end.longestKeyInterval == 810_000)
    }

    @Test("The clock never goes back: an item that comes too early is moved to the end")
    func tooEarly() throws {
      var channel = Channel()
      let bytes = try Clips.encoded(.at30, seconds: 1)
      let first = channel.play(bytes, .at(evening))
      let second = channel.play(bytes, .at(first.next - 50_000))
      let third = channel.play(bytes, .aligned(source: 900_000, time: evening))
      channel.end()
      #expect(second.start == first.next)
      #expect(third.start == second.next)
      #expect(TransportStreamChecker(channel.bytes).complaints == [])
    }

    @Test("Up to one and a half pictures late only lengthens the last picture")
    func slightlyLate() throws {
      var channel = Channel()
      let bytes = try Clips.encoded(.at30, seconds: 1)
      let first = channel.play(bytes, .at(evening))
      let second = channel.play(bytes, .at(first.next + 4500))
      channel.end()
      #expect(second.start == first.next + 4500)
      #expect(channel.segments.allSatisfy { !$0.isDiscontinuous })
      let checker = TransportStreamChecker(channel.bytes)
      #expect(checker.complaints == [])
      #expect(checker.video?.largestStep == 7500)
      #expect(checker.audio?.largestStep == 1920)
      #expect(channel.segments.map(\.duration).reduce(0, +) == 184_500)
    }

    @Test("Later than that the clock jumps, and the segment says so")
    func jump() throws {
      var channel = Channel()
      let bytes = try Clips.encoded(.at30, seconds: 1)
      let first = channel.play(bytes, .at(evening))
      let later = first.next + 900_000
      let second = channel.play(bytes, .at(later))
      channel.play(bytes, .at(second.next))
      channel.end()
      let jumps = channel.segments.filter(\.isDiscontinuous)
      #expect(jumps.map(\.start) == [later])
      #expect(jumps.map(\.listed.discontinuities) == [1])
      #expect(channel.segments.first?.listed.discontinuities == 0)
      #expect(channel.segments.first?.listed.end == first.next)
      #expect(channel.stream.state.discontinuities == 1)
      let checker = TransportStreamChecker(channel.bytes)
      #expect(checker.complaints == [])
      #expect(checker.discontinuities == 1)
      #expect(try Clips.complaints(decoding: channel.segments.last?.bytes ?? []) == "")
    }

    @Test("A jump is counted once although the stream is resumed before its segment is whole")
    func jumpResumed() throws {
      let bytes = try Clips.encoded(.at30, seconds: 1)
      var channel = Channel()
      let first = channel.play(bytes, .at(evening))
      channel.end()
      channel.play(bytes, .at(first.next + 900_000))
      var resumed = Channel(resuming: channel.stream.state)
      resumed.play(bytes, .at(first.next + 1_800_000))
      resumed.end()
      #expect(resumed.segments.map(\.listed.discontinuities) == [1])
      #expect(resumed.segments.map(\.isDiscontinuous) == [true])
    }

    @Test(
      "A copy is cut at its out point without a missing picture",
      arguments: [Clips.Kind.at25, .deepReordering, .noReordering], [0.9, 1.5, 2.04])
    func outPoint(kind: Clips.Kind, seconds: Double) throws {
      var channel = Channel()
      let out = evening + Int64(seconds * 90_000)
      let bytes = try Clips.copied(kind, seconds: seconds + 1)
      let end = channel.play(bytes, .at(evening), until: out)
      #expect(end.next <= out + end.frameDuration)
      #expect(end.next > out - 5 * end.frameDuration)
      #expect(Int64(end.frames) * end.frameDuration == end.next - evening)
      #expect(end.silentFrames <= 1)
      let next = channel.play(try Clips.encoded(.at30, seconds: 1), .at(end.next))
      channel.end()
      #expect(next.start == end.next)
      let checker = TransportStreamChecker(channel.bytes)
      #expect(checker.complaints == [])
      #expect(checker.video?.largestStep ?? .max <= 3600)
      #expect(try Clips.complaints(decoding: channel.bytes) == "")
    }

    @Test("What comes after the out point is ignored, and said")
    func reachedOut() throws {
      var channel = Channel()
      channel.stream.begin(.at(evening), until: evening + 90_000)
      let bytes = try Clips.copied(.at30)
      #expect(!channel.stream.hasPicture)
      bytes[..<(bytes.count / 8)].withUnsafeBytes { channel.stream.push($0) }
      #expect(channel.stream.hasPicture)
      #expect(!channel.stream.hasReachedOut)
      bytes[(bytes.count / 8)...].withUnsafeBytes { channel.stream.push($0) }
      #expect(channel.stream.hasReachedOut)
      #expect(channel.stream.endItem(complete: false).frames == 30)
    }

    @Test("An item that is over before it begins leaves the clock where it was")
    func nothingToPlay() throws {
      var channel = Channel()
      let bytes = try Clips.encoded(.at30, seconds: 1)
      let first = channel.play(bytes, .at(evening))
      let none = channel.play(bytes, .at(first.next), until: first.next - 1)
      #expect(none.frames == 0)
      #expect(none.start == nil)
      #expect(none.next == first.next)
      #expect(channel.stream.position == first.next)
    }

    @Test("Sound that is missing, late or alone is made up with silence")
    func soundless() throws {
      var channel = Channel()
      let film = channel.play(try Clips.copied(.silentFilm), .at(evening))
      #expect(film.soundFrames == 0)
      // The last one or two wait for what the next item has to say.
      #expect(abs(film.silentFrames - 186) <= 1)
      let late = channel.play(try Clips.copied(.lateSound), .at(film.next))
      #expect(abs(late.silentFrames - 70) <= 3)
      #expect(late.soundFrames > 110)
      let alone = channel.play(try Clips.copied(.soundOnly), .at(late.next))
      #expect(alone.frames == 0)
      #expect(alone.next == late.next)
      channel.end()
      let checker = TransportStreamChecker(channel.bytes)
      #expect(checker.complaints == [])
      #expect(checker.audio?.largestStep == 1920)
      #expect(try Clips.complaints(decoding: channel.bytes) == "")
    }

    @Test("A jump of the source's clock inside an item is closed", arguments: [110.0, 1, 9])
    func sourceJump(offset: Double) throws {
      let before = try Clips.encoded(.at30, seconds: 2)
      let after = try Clips.encoded(.at25, seconds: 2, at: offset)
      var channel = Channel()
      let end = channel.play(before + after, .at(evening))
      channel.end()
      #expect(end.losses.jumps == 1)
      #expect(end.frames >= 117)
      let checker = TransportStreamChecker(channel.bytes)
      #expect(checker.complaints == [])
      #expect(checker.video?.largestStep ?? .max <= 9000)
      #expect(checker.audio?.largestStep == 1920)
      #expect(try Clips.complaints(decoding: channel.bytes) == "")
    }
  }
}
