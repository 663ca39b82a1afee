/// What the head of a frame of sound says.
struct SoundHeader {
  /// Bytes of the whole frame, its head included.
  var length: Int
  /// Samples per second.
  var rate: Int64
  /// Samples that it plays.
  var samples: Int64
  /// How many channels it has: 6 for 5.1.
  var channels: UInt8
  /// Whether it belongs to the frame before it.
  var isDependent = false
  /// Whether it is of the kind that channels have.
  var isNative: Bool

  private init(
    length: Int, rate: Int64, samples: Int64, channels: UInt8, isNative: Bool = true
  ) {
    self.length = length
    self.rate = rate
    self.samples = samples
    self.channels = channels
    self.isNative = isNative && rate == 48_000 && (channels == 2 || channels == 6)
  }

  /// The head of a whole frame that the bytes start with; nil where there is none.
  init?(_ bytes: ArraySlice<UInt8>, _ codec: StreamCodec, channels: UInt8) {
    let found: SoundHeader?
    switch codec {
    case .aac: found = Self.aac(bytes)
    case .ac3, .eac3: found = Self.dolby(bytes)
    case .mp3: found = Self.mp3(bytes)
    case .opus: found = Self.opus(bytes, channels: channels)
    case .pcm: found = Self.pcm(bytes)
    case .h264, .hevc, .mpeg2, .av1: found = nil
    }
    guard let found, found.length > 0, found.length <= bytes.count else { return nil }
    self = found
  }

  private static let aacRates: [Int64] = [
    96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000,
    7_350,
  ]

  /// ADTS (ISO/IEC 13818-7, 6.2).
  private static func aac(_ bytes: ArraySlice<UInt8>) -> SoundHeader? {
    let head = Array(bytes.prefix(7))
    guard head.count == 7, head[0] == 0xFF, head[1] & 0xF6 == 0xF0 else { return nil }
    let length = Int(head[3] & 3) << 11 | Int(head[4]) << 3 | Int(head[5]) >> 5
    let rateIndex = Int(head[2] >> 2 & 15)
    guard length > 7, rateIndex < aacRates.count else { return nil }
    return SoundHeader(
      length: length, rate: aacRates[rateIndex], samples: 1024 * Int64(1 + head[6] & 3),
      channels: (head[2] & 1) << 2 | head[3] >> 6, isNative: head[2] >> 6 == 1)
  }

  private static let dolbyRates: [Int64] = [48_000, 44_100, 32_000]
  /// Kilobits per second of AC-3.
  private static let dolbyBits = [
    32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640,
  ]
  private static let dolbyChannels: [UInt8] = [2, 1, 2, 3, 3, 4, 4, 5]

  /// AC-3 and E-AC-3, told apart by their version (ETSI TS 102 366, 4.4 and E.1.3).
  private static func dolby(_ bytes: ArraySlice<UInt8>) -> SoundHeader? {
    let head = Array(bytes.prefix(7))
    guard head.count == 7, head[0] == 0x0B, head[1] == 0x77 else { return nil }
    let version = head[5] >> 3
    let rateIndex = Int(head[4] >> 6)
    if version <= 10 {
      let size = Int(head[4] & 63)
      guard rateIndex < 3, size / 2 < dolbyBits.count else { return nil }
      let bits = dolbyBits[size / 2]
      let words = [bits * 2, bits * 320 / 147 + size % 2, bits * 3][rateIndex]
      let mode = head[6] >> 5
      // The bit for the low frequencies comes after two bits for each mix that the mode has.
      var skipped = 3
      if mode & 1 != 0, mode != 1 { skipped += 2 }
      if mode & 4 != 0 { skipped += 2 }
      if mode == 2 { skipped += 2 }
      let hasLow = head[6] >> (7 - skipped) & 1
      return SoundHeader(
        length: words * 2, rate: dolbyRates[rateIndex], samples: 1536,
        channels: dolbyChannels[Int(mode)] + hasLow)
    }
    guard version <= 16, rateIndex < 3 else { return nil }
    let length = ((Int(head[2] & 7) << 8 | Int(head[3])) + 1) * 2
    var header = SoundHeader(
      length: length, rate: dolbyRates[rateIndex],
      samples: 256 * [1, 2, 3, 6][Int(head[4] >> 4 & 3)],
      channels: dolbyChannels[Int(head[4] >> 1 & 7)] + head[4] & 1)
    header.isDependent = head[2] >> 6 == 1
    return header
  }

