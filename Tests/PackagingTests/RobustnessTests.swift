import Packaging
import TestSupport
import Testing

extension PackagingTests {
  /// Numbers that look random and are the same each time.
  struct Dice: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state ^ (state >> 29)) &* 0x9E37_79B9_7F4A_7C15
    }
  }

  @Suite("Robustness")
  struct RobustnessTests {
    /// The bytes with some damage: flipped, lost, doubled, moved, or made up.
    static func damaged(_ bytes: [UInt8], with dice: inout Dice) -> [UInt8] {
      var bytes = bytes
      for _ in 0..<Int.random(in: 1...12, using: &dice) {
        guard bytes.count > 1000 else { break }
        let at = Int.random(in: 0..<(bytes.count - 600), using: &dice)
        let packet = at / 188 * 188
        switch Int.random(in: 0..<8, using: &dice) {
        case 0: bytes[at] = UInt8.random(in: 0...255, using: &dice)
        case 1: bytes.removeSubrange(at..<(at + Int.random(in: 1...600, using: &dice)))
        case 2: bytes.removeSubrange(packet..<(packet + 188))
        case 3: bytes.insert(contentsOf: bytes[at..<(at + 400)], at: at)
        case 4:
          bytes.insert(
            contentsOf: (0..<300).map { _ in .random(in: 0...255, using: &dice) }, at: at)
        // The fields where a length, a flag or a time stamp lies.
        case 5:
          bytes[packet + Int.random(in: 1...30, using: &dice)] = .random(in: 0...255, using: &dice)
        case 6: for offset in 1...24 { bytes[packet + offset] = .random(in: 0...255, using: &dice) }
        default: bytes.swapAt(packet + 3, at)
        }
      }
      return bytes
    }

    @Test("Whatever comes in, what goes out is a sound stream", arguments: 0..<4)
    func damagedRuns(seed: Int) throws {
      let sources = [
        try Clips.copied(.deepReordering), try Clips.encoded(.at30, seconds: 2),
        try Clips.copied(.openGroups, from: 1.2),
      ]
      var dice = Dice(state: UInt64(seed) * 7919 + 1)
      var channel = Channel(regular: 1, target: 3)
      var next = evening
      var foreignSounds = 0
      for turn in 0..<25 {
        let bytes = Self.damaged(sources[turn % sources.count], with: &dice)
        let out = Bool.random(using: &dice) ? next + .random(in: 0...270_000, using: &dice) : nil
        let join =
          Bool.random(using: &dice) ? Join.at(next) : .aligned(source: 900_000, time: next)
        let end = channel.play(
          bytes, join, until: out, complete: .random(using: &dice),
          portion: .random(in: 500...50_000, using: &dice))
        #expect(end.next >= next)
        foreignSounds += end.foreignSounds
        next = end.next
      }
      channel.end()
      #expect(channel.segments.count > 10)
      let checker = TransportStreamChecker(channel.bytes)
      #expect(checker.complaints == [])
      for segment in channel.segments {
        #expect((segment.duration * 2 + 90_000) / 180_000 <= 3)
      }
      // A damaged header may name another rate; then a frame is longer by what it says.
      if foreignSounds == 0, checker.discontinuities == 0 {
        #expect(checker.audio?.largestStep == 1920)
      }
    }

    @Test("Noise is counted and makes nothing")
    func noise() {
      var dice = Dice(state: 5)
      let bytes = (0..<300_000).map { _ in UInt8.random(in: 0...255, using: &dice) }
      var channel = Channel()
      let end = channel.play(bytes, .at(evening))
      channel.end()
      #expect(channel.segments.isEmpty)
      #expect(end.next == evening)
      #expect(end.frames == 0)
      #expect(end.losses.strayBytes > 290_000)
    }

    @Test("A run of pictures none of which is a key frame makes nothing and holds nothing")
    func neverAKey() throws {
      var bytes = try Clips.encoded(.at30, seconds: 2)
      for packet in stride(from: 0, to: bytes.count, by: 188) where bytes[packet + 3] & 0x20 != 0 {
        if bytes[packet + 4] > 0 { bytes[packet + 5] &= 0xBF }
      }
      var channel = Channel()
      let end = channel.play(bytes, .at(evening))
      #expect(!channel.stream.hasPicture)
      #expect(end.frames == 0)
      #expect(channel.segments.isEmpty)
    }

    @Test("A picture that is lost on the way costs the pictures up to the next key frame")
    func lostPackets() throws {
      var bytes = try Clips.encoded(.at30, seconds: 3)
      let starts = stride(from: 0, to: bytes.count, by: 188).filter {
        bytes[$0 + 1] == 0x41 && bytes[$0 + 2] == 0
      }
      // All of the forty-first picture but its first packet's end.
      bytes.removeSubrange((starts[40] + 188)..<(starts[40] + 376))
      var channel = Channel()
      let end = channel.play(bytes, .at(evening))
      channel.end()
      #expect(end.frames < 90)
      #expect(end.frames >= 58)
      #expect(end.next == evening + 270_000)
      #expect(TransportStreamChecker(channel.bytes).complaints == [])
      #expect(try Clips.complaints(decoding: channel.bytes) == "")
    }

    @Test("A hole of some seconds in the pictures stays, with segments that fit")
    func hole() throws {
      let head = try Clips.encoded(.at30, seconds: 1)
      let tail = try Clips.encoded(.at30, seconds: 1, at: 14)
      var channel = Channel(regular: 1, target: 1)
      let end = channel.play(head + tail, .at(evening))
      channel.end()
      #expect(end.next == evening + 450_000)
      #expect(end.losses.jumps == 0)
      SegmentTests.expectSound(channel, target: 1)
      let checker = TransportStreamChecker(channel.bytes)
      #expect(checker.complaints == [])
      #expect(checker.audio?.largestStep == 1920)
    }
  }
}
