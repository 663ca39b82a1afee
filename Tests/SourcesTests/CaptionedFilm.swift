import Foundation

/// Closed captions (EIA-608), put by hand among the frames of an H.264 stream as broadcasters do.
enum CaptionedFilm {
  /// H.264 of 30 frames a second with captions that say something for a time, in seconds.
  static func stream(
    _ stream: [UInt8], saying words: String, from start: Double, to end: Double
  ) -> [UInt8] {
    // Written unseen, then shown at once; later wiped off.
    let text = Array(words.utf8) + (words.utf8.count % 2 == 0 ? [] : [0])
    let letters = stride(from: 0, to: text.count, by: 2).map { (text[$0], text[$0 + 1]) }
    let shown: [(UInt8, UInt8)] =
      [(0x14, 0x20), (0x14, 0x2E), (0x14, 0x70)] + letters + [(0x14, 0x2F)]
    let first = Int((start * 30).rounded()) - shown.count + 1
    var pairs: [Int: (UInt8, UInt8)] = [Int((end * 30).rounded()): (0x14, 0x2C)]
    for (place, pair) in shown.enumerated() { pairs[first + place] = pair }
    var (made, frame) = ([UInt8](), 0)
    for unit in units(of: stream) {
      // A slice whose first bit is set begins a frame.
      if [1, 5].contains(unit[0] & 31), unit[1] & 0x80 != 0 {
        made += [0, 0, 0, 1] + message(pairs[frame] ?? (0, 0))
        frame += 1
      }
      made += [0, 0, 0, 1] + unit
    }
    return made
  }

  private static func units(of stream: [UInt8]) -> [[UInt8]] {
    var starts: [(begin: Int, end: Int)] = []
    var at = 0
    while at + 3 <= stream.count {
      guard stream[at] == 0, stream[at + 1] == 0, stream[at + 2] == 1 else {
        at += 1
        continue
      }
      starts.append((at > 0 && stream[at - 1] == 0 ? at - 1 : at, at + 3))
      at += 3
    }
    return starts.indices.map { index in
      let end = index + 1 < starts.count ? starts[index + 1].begin : stream.count
      return Array(stream[starts[index].end..<end])
    }
  }

  /// A message beside a frame (ATSC A/53, part 4) with one pair of the first field.
  private static func message(_ pair: (UInt8, UInt8)) -> [UInt8] {
    let words: [UInt8] =
      [0xB5, 0, 0x31] + Array("GA94".utf8) + [3, 0x41, 0xFF, 0xFC, odd(pair.0), odd(pair.1), 0xFF]
    var body: [UInt8] = [6, 4, UInt8(words.count)]
    for byte in words + [0x80] {
      if byte <= 3, body.suffix(2) == [0, 0] { body.append(3) }
      body.append(byte)
    }
    return body
  }

  /// Seven bits, and one that makes their number odd.
  private static func odd(_ byte: UInt8) -> UInt8 {
    byte.nonzeroBitCount % 2 == 0 ? byte | 0x80 : byte
  }
}
