import Foundation

extension SoundFrame {
  /// A frame of silence at 48 kHz, as an encoder makes it of nothing.
  ///
  /// It can be decoded wherever it stands: 5.1 among 5.1, stereo among all else.
  static func silence(_ codec: StreamCodec, channels: UInt8, at time: Int64) -> SoundFrame {
    let isSurround = channels == 6 && codec != .mp3
    return SoundFrame(
      codec: codec, time: time, rate: 48_000, samples: samples(of: codec),
      channels: isSurround ? 6 : 2, isNative: true, bytes: bytes(codec, isSurround)[...])
  }

  /// How many samples a frame of silence plays.
  static func samples(of codec: StreamCodec) -> Int64 {
    switch codec {
    case .ac3, .eac3: 1536
    case .mp3: 1152
    case .opus, .pcm: 960
    case .aac, .h264, .hevc, .mpeg2, .av1: 1024
    }
  }

  private static func bytes(_ codec: StreamCodec, _ isSurround: Bool) -> [UInt8] {
    switch codec {
    case .ac3: isSurround ? ac3Surround : ac3
    case .eac3: isSurround ? eac3Surround : eac3
    case .mp3: mp3
    case .pcm: isSurround ? pcmSurround : pcmStereo
    case .opus: isSurround ? opusSurround : opus
    case .aac, .h264, .hevc, .mpeg2, .av1: isSurround ? aacSurround : aac
    }
  }

  private static let pcmStereo = pcm(channels: 2)
  private static let pcmSurround = pcm(channels: 6)

  /// Zeros of 16 bits with their flags, of which one says that a block of 192 samples begins.
  private static func pcm(channels: Int) -> [UInt8] {
    let pairs = channels / 2
    let size = 960 * pairs * 5
    let blocks = (0..<960).flatMap { sample in
      (0..<pairs).flatMap { _ in [0, 0, sample % 192 == 0 ? 0x10 : 0, 0, 0] as [UInt8] }
    }
    return [UInt8(size >> 8), UInt8(size & 0xFF), UInt8(pairs - 1) << 6, 0] + blocks
  }

  private static let aac: [UInt8] = [
    0xFF, 0xF1, 0x4C, 0x80, 0x01, 0xBF, 0xFC, 0x21, 0x10, 0x04, 0x60, 0x8C, 0x1C,
  ]
  private static let aacSurround: [UInt8] = [
    0xFF, 0xF1, 0x4D, 0x80, 0x03, 0x5F, 0xFC, 0x01, 0x18, 0x20, 0x01, 0x08, 0x80, 0x23, 0x04, 0x60,
    0x23, 0x10, 0x04, 0x60, 0x8C, 0x0C, 0x23, 0x00, 0x00, 0xE0,
  ]
  private static let opus: [UInt8] = [0x7F, 0xE0, 0x03, 0xFC, 0xFF, 0xFE]
  private static let opusSurround: [UInt8] = [
    0x7F, 0xE0, 0x0F, 0xFC, 0x02, 0xFF, 0xFE, 0xFC, 0x02, 0xFF, 0xFE, 0xF8, 0x02, 0xFF, 0xFE, 0xF8,
    0xFF, 0xFE,
  ]
  private static let ac3 = decoded(
    """
    C3c/EQBAQ+EG8AEICAghAQEEVx8+fPnz58+fPnz7/nV8+fPnz58+fPj/nV8+fPnz58+fPjL+3kyZIAAA8eNa1oAD\
    WsMAAAAHjxrWtAAa1hgAAAA8eNa1oADWsMAAAAHjxrWtAAa1hgAAAA8eNa1oADWsMAAAAHjxrWtAAa1g5I4=
    """)
  private static let ac3Surround = decoded(
    """
    C3dDuQhA6/hAPv4AQgICCEBAQQgICCEBAQQgICBVXj58+fPnz58+fPn3/Or58+fPnz58+fH/Or58+fPnz58+fH/O\
    r58+fPnz58+fH/Or58+fPnz58+fH/Or58+fPnz58+fH/OuX9tIkSJEiRJAAHeNa0B2tAd41oDta0B3jWgOD4AAAA\
    B3jWtAdrQHeNaA7WtAd41oDg+AAAAAd41rQHa0B3jWgO1rQHeNaA4PgAAAAHeNa0B2tAd41oDta0B3jWgOD4AAAA\
    B3jWtAdrQHeNaA7WtAd41oDg+AAAAAd41rQHa0B3jWgO1rQHeNaA4AAAAAAAAAAAAAAAAAAAAABslA==
    """)
  private static let eac3 = decoded(
    """
    C3cAPzSHwAAgAAAAOIAABAQEAQEBAY+fPnz58+fPnz59/zq+fPnz58+fPnx/zq+fPnz58+fPnwAAAd41rWtAAdrW\
    sAAAO8a1rWgAO1rWAAAHeNa1rQAHa1rAAADvGta1oADta1gAAB3jWta0AB2tawAAA7xrWtaAA7WtYAAA1cQ=
    """)
  private static let eac3Surround = decoded(
    """
    C3cAfz+HwAAgAAAAAgAAAANwHwAEBAQBAQEAQEBAEBAQBAQEGPnz58+fPnz58+ff86vnz58+fPnz58f86vnz58+f\
    Pnz58f86vnz58+fPnz58f86vnz58+fPnz58f86vnz58+fPnz58f86gAAHjWtaAA1rQAHjWtAAa1rQAHjWtAAAAAD\
    xrWtAAa1oADxrWgANa1oADxrWgAAAAB41rWgANa0AB41rQAGta0AB41rQAAAAA8a1rQAGtaAA8a1oADWtaAA8a1o\
    AAAAAeNa1oADWtAAeNa0ABrWtAAeNa0AAAAAPGta0ABrWgAPGtaAA1rWgAPGtaAAAAAAAAAAAADrYA==
    """)
  private static let mp3 = decoded(
    """
    //sUZAAP8AAAaQAAAAgAAA0gAAABAAABpAAAACAAADSAAAAETEFNRTMuMTAwVVVVVVVVVVVVVVVVVVVVVVVVVVVM\
    QU1FMy4xMDBVVVVVVVVVVVVVVVVVVVVVVVVVVVVV
    """)

  private static func decoded(_ text: String) -> [UInt8] {
    Data(base64Encoded: text).map(Array.init) ?? []
  }
}
