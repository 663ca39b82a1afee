/// The tables that say which stream is what.
enum ProgramTables {
  /// The identities of the streams that a channel writes, the same for its whole life.
  enum Stream {
    static let association = 0
    static let map = 0x1000
    static let video = 0x100
    static let audio = 0x101
    /// What a run calls its sound for the channel's first track, if it has several.
    ///
    /// The others follow. A run without such names has one sound.
    static let sourceAudio = 0x180
  }

  /// The program association table: one program, its map in ``Stream/map``.
  static let association: [UInt8] = sealed([
    0x00, 0xB0, 13, 0x00, 0x01, 0xC1, 0x00, 0x00, 0x00, 0x01,
    0xE0 | UInt8(Stream.map >> 8), UInt8(Stream.map & 0xFF),
  ])

  /// The program map table: the pictures with the clock, and the tracks of sound; without pictures
  /// the clock comes with the first of these.
  static func map(version: UInt8, _ layout: ProgramLayout) -> [UInt8] {
    let clock = layout.video == nil ? Stream.audio : Stream.video
    var streams: [UInt8] = []
    if let video = layout.video {
      streams += entry(Stream.video, video, video.descriptors(channels: 0))
    }
    for (lane, sound) in layout.sounds.enumerated() {
      let language = sound.language.map(languageDescriptor) ?? []
      streams += entry(
        Stream.audio + lane, sound.codec,
        sound.codec.descriptors(channels: sound.channels) + language)
    }
    let length = 13 + streams.count
    return sealed(
      [
        0x02, 0xB0 | UInt8(length >> 8), UInt8(length & 0xFF), 0x00, 0x01,
        0xC1 | (version & 31) << 1, 0x00, 0x00, 0xE0 | UInt8(clock >> 8), UInt8(clock & 0xFF),
        0xF0, 0x00,
      ] + streams)
  }

  private static func entry(
    _ stream: Int, _ codec: StreamCodec, _ descriptors: [UInt8]
  ) -> [UInt8] {
    [
      codec.type, 0xE0 | UInt8(stream >> 8), UInt8(stream & 0xFF), 0xF0, UInt8(descriptors.count),
    ] + descriptors
  }

  private static func languageDescriptor(_ language: String) -> [UInt8] {
    let letters = Array(language.utf8.prefix(3))
    return letters.count == 3 ? [0x0A, 4] + letters + [0] : []
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

  /// A stream that a map names.
  struct Source: Hashable {
    var stream: Int
    var codec: StreamCodec
    /// How many channels an Opus stream has; 2 for all others.
    var channels: UInt8
  }

  /// The streams that can be read, in their order, out of the payload of a packet that starts a map.
  static func sources(in payload: Span<UInt8>) -> [Source]? {
    guard let section = section(0x02, in: payload), section.count >= 16 else { return nil }
    let end = section.upperBound - 4
    let information = Int(payload[section.lowerBound + 10] & 0x0F) << 8
    var at = section.lowerBound + 12 + information + Int(payload[section.lowerBound + 11])
    var sources: [Source] = []
    while at + 5 <= end {
      let stream = Int(payload[at + 1] & 0x1F) << 8 | Int(payload[at + 2])
      let next = at + 5 + Int(payload[at + 3] & 0x0F) << 8 + Int(payload[at + 4])
      let descriptors = (at + 5..<min(max(at + 5, next), end)).map { payload[$0] }
      if let codec = StreamCodec(type: payload[at], descriptors: descriptors) {
        let channels = codec == .opus && descriptors.count > 9 ? descriptors[9] : 2
        sources.append(Source(stream: stream, codec: codec, channels: channels))
      }
      at = next
    }
    return sources
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
