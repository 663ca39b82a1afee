/// The fields of one packet's header that a splicer needs.
struct TransportPacket {
  /// Bytes of every packet.
  static let size = 188
  /// The first byte of every packet.
  static let sync: UInt8 = 0x47

  /// The stream that it belongs to.
  var stream: Int
  /// Whether a unit or a table starts in it.
  var startsUnit: Bool
  /// Whether the decoder may be entered here.
  var isRandomAccess: Bool
  /// The continuity counter.
  var counter: UInt8
  /// Where the payload lies in the packet; empty when there is none.
  var payload: Range<Int>

  /// Reads a packet of 188 bytes; nil when it contradicts itself or is marked as broken.
  init?(_ bytes: Span<UInt8>) {
    guard bytes.count == Self.size, bytes[0] == Self.sync, bytes[1] & 0x80 == 0 else { return nil }
    stream = Int(bytes[1] & 0x1F) << 8 | Int(bytes[2])
    startsUnit = bytes[1] & 0x40 != 0
    counter = bytes[3] & 0x0F
    isRandomAccess = false
    var start = 4
    if bytes[3] & 0x20 != 0 {
      let length = Int(bytes[4])
      start = 5 + length
      guard start <= Self.size else { return nil }
      isRandomAccess = length > 0 && bytes[5] & 0x40 != 0
    }
    payload = bytes[3] & 0x10 != 0 ? start..<Self.size : Self.size..<Self.size
  }
}
