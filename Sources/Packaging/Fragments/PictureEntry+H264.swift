extension PictureEntry {
  /// Reads the parameter sets of H.264 (7.3.2.1, and ISO 14496-15, 5.3.3.1).
  init?(h264 units: [ArraySlice<UInt8>]) {
    let sequences = units.filter { $0.first.map { $0 & 31 } == 7 && $0.count > 4 }.unique
    let pictures = units.filter { $0.first.map { $0 & 31 } == 8 }.unique
    guard let sequence = sequences.first, !pictures.isEmpty,
      let shape = H264Shape(sequence.dropFirst())
    else { return nil }
    var box: [UInt8] = [1] + sequence.dropFirst().prefix(3) + [0xFF]
    box += [0xE0 | UInt8(min(sequences.count, 31))] + Self.listed(Array(sequences.prefix(31)))
    box += [UInt8(min(pictures.count, 255))] + Self.listed(Array(pictures.prefix(255)))
    if [100, 110, 122, 144].contains(sequence[sequence.startIndex + 1]) {
      box += [0xFC | UInt8(shape.chroma & 3), 0xF8 | UInt8(shape.luminanceBits & 7)]
      box += [0xF8 | UInt8(shape.chromaBits & 7), 0]
    }
    self.init(
      width: shape.width, height: shape.height, type: "avc1", parameters: Atom.box("avcC", box))
  }
}

extension [ArraySlice<UInt8>] {
  /// Each once, in order.
  var unique: Self {
    reduce(into: []) { found, unit in if !found.contains(unit) { found.append(unit) } }
  }
}

/// What a sequence's parameters of H.264 say of its pictures.
private struct H264Shape {
  var width: Int
  var height: Int
  var chroma = 1
  /// Bits of a colour beyond eight.
  var luminanceBits = 0
  var chromaBits = 0

  private static let high: Set = [100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]

  init?(_ payload: ArraySlice<UInt8>) {
    var bits = BitReader(unit: payload)
    let profile = bits.bits(8)
    bits.skip(16)
    _ = bits.unsigned()
    if Self.high.contains(profile) {
      chroma = bits.unsigned()
      if chroma == 3 { bits.skip(1) }
      luminanceBits = bits.unsigned()
      chromaBits = bits.unsigned()
      bits.skip(1)
      if bits.flag() { Self.skipScaling(&bits, lists: chroma == 3 ? 12 : 8) }
    }
    _ = bits.unsigned()
    Self.skipOrder(&bits)
    _ = bits.unsigned()
    bits.skip(1)
    let columns = bits.unsigned() + 1
    let rows = bits.unsigned() + 1
    let isWhole = bits.flag()
    bits.skip(isWhole ? 1 : 2)
    width = columns * 16
    height = rows * (isWhole ? 16 : 32)
    if bits.flag() {
      let unit = (x: chroma == 1 || chroma == 2 ? 2 : 1, y: chroma == 1 ? 2 : 1)
      width -= (bits.unsigned() + bits.unsigned()) * unit.x
      height -= (bits.unsigned() + bits.unsigned()) * unit.y * (isWhole ? 1 : 2)
    }
    guard !bits.isPastEnd, (1...0xFFFF).contains(width), (1...0xFFFF).contains(height) else {
      return nil
    }
  }

  private static func skipScaling(_ bits: inout BitReader, lists: Int) {
    for list in 0..<lists where bits.flag() {
      var (last, next) = (8, 8)
      for _ in 0..<(list < 6 ? 16 : 64) {
        if next != 0 { next = (last + bits.signed() + 256) % 256 }
        last = next == 0 ? last : next
      }
    }
  }

  private static func skipOrder(_ bits: inout BitReader) {
    switch bits.unsigned() {
    case 0: _ = bits.unsigned()
    case 1:
      bits.skip(1)
      _ = (bits.signed(), bits.signed())
      for _ in 0..<min(bits.unsigned(), 255) { _ = bits.signed() }
    default: break
    }
  }
}