  /// Kilobits per second of layer 3, MPEG-1 and MPEG-2.
  private static let mp3Bits = [
    [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
    [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  ]

  /// Layer 3 (ISO/IEC 11172-3, 2.4.2.3).
  private static func mp3(_ bytes: ArraySlice<UInt8>) -> SoundHeader? {
    let head = Array(bytes.prefix(4))
    guard head.count == 4, head[0] == 0xFF, head[1] & 0xE0 == 0xE0, head[1] >> 1 & 3 == 1
    else { return nil }
    let version = head[1] >> 3 & 3
    let bitsIndex = Int(head[2] >> 4)
    let rateIndex = Int(head[2] >> 2 & 3)
    guard version != 1, (1...14).contains(bitsIndex), rateIndex < 3 else { return nil }
    let isFirst = version == 3
    let rate = [Int64(44_100), 48_000, 32_000][rateIndex] >> (isFirst ? 0 : version == 2 ? 1 : 2)
    let bits = mp3Bits[isFirst ? 0 : 1][bitsIndex] * 1000
    let length = (isFirst ? 144 : 72) * bits / Int(rate) + Int(head[2] >> 1 & 1)
    return SoundHeader(
      length: length, rate: rate, samples: isFirst ? 1152 : 576,
      channels: head[3] >> 6 == 3 ? 1 : 2)
  }

  /// Opus with its control header (ETSI TS 103 491, 5.2; samples by RFC 6716, 3.1).
  private static func opus(_ bytes: ArraySlice<UInt8>, channels: UInt8) -> SoundHeader? {
    let first = bytes.startIndex
    guard bytes.count >= 3, bytes[first] == 0x7F, bytes[first + 1] & 0xE0 == 0xE0 else {
      return nil
    }
    let flags = bytes[first + 1]
    var at = first + 2
    var size = 0
    while at < bytes.endIndex {
      size += Int(bytes[at])
      at += 1
      if bytes[at - 1] != 255 { break }
    }
    at += (flags & 0x10 != 0 ? 2 : 0) + (flags & 0x08 != 0 ? 2 : 0)
    if flags & 0x04 != 0 {
      guard at < bytes.endIndex else { return nil }
      at += 1 + Int(bytes[at])
    }
    guard size > 0, at < bytes.endIndex else { return nil }
    let kind = bytes[at] >> 3
    let length: Int64 =
      switch kind {
      case 0..<12: [480, 960, 1920, 2880][Int(kind & 3)]
      case 12..<16: [480, 960][Int(kind & 1)]
      default: [120, 240, 480, 960][Int(kind & 3)]
      }
    let count: Int64 =
      switch bytes[at] & 3 {
      case 0: 1
      case 1, 2: 2
      default: at + 1 < bytes.endIndex ? Int64(bytes[at + 1] & 63) : 1
      }
    return SoundHeader(
      length: at - first + size, rate: 48_000, samples: length * max(1, count), channels: channels)
  }

  /// AES3 data with its header (SMPTE 302M, 6): so many bytes, channels and bits.
  private static func pcm(_ bytes: ArraySlice<UInt8>) -> SoundHeader? {
    let head = Array(bytes.prefix(4))
    guard head.count == 4 else { return nil }
    let size = Int(head[0]) << 8 | Int(head[1])
    let channels = Int(head[2] >> 6) * 2 + 2
    // Four flags go with each sample of 16, 20 or 24 bits.
    let bits = Int(head[3] >> 4 & 3) * 4 + 20
    guard size > 0, bits <= 28, size * 8 % (channels * bits) == 0 else { return nil }
    return SoundHeader(
      length: 4 + size, rate: 48_000, samples: Int64(size * 8 / (channels * bits)),
      channels: UInt8(channels))
  }
}
