import Foundation

/// The last seconds of decoded sound, and where in time it belongs.
package struct SoundTape: Sendable {
  /// What can be said of a change of tone.
  package enum Change: Sendable {
    /// The sound has not come so far.
    case pending
    /// There is no such change.
    case unheard
    /// The change lies that many milliseconds after the time asked about.
    case at(Double)
  }

  private struct Anchor {
    /// Sample of the time line, modulo the wrap of 33 bits of 90 kHz.
    var pts: Int64
    /// Number of the first sample since the beginning.
    var first: Int
    var count: Int
  }

  private static let rate = 48_000
  private static let most = 20 * rate
  private static let wrap = StationClock.wrap * 48_000 / 90_000
  /// What is compared: ten milliseconds, in steps of one.
  private static let window = 480
  private static let step = 48
  private static let reach = 150 * step

  private var samples: [Int16] = []
  private var dropped = 0
  private var odd: UInt8?
  private var anchors: [Anchor] = []
  private var told = 0

  init() {}

  /// Takes decoded sound: 16 bits, one channel, 48 kHz.
  mutating func append(_ bytes: ArraySlice<UInt8>) {
    var bytes = bytes
    if let first = odd, let second = bytes.popFirst() {
      samples.append(Int16(bitPattern: UInt16(second) << 8 | UInt16(first)))
      odd = nil
    }
    var at = bytes.startIndex
    while at + 1 < bytes.endIndex {
      samples.append(Int16(bitPattern: UInt16(bytes[at + 1]) << 8 | UInt16(bytes[at])))
      at += 2
    }
    if at < bytes.endIndex { odd = bytes[at] }
    if samples.count > 2 * Self.most {
      dropped += samples.count - Self.most
      samples.removeFirst(samples.count - Self.most)
    }
  }

  /// The decoder has told of a stretch of samples.
  mutating func note(pts: Int64, samples count: Int) {
    anchors.append(Anchor(pts: pts, first: told, count: count))
    told += count
    if anchors.count > 4000 { anchors.removeFirst(2000) }
  }

  /// When a new tone begins around a time, or the old one ends where there is no new one.
  ///
  /// Tones that are whole steps of 100 Hz apart don't disturb one another.
  mutating func change(from old: Double?, to new: Double?, around stamp: Int64) -> Change {
    // Cut to 33 bits first: the wrap is no whole number of samples.
    let wanted = stamp % StationClock.wrap * 48_000 / 90_000
    guard let last = anchors.last else { return .pending }
    if Self.distance(last.pts, wanted) < Int64(Self.reach + Self.rate / 2) { return .pending }
    guard
      let anchor = anchors.last(where: { Self.distance($0.pts, wanted) <= 0 }),
      Self.distance(anchor.pts, wanted) > -10_000
    else { return .unheard }
    let middle = anchor.first - Int(Self.distance(anchor.pts, wanted)) - dropped
    guard middle + Self.reach + Self.window < samples.count else { return .pending }
    guard middle - Self.reach >= 0 else { return .unheard }
    return crossing(from: old, to: new, middle)
  }

  private func crossing(from old: Double?, to new: Double?, _ middle: Int) -> Change {
    let places = stride(from: -Self.reach, through: Self.reach, by: Self.step)
    let powers = places.map { offset in
      let start = middle + offset - Self.window / 2
      return (
        offset: offset, old: old.map { power($0, start) } ?? 0,
        new: new.map { power($0, start) } ?? 0
      )
    }
    guard let first = powers.first, let last = powers.last else { return .unheard }
    // Where there is no other tone, this one has to come out of silence, or to end in it.
    let oldFloor = old == nil ? last.new / 4 : 0
    let newFloor = new == nil ? first.old / 4 : 0
    guard first.old + oldFloor > 2 * first.new, last.new + newFloor > 2 * last.old else {
      return .unheard
    }
    // Half as loud is a quarter of the strength: the middle of the window is where a tone begins.
    let change = powers.first { new == nil ? $0.old <= first.old / 4 : $0.new >= last.new / 4 }
    return change.map { .at(Double($0.offset) / 48) } ?? .unheard
  }

  /// The strength of a tone in a window of samples, after Goertzel.
  private func power(_ tone: Double, _ start: Int) -> Double {
    let factor = 2 * cos(2 * Double.pi * tone / Double(Self.rate))
    var (one, two) = (0.0, 0.0)
    for index in start..<start + Self.window {
      let next = Double(samples[index]) + factor * one - two
      two = one
      one = next
    }
    return max(0, one * one + two * two - factor * one * two)
  }

  private static func distance(_ first: Int64, _ second: Int64) -> Int64 {
    var distance = (first - second) % wrap
    if distance >= wrap / 2 { distance -= wrap }
    if distance < -wrap / 2 { distance += wrap }
    return distance
  }
}
