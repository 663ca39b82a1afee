import Packaging
import TestSupport
import Testing

extension PackagingTests {
  @Suite("Copied pictures")
  struct BitExactTests {
    /// An item, and where in its clip it is entered; nil for one that is encoded.
    private struct Item {
      var kind: Clips.Kind
      var seconds: Double
      var first: Int?
      var from = 0.0
    }

    @Test("come out bit by bit as they are in their files, at joins and between encoded ones too")
    func copies() throws {
      // Key frames are 30 pictures apart, 45 in the clip of deep reordering.
      let items = [
        Item(kind: .at30, seconds: 1.5, first: 0),
        Item(kind: .at25, seconds: 1.2, first: 30, from: 1.4),
        Item(kind: .at30, seconds: 0.7),
        Item(kind: .deepReordering, seconds: 2, first: 45, from: 1.6),
        Item(kind: .noReordering, seconds: 0.04, first: 0),
        Item(kind: .at2997, seconds: 1.3, first: 60, from: 2.1),
        Item(kind: .at25, seconds: 0.5),
        Item(kind: .openGroups, seconds: 1, first: 0),
      ]
      var channel = Channel()
      var next = evening
      var counts: [Int] = []
      for item in items {
        let out = next + Int64(item.seconds * 90_000)
        let bytes =
          item.first == nil
          ? try Clips.encoded(item.kind, seconds: item.seconds)
          : try Clips.copied(item.kind, from: item.from, seconds: item.seconds + 1)
        let end = channel.play(bytes, .at(next), until: out)
        // What is shown before the end and needs what is shown behind it can't be copied.
        #expect(end.next > out - 4 * end.frameDuration, "\(item)")
        counts.append(end.frames)
        next = end.next
      }
      channel.end()
      var shown = try Clips.pictures(of: channel.bytes)[...]
      #expect(shown.count == counts.reduce(0, +))
      for (item, count) in zip(items, counts) {
        let pictures = Array(shown.prefix(count))
        shown = shown.dropFirst(count)
        let source = try Clips.pictures(of: item.kind)
        if let first = item.first {
          #expect(pictures == Array(source[first...].prefix(count)), "\(item)")
        } else {
          #expect(Set(pictures).isDisjoint(with: source), "\(item)")
        }
      }
    }
  }
}
