import Packaging
import TestSupport
import Testing

extension PackagingTests {
  @Suite("Segments")
  struct SegmentTests {
    /// What holds for any channel's segments.
    static func expectSound(
      _ channel: Channel, target: Int, sourceLocation: SourceLocation = #_sourceLocation
    ) {
      for (before, after) in zip(channel.segments, channel.segments.dropFirst()) {
        #expect(after.sequence == before.sequence + 1, sourceLocation: sourceLocation)
        if !after.isDiscontinuous {
          #expect(after.start == before.listed.end, sourceLocation: sourceLocation)
        }
      }
      for segment in channel.segments {
        let rounded = (segment.duration * 2 + 90_000) / 180_000
        #expect(rounded <= target, sourceLocation: sourceLocation)
        let checker = TransportStreamChecker(segment.bytes)
        #expect(checker.firstStreams.prefix(2) == [0, 0x1000], sourceLocation: sourceLocation)
        if segment.startsWithKeyFrame {
          #expect(checker.firstStreams[2] == 0x100, sourceLocation: sourceLocation)
          let first = checker.video?.first ?? 0
          #expect((segment.start.ticks - first) % (1 << 33) == 0, sourceLocation: sourceLocation)
        }
      }
    }

    @Test("Each segment decodes alone, and all together are the stream")
    func alone() throws {
      var channel = Channel(regular: 1)
      let first = channel.play(try Clips.encoded(.at30, seconds: 3), .at(evening))
      channel.play(try Clips.copied(.at25), .at(first.next))
      channel.end()
      #expect(channel.segments.count >= 6)
      Self.expectSound(channel, target: 4)
      #expect(TransportStreamChecker(channel.bytes).complaints == [])
      for segment in channel.segments {
        #expect(segment.startsWithKeyFrame)
        #expect(try Clips.complaints(decoding: segment.bytes) == "")
      }
    }

    @Test("The first segments are short, then they are regular")
    func firstSegments() throws {
      var channel = Channel(first: [90_000, 90_000], regular: 2, target: 2)
      channel.play(try Clips.encoded(.at30, seconds: 6), .at(evening))
      channel.end()
      #expect(channel.segments.map(\.duration) == [90_000, 90_000, 180_000, 180_000])
    }

    @Test("Where no key frame comes a segment ends at the last picture that fits")
    func longGroups() throws {
      var channel = Channel(regular: 2, target: 2)
      let end = channel.play(try Clips.copied(.longGroups), .at(evening))
      channel.end()
      #expect(end.longestKeyInterval == 810_000)
      Self.expectSound(channel, target: 2)
      #expect(channel.segments.map(\.startsWithKeyFrame) == [true, false, false, false])
      #expect(channel.segments[0].duration > 200_000)
      #expect(channel.segments.map(\.duration).reduce(0, +) == 810_000)
      #expect(TransportStreamChecker(channel.bytes).complaints == [])
      #expect(try Clips.complaints(decoding: channel.bytes) == "")
    }

    @Test("A segment begins with an item, unless the one before would be tiny")
    func tinySegments() throws {
      var channel = Channel(regular: 2, target: 4)
      let first = channel.play(try Clips.encoded(.at30, seconds: 2.3), .at(evening))
      let second = channel.play(try Clips.encoded(.at30, seconds: 2.6), .at(first.next))
      channel.play(try Clips.encoded(.at30, seconds: 2), .at(second.next))
      channel.end()
      // The 0.3 s before the second item stay with it; the 0.6 s before the third don't.
      #expect(channel.segments.map(\.duration) == [180_000, 207_000, 54_000, 180_000])
      Self.expectSound(channel, target: 4)
    }

    @Test("A tiny segment is made where the next one would become too long")
    func tinyButNeeded() throws {
      var channel = Channel(regular: 2.4, target: 2)
      let first = channel.play(try Clips.encoded(.at30, seconds: 0.3), .at(evening))
      channel.play(try Clips.encoded(.at30, seconds: 1), .at(first.next))
      channel.end()
      #expect(channel.segments.map(\.duration) == [27_000, 90_000])
    }

    @Test("A key frame just before the out point starts no segment")
    func keyBeforeOut() throws {
      var channel = Channel(regular: 2, target: 4)
      let bytes = try Clips.copied(.at30)
      let out = evening + 207_000
      let end = channel.play(bytes, .at(evening), until: out)
      channel.play(try Clips.encoded(.at30, seconds: 1), .at(end.next))
      channel.end()
      #expect(channel.segments.map(\.start) == [evening, end.next])
    }

    @Test("The second key frame of an item is taken although pictures lead it")
    func leadingPictures() throws {
      // As channels have it: two seconds are wished for, three are allowed.
      var channel = Channel(regular: 2, target: 3)
      let first = channel.play(try Clips.encoded(.at30, seconds: 1), .at(evening))
      channel.play(try Clips.copied(.longOpenGroups), .at(first.next))
      channel.end()
      Self.expectSound(channel, target: 3)
      #expect(channel.segments.allSatisfy { $0.startsWithKeyFrame })
    }

    @Test("A key frame is taken where the next would come too late")
    func nextTooLate() throws {
      var channel = Channel(regular: 2, target: 2)
      // Key frames every 1.5 s: the third would come after 3 s.
      channel.play(try Clips.encoded(.at30, seconds: 6, keyEvery: 45), .at(evening))
      channel.end()
      Self.expectSound(channel, target: 2)
      #expect(channel.segments.dropFirst(2).allSatisfy { $0.startsWithKeyFrame })
    }
  }
}
