/// One AAC frame with its ADTS header.
struct SoundFrame {
  /// The display time in ticks: of the source at first, of the channel once it is placed.
  var time: Int64
  /// Samples per second.
  var rate: Int64
  /// Samples that it plays.
  var samples: Int64
  /// Whether it is AAC-LC at 48 kHz, in stereo or 5.1.
  var isNative: Bool
  /// How many channels it has, as its header says: 6 for 5.1.
  var channels: UInt8
  /// The frame with its header.
  var bytes: ArraySlice<UInt8>

  /// The ticks that it plays.
  var ticks: Int64 { samples * StreamTime.ticksPerSecond / rate }

  /// Ticks of a frame of 1024 samples at 48 kHz.
  static let nativeTicks: Int64 = 1920

  /// AAC-LC at 48 kHz, 1024 samples of silence: 5.1 among 5.1, stereo among all else.
  static func silence(channels: UInt8) -> [UInt8] { channels == 6 ? surroundSilence : silence }

  private static let silence: [UInt8] = [
    0xFF, 0xF1, 0x4C, 0x80, 0x01, 0xBF, 0xFC, 0x21, 0x10, 0x04, 0x60, 0x8C, 0x1C,
  ]

  private static let surroundSilence: [UInt8] = [
    0xFF, 0xF1, 0x4D, 0x80, 0x03, 0x5F, 0xFC, 0x01, 0x18, 0x20, 0x01, 0x08, 0x80, 0x23, 0x04, 0x60,
    0x23, 0x10, 0x04, 0x60, 0x8C, 0x0C, 0x23, 0x00, 0x00, 0xE0,
  ]

  private static let rates: [Int64] = [
    96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000,
    7_350,
  ]

  /// The whole frames in the payload of a unit that starts at a time.
  static func frames(in payload: ArraySlice<UInt8>, at time: Int64) -> [SoundFrame] {
    var frames: [SoundFrame] = []
    var at = payload.startIndex
    var next = time
    while let frame = SoundFrame(payload[at...], at: next) {
      frames.append(frame)
      at = frame.bytes.endIndex
      next += frame.samples * StreamTime.ticksPerSecond / frame.rate
    }
    return frames
  }

  /// The frame that the bytes start with.
  private init?(_ bytes: ArraySlice<UInt8>, at time: Int64) {
    let head = Array(bytes.prefix(7))
    guard head.count == 7, head[0] == 0xFF, head[1] & 0xF6 == 0xF0 else { return nil }
    let length = Int(head[3] & 3) << 11 | Int(head[4]) << 3 | Int(head[5]) >> 5
    let rateIndex = Int(head[2] >> 2 & 15)
    guard length > 7, length <= bytes.count, rateIndex < Self.rates.count else { return nil }
    channels = (head[2] & 1) << 2 | head[3] >> 6
    self.time = time
    rate = Self.rates[rateIndex]
    samples = 1024 * Int64(1 + head[6] & 3)
    isNative = head[2] >> 6 == 1 && rate == 48_000 && (channels == 2 || channels == 6)
    self.bytes = bytes.prefix(length)
  }
}
