import Foundation
import Packaging
import TestSupport
import Testing

/// A channel's stream as tests drive it.
struct Channel {
  var stream: ChannelStream
  var segments: [Segment] = []

  init(
    resuming state: StreamState = StreamState(), first: [Int64] = [], regular: Double = 2,
    target: Int = 4
  ) {
    let shape = SegmentShape(first: first, regular: Int64(regular * 90_000), target: target)
    stream = ChannelStream(resuming: state, shape: shape)
  }

  /// Plays one item and returns its end.
  @discardableResult
  mutating func play(
    _ bytes: [UInt8], _ join: Join, until out: StreamTime? = nil, complete: Bool = true,
    portion: Int = 10_007
  ) -> ItemEnd {
    stream.begin(join, until: out)
    for start in stride(from: 0, to: bytes.count, by: portion) {
      bytes[start..<min(start + portion, bytes.count)].withUnsafeBytes { stream.push($0) }
      segments += stream.takeSegments()
    }
    let end = stream.endItem(complete: complete)
    segments += stream.takeSegments()
    return end
  }

  /// Ends the channel.
  mutating func end() {
    stream.flush()
    segments += stream.takeSegments()
  }

  /// The endless stream.
  var bytes: [UInt8] { segments.flatMap(\.bytes) }
}

/// Some evening in 2026, not at a round tick.
let evening = StreamTime(milliseconds: 1_790_000_000_123)

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
          #expect(end.losses.jumps == 0)
          next = end.next
          frames += end.frames
        }
      }
      channel.end()
      let checker = TransportStreamChecker(channel.bytes)
      #expect(checker.complaints == [])
      #expect(checker.video?.units == frames)
      #expect(checker.video?.largestStep ?? .max <= 3780)
      #expect(checker.audio?.largestStep == 1920)
      #expect(checker.audio?.smallestStep == 1920)
      try channel.bytes.withUnsafeBytes { try Data($0).write(to: URL(fileURLWithPath: "/tmp/mini-packaging/mixed.ts")) }
      let complaints = try Clips.complaints(decoding: channel.bytes)
      #expect(complaints == "")
    }
  }
}
