/// Collects the packets of one source track into units.
struct UnitAssembly {
  /// How the track is coded.
  let codec: StreamCodec
  private let number: Int
  private let channels: UInt8
  private let limit: Int
  private var bytes: [UInt8] = []
  private var isOpen = false
  private var isKey = false
  private var isDamaged = false
  private var followsLoss = false
  private var lastCounter: UInt8?

  /// Collects the track of its kind with that number.
  init(_ codec: StreamCodec, number: Int, channels: UInt8) {
    self.codec = codec
    self.number = number
    self.channels = channels
    // A unit larger than this is no picture or sound: it is dropped instead of filling the memory.
    limit = codec.isPicture ? 16 << 20 : 256 << 10
  }

  /// Takes the payload of the next packet and returns a unit that is complete with it.
  ///
  /// A start closes the unit before it, and a unit whose length is known is
  /// complete when that is met; so one packet may complete two.
  mutating func take(_ packet: TransportPacket, _ payload: Span<UInt8>) -> [ElementaryUnit] {
    guard !packet.payload.isEmpty, packet.counter != lastCounter else { return [] }
    if let lastCounter, packet.counter != (lastCounter + 1) & 15 { noteLoss() }
    lastCounter = packet.counter
    var units: [ElementaryUnit] = []
    if packet.startsUnit {
      if let unit = close() { units.append(unit) }
      isOpen = true
      isKey = packet.isRandomAccess
    }
    guard isOpen else { return units }
    if bytes.count + payload.count > limit {
      isDamaged = true
    } else {
      payload.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    }
    if let length, bytes.count >= length {
      bytes.removeLast(bytes.count - length)
      if let unit = close() { units.append(unit) }
    }
    return units
  }

  /// Notes that packets are missing here.
  mutating func noteLoss() {
    if isOpen { isDamaged = true } else { followsLoss = true }
  }

  /// The open unit, after the last packet of a run that ended well.
  mutating func finish() -> ElementaryUnit? {
    close()
  }

  /// The length of the whole unit, where its header says it.
  private var length: Int? {
    guard bytes.count >= 6 else { return nil }
    let length = Int(bytes[4]) << 8 | Int(bytes[5])
    return length > 0 ? 6 + length : nil
  }

  private mutating func close() -> ElementaryUnit? {
    guard isOpen else { return nil }
    // A known length that was not met: the end is missing.
    let isShort = length.map { bytes.count < $0 } ?? false
    var unit = ElementaryUnit(
      bytes, codec, number: number, isKey: isKey, isDamaged: isDamaged || isShort,
      followsLoss: followsLoss)
    unit.channels = channels
    bytes = []
    isOpen = false
    followsLoss = false
    isDamaged = false
    return unit
  }
}
