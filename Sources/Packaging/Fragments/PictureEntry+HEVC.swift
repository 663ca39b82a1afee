extension PictureEntry {
  /// Reads the parameter sets of H.265 (7.3.2.2, and ISO 14496-15, 8.3.3.1).
  init?(hevc units: [ArraySlice<UInt8>]) {
    func sets(_ type: UInt8) -> [ArraySlice<UInt8>] {
      units.filter { $0.count > 2 && $0[$0.startIndex] >> 1 & 63 == type }.unique
    }
    let arrays = [UInt8(32), 33, 34].map { ($0, sets($0)) }
    guard arrays.allSatisfy({ !$0.1.isEmpty }), let sequence = sets(33).first,
      let shape = HEVCShape(sequence.dropFirst(2))
    else { return nil }
    var box: [UInt8] = [1] + shape.profile + [0xF0, 0, 0xFC]
    box += [0xFC | UInt8(shape.chroma & 3), 0xF8 | UInt8(shape.luminanceBits & 7)]
    box += [0xF8 | UInt8(shape.chromaBits & 7), 0, 0]
    box += [UInt8(shape.layers & 7) << 3 | (shape.isNested ? 4 : 0) | 3, UInt8(arrays.count)]
    for (type, sets) in arrays {
      box += [0x80 | type] + Atom.number16(sets.count) + Self.listed(sets)
    }
    self.init(
      width: shape.width, height: shape.height, type: "hvc1", parameters: Atom.box("hvcC", box))
  }
}

/// What a sequence's parameters of H.265 say of its pictures.
private struct HEVCShape {
  /// Profile, compatibility, constraints and level, as they stand in the stream.
  var profile: [UInt8]
  var layers: Int
  var isNested: Bool
  var chroma: Int
  var width: Int
  var height: Int
  var luminanceBits: Int
  var chromaBits: Int

  init?(_ payload: ArraySlice<UInt8>) {
    var bits = BitReader(unit: payload)
    bits.skip(4)
    layers = bits.bits(3) + 1
    isNested = bits.flag()
    profile = (0..<12).map { _ in UInt8(bits.bits(8)) }
    Self.skipLayers(&bits, layers - 1)
    _ = bits.unsigned()
    chroma = bits.unsigned()
    if chroma == 3 { bits.skip(1) }
    width = bits.unsigned()
    height = bits.unsigned()
    if bits.flag() {
      width -= (bits.unsigned() + bits.unsigned()) * (chroma == 1 || chroma == 2 ? 2 : 1)
      height -= (bits.unsigned() + bits.unsigned()) * (chroma == 1 ? 2 : 1)
    }
    luminanceBits = bits.unsigned()
    chromaBits = bits.unsigned()
    guard !bits.isPastEnd, (1...0xFFFF).contains(width), (1...0xFFFF).contains(height) else {
      return nil
    }
  }

  private static func skipLayers(_ bits: inout BitReader, _ count: Int) {
    guard count > 0 else { return }
    let present = (0..<count).map { _ in (profile: bits.flag(), level: bits.flag()) }
    bits.skip((8 - count) * 2)
    for layer in present {
      bits.skip((layer.profile ? 88 : 0) + (layer.level ? 8 : 0))
    }
  }
}
