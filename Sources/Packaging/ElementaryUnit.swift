/// One unit of a source: a picture, or some sound, with its time stamps.
struct ElementaryUnit {
  /// How it is coded.
  var codec: StreamCodec
  /// Which of the run's tracks of its kind it belongs to: 0 is the main one.
  var number: Int
  /// How many channels its track has, where its frames don't tell.
  var channels: UInt8 = 2
  /// Whether the decoder may be entered here.
  var isKey: Bool
  /// Whether bytes of it are missing.
  var isDamaged: Bool
  /// Whether packets before it are missing.
  var followsLoss: Bool
  /// The display time, 33 bits.
  var displayTime: Int64?
  /// The decode time, 33 bits; that of display where the source has none.
  var decodeTime: Int64?
  /// The coded picture or sound.
  var payload: ArraySlice<UInt8>

  /// Reads the header of a packetised unit.
  init(
    _ bytes: [UInt8], _ codec: StreamCodec, number: Int, isKey: Bool, isDamaged: Bool,
    followsLoss: Bool
  ) {
    self.codec = codec
    self.number = number
    self.isKey = isKey
    self.followsLoss = followsLoss
    guard bytes.count >= 9, bytes[0] == 0, bytes[1] == 0, bytes[2] == 1,
      bytes[6] & 0xC0 == 0x80, 9 + Int(bytes[8]) <= bytes.count
    else {
      self.isDamaged = true
      payload = []
      return
    }
    self.isDamaged = isDamaged
    payload = bytes[(9 + Int(bytes[8]))...]
    if bytes[7] & 0x80 != 0, bytes[8] >= 5 { displayTime = Self.time(bytes[9..<14]) }
    decodeTime = displayTime
    if bytes[7] & 0xC0 == 0xC0, bytes[8] >= 10 { decodeTime = Self.time(bytes[14..<19]) }
  }

  /// Whether it is a picture.
  var isPicture: Bool { codec.isPicture }

  private static func time(_ field: ArraySlice<UInt8>) -> Int64 {
    let byte = field.map { Int64($0) }
    return (byte[0] >> 1 & 7) << 30 | byte[1] << 22 | (byte[2] >> 1) << 15 | byte[3] << 7
      | byte[4] >> 1
  }
}
