extension PictureEntry {
  /// Reads the sequence header of AV1 (5.5, and the binding to ISO media, 2.3).
  init?(av1 picture: ArraySlice<UInt8>) {
    guard let unit = OpenUnits.units(of: picture).first(where: { $0.type == 1 }),
      let shape = AV1Shape(unit.payload)
    else { return nil }
    var box: [UInt8] = [0x81, UInt8(shape.profile << 5 | shape.level)]
    box.append(UInt8(shape.tier << 7 | shape.colour))
    box.append(0)
    self.init(
      width: shape.width, height: shape.height, type: "av01",
      parameters: Atom.box("av1C", box, Array(unit.bytes)))
  }
}

/// The units of a picture of AV1, each with its size.
enum OpenUnits {
  /// One of them.
  struct Unit {
    var type: UInt8
    /// With its header.
    var bytes: ArraySlice<UInt8>
    var payload: ArraySlice<UInt8>
  }

  /// The units, as far as they are whole.
  static func units(of picture: ArraySlice<UInt8>) -> [Unit] {
    var units: [Unit] = []
    var at = picture.startIndex
    while at < picture.endIndex {
      let start = at
      let head = picture[at]
      at += head & 4 == 0 ? 1 : 2
      var size = 0
      if head & 2 == 0 {
        size = max(0, picture.endIndex - at)
      } else {
        for shift in 0..<5 where at < picture.endIndex {
          let byte = picture[at]
          at += 1
          size |= Int(byte & 127) << (7 * shift)
          if byte & 128 == 0 { break }
        }
      }
      guard at <= picture.endIndex, size <= picture.endIndex - at else { break }
      units.append(
        Unit(
          type: head >> 3 & 15, bytes: picture[start..<at + size], payload: picture[at..<at + size])
      )
      at += size
    }
    return units
  }

  /// A picture without the mark that begins it, which MP4 does not have.
  static func sample(of picture: ArraySlice<UInt8>) -> [UInt8] {
    units(of: picture).filter { $0.type != 2 }.flatMap { $0.bytes }
  }
}

/// What a sequence header of AV1 says of its pictures.
private struct AV1Shape {
  var profile: Int
  var level = 0
  var tier = 0
  var width = 0
  var height = 0
  /// Depth and subsampling, as the lower seven bits of the third byte of `av1C`.
  var colour = 0

  init?(_ payload: ArraySlice<UInt8>) {
    var bits = BitReader(payload)
    profile = bits.bits(3)
    bits.skip(1)
    let isReduced = bits.flag()
    if isReduced { level = bits.bits(5) } else { readPoints(&bits) }
    let widthBits = bits.bits(4) + 1
    let heightBits = bits.bits(4) + 1
    width = bits.bits(widthBits) + 1
    height = bits.bits(heightBits) + 1
    if !isReduced, bits.flag() { bits.skip(7) }
    bits.skip(3)
    if !isReduced { Self.skipTools(&bits) }
    bits.skip(3)
    colour = Self.colour(&bits, profile: profile)
    guard !bits.isPastEnd, width <= 0xFFFF, height <= 0xFFFF else { return nil }
  }

  /// Reads the operating points; the first one counts.
  private mutating func readPoints(_ bits: inout BitReader) {
    var delayBits: Int?
    if bits.flag() {
      bits.skip(64)
      if bits.flag() { _ = bits.unsigned() }
      if bits.flag() {
        delayBits = bits.bits(5) + 1
        bits.skip(42)
      }
    }
    let hasDelay = bits.flag()
    for point in 0...bits.bits(5) {
      bits.skip(12)
      let level = bits.bits(5)
      let tier = level > 7 ? bits.bits(1) : 0
      if point == 0 { (self.level, self.tier) = (level, tier) }
      if let delayBits, bits.flag() { bits.skip(2 * delayBits + 1) }
      if hasDelay, bits.flag() { bits.skip(4) }
    }
  }

  private static func skipTools(_ bits: inout BitReader) {
    bits.skip(4)
    let hasOrder = bits.flag()
    if hasOrder { bits.skip(2) }
    let screen = bits.flag() ? 2 : bits.bits(1)
    if screen > 0, !bits.flag() { bits.skip(1) }
    if hasOrder { bits.skip(3) }
  }

  private static func colour(_ bits: inout BitReader, profile: Int) -> Int {
    let isDeep = bits.bits(1)
    let isTwelve = profile == 2 && isDeep == 1 ? bits.bits(1) : 0
    let isGrey = profile == 1 ? 0 : bits.bits(1)
    let description = bits.flag() ? [bits.bits(8), bits.bits(8), bits.bits(8)] : [2, 2, 2]
    var (x, y, position) = (1, 1, 0)
    if isGrey == 1 {
      bits.skip(1)
    } else if description == [1, 13, 0] {
      (x, y) = (0, 0)
    } else {
      bits.skip(1)
      if profile == 1 { (x, y) = (0, 0) }
      if profile == 2 {
        x = isTwelve == 1 ? bits.bits(1) : 1
        y = isTwelve == 1 && x == 1 ? bits.bits(1) : 0
      }
      if x == 1, y == 1 { position = bits.bits(2) }
    }
    return isDeep << 6 | isTwelve << 5 | isGrey << 4 | x << 3 | y << 2 | position
  }
}
