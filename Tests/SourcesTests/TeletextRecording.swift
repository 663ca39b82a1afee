import Foundation

/// Teletext subtitles as DVB has them (EN 300 472), made by hand: page 888 of a transport stream.
struct TeletextRecording {
  private static let hammed: [UInt8] = [
    0x15, 0x02, 0x49, 0x5E, 0x64, 0x73, 0x38, 0x2F, 0xD0, 0xC7, 0x8C, 0x9B, 0xA1, 0xB6, 0xFD, 0xEA,
  ]
  /// The stream so far; its times begin at one second.
  private(set) var bytes: [UInt8] = []
  private var count: UInt8 = 0

  /// A stream that says something in German for a time, in seconds.
  init(saying words: String, from start: Double, to end: Double) {
    let stream: [UInt8] = [0x56, 5] + Array("deu".utf8) + [0x10, 0x88]
    let entry = [6, 0xE1, 1, 0xF0, UInt8(stream.count)] + stream
    table(0, [0, 0xB0, 13, 0, 1, 0xC1, 0, 0, 0, 1, 0xE1, 0])
    table(1, [2, 0xB0, UInt8(13 + entry.count), 0, 1, 0xC1, 0, 0, 0xE1, 1, 0xF0, 0] + entry)
    let flush = Self.header(0xFF, isSubtitle: false)
    for place in 0..<5 { page(Double(place) / 10, [flush]) }
    page(start, [Self.header(0x88, isSubtitle: true), Self.row(words), flush])
    page(end, [Self.header(0x88, isSubtitle: true), flush])
    for place in 1..<4 { page(end + Double(place) / 10, [flush]) }
  }

  private static func header(_ page: UInt8, isSubtitle: Bool) -> [UInt8] {
    let flags: [UInt8] = isSubtitle ? [0, 8, 0, 8, 1, 0] : [0, 0, 0, 0, 0, 0]
    return address(0) + ([page & 15, page >> 4] + flags).map { hammed[Int($0)] }
      + [UInt8](repeating: odd(0x20), count: 32)
  }

  private static func row(_ words: String) -> [UInt8] {
    let text = [0x0D, 0x0B, 0x0B] + Array(words.utf8) + [0x0A, 0x0A]
    return address(20)
      + (text + [UInt8](repeating: 0x20, count: 40 - text.count)).map(odd)
  }

  /// A packet's row, in magazine 8.
  private static func address(_ row: UInt8) -> [UInt8] {
    [hammed[Int(row & 1) << 3], hammed[Int(row >> 1)]]
  }

  /// Seven bits, and one that makes their number odd.
  private static func odd(_ byte: UInt8) -> UInt8 {
    byte.nonzeroBitCount % 2 == 0 ? byte | 0x80 : byte
  }

  /// Three lines of a page, behind a clock reference.
  private mutating func page(_ time: Double, _ lines: [[UInt8]]) {
    let ticks = UInt64(((time + 1) * 90_000).rounded())
    let reference = ticks << 15 | 0x7E00
    bytes += [0x47, 1, 1, 0x20 | count &- 1 & 15, 183, 0x10]
    bytes += (0..<6).map { UInt8(truncatingIfNeeded: reference >> (40 - 8 * $0)) }
    bytes += [UInt8](repeating: 0xFF, count: 176)
    var data: [UInt8] = [0x10]
    for place in 0..<3 {
      guard place < lines.count else {
        data += [0xFF, 0x2C] + [UInt8](repeating: 0xFF, count: 44)
        continue
      }
      // The first bit of a byte is sent first.
      data += [3, 0x2C, 0xE7 + UInt8(place), 0xE4]
      data += lines[place].map { byte in
        (0..<8).reduce(0) { $0 | (byte >> UInt8($1) & 1) << UInt8(7 - $1) }
      }
    }
    let stamp = [
      0x21 | ticks >> 29 & 0xE, ticks >> 22, 1 | ticks >> 14 & 0xFE, ticks >> 7,
      1 | ticks << 1 & 0xFE,
    ].map { UInt8(truncatingIfNeeded: $0) }
    let head = [0x84, 0x80, 0x24] + stamp + [UInt8](repeating: 0xFF, count: 31)
    packet(0x41, 1, [0, 0, 1, 0xBD, 0, UInt8(head.count + data.count)] + head + data)
  }

  private mutating func table(_ high: UInt8, _ section: [UInt8]) {
    var sum: UInt32 = 0xFFFF_FFFF
    for byte in section {
      sum ^= UInt32(byte) << 24
      for _ in 0..<8 { sum = sum & 0x8000_0000 == 0 ? sum << 1 : sum << 1 ^ 0x04C1_1DB7 }
    }
    let whole = [0] + section + (0..<4).map { UInt8(truncatingIfNeeded: sum >> (24 - 8 * $0)) }
    bytes += [0x47, 0x40 | high, 0, 0x10] + whole
    bytes += [UInt8](repeating: 0xFF, count: 184 - whole.count)
  }

  /// One packet, which is full.
  private mutating func packet(_ high: UInt8, _ low: UInt8, _ payload: [UInt8]) {
    bytes += [0x47, high, low, 0x10 | count & 15] + payload
    count &+= 1
  }
}
