/// The tables that say which stream is what.
enum ProgramTables {
  /// The identities of the streams that a channel writes, the same for its whole life.
  enum Stream {
    static let association = 0
    static let map = 0x1000
    static let video = 0x100
    static let audio = 0x101
  }

  /// The types of stream that are read and written.
  enum Kind {
    static let h264: UInt8 = 0x1B
    static let aac: UInt8 = 0x0F
  }

  /// The program association table: one program, its map in ``Stream/map``.
  static let association: [UInt8] = sealed([
    0x00, 0xB0, 13, 0x00, 0x01, 0xC1, 0x00, 0x00, 0x00, 0x01,
    0xE0 | UInt8(Stream.map >> 8), UInt8(Stream.map & 0xFF),
  ])

  /// The program map table: one H.264 stream with the clock, one AAC stream.
  static func map(version: UInt8) -> [UInt8] {
    sealed([
      0x02, 0xB0, 23, 0x00, 0x01, 0xC1 | (version & 31) << 1, 0x00, 0x00,
      0xE0 | UInt8(Stream.video >> 8), UInt8(Stream.video & 0xFF), 0xF0, 0x00,
      Kind.h264, 0xE0 | UInt8(Stream.video >> 8), UInt8(Stream.video & 0xFF), 0xF0, 0x00,
      Kind.aac, 0xE0 | UInt8(Stream.audio >> 8), UInt8(Stream.audio & 0xFF), 0xF0, 0x00,
    ])
  }

  /// The stream of the first program's map, out of the payload of a packet that starts a table.
  static func mapStream(in payload: Span<UInt8>) -> Int? {
    guard let section = section(0x00, in: payload) else { return nil }
    var at = section.lowerBound + 8
    while at + 4 <= section.upperBound - 4 {
      let program = Int(payload[at]) << 8 | Int(payload[at + 1])
      if program != 0 { return Int(payload[at + 2] & 0x1F) << 8 | Int(payload[at + 3]) }
      at += 4
    }
    return nil
  }

  /// The first H.264 and the first AAC stream, out of the payload of a packet that starts a map.
  static func streams(in payload: Span<UInt8>) -> (video: Int?, audio: Int?)? {
    guard let section = section(0x02, in: payload), section.count >= 16 else { return nil }
    let end = section.upperBound - 4
    let information = Int(payload[section.lowerBound + 10] & 0x0F) << 8
    var at = section.lowerBound + 12 + information + Int(payload[section.lowerBound + 11])
    var video: Int?
    var audio: Int?
    while at + 5 <= end {
      let stream = Int(payload[at + 1] & 0x1F) << 8 | Int(payload[at + 2])
      if payload[at] == Kind.h264, video == nil { video = stream }
      if payload[at] == Kind.aac, audio == nil { audio = stream }
      at += 5 + Int(payload[at + 3] & 0x0F) << 8 + Int(payload[at + 4])
    }
    return (video, audio)
  }

  /// Where a whole, undamaged table of that kind lies; those longer than a packet are not read.
  private static func section(_ kind: UInt8, in payload: Span<UInt8>) -> Range<Int>? {
    guard payload.count > 0 else { return nil }
    let start = 1 + Int(payload[0])
    guard start + 12 <= payload.count, payload[start] == kind else { return nil }
    let end = start + 3 + Int(payload[start + 1] & 0x0F) << 8 + Int(payload[start + 2])
    guard end <= payload.count, end - start >= 12 else { return nil }
    var sum = Checksum()
    for index in start..<end { sum.add(payload[index]) }
    return sum.value == 0 ? start..<end : nil
  }

  private static func sealed(_ table: [UInt8]) -> [UInt8] {
    var sum = Checksum()
    for byte in table { sum.add(byte) }
    return table + (0..<4).map { UInt8(truncatingIfNeeded: sum.value >> (24 - 8 * $0)) }
  }
}

/// The CRC-32 of transport stream tables; zero over a table with its own sum.
struct Checksum {
  private(set) var value: UInt32 = 0xFFFF_FFFF

  mutating func add(_ byte: UInt8) {
    value ^= UInt32(byte) << 24
    for _ in 0..<8 { value = value & 0x8000_0000 != 0 ? value << 1 ^ 0x04C1_1DB7 : value << 1 }
  }
}
