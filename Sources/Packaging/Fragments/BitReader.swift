/// Reads numbers of any number of bits; behind the end there are zeros.
struct BitReader {
  private let bytes: [UInt8]
  private var at = 0

  /// Reads bytes as they are.
  init(_ bytes: some Sequence<UInt8>) {
    self.bytes = Array(bytes)
  }

  /// Reads the payload of a network unit, without the bytes that keep start codes out of it.
  init(unit: some Sequence<UInt8>) {
    var bytes: [UInt8] = []
    var zeros = 0
    for byte in unit {
      if zeros >= 2, byte == 3 {
        zeros = 0
        continue
      }
      zeros = byte == 0 ? zeros + 1 : 0
      bytes.append(byte)
    }
    self.bytes = bytes
  }

  /// Whether more was read than there is.
  var isPastEnd: Bool { at > bytes.count * 8 }

  /// The next bits, at most 32.
  mutating func bits(_ count: Int) -> Int {
    var value = 0
    for _ in 0..<count {
      let byte = at >> 3 < bytes.count ? bytes[at >> 3] : 0
      value = value << 1 | Int(byte >> (7 - UInt8(at & 7)) & 1)
      at += 1
    }
    return value
  }

  /// The next bit.
  mutating func flag() -> Bool { bits(1) == 1 }

  /// Passes bits over.
  mutating func skip(_ count: Int) { at += count }

  /// A number in the code of Golomb and Rice that H.264 and H.265 use.
  mutating func unsigned() -> Int {
    var zeros = 0
    while zeros < 32, !isPastEnd, !flag() { zeros += 1 }
    return (1 << zeros) - 1 + bits(zeros)
  }

  /// The same with a sign.
  mutating func signed() -> Int {
    let code = unsigned()
    return code & 1 == 1 ? (code + 1) / 2 : -(code / 2)
  }
}
