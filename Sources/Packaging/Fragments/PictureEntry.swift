/// What a player must know of pictures before it can decode any: the size, and the codec's own
/// parameters.
struct PictureEntry: Hashable {
  /// Width in pixels.
  var width: Int
  /// Height in pixels.
  var height: Int
  /// The type of the entry, such as `avc1`.
  var type: String
  /// The box with the codec's own parameters.
  var parameters: [UInt8]

  /// Reads the parameters that stand before a key frame; nil where there are none.
  init?(_ coding: StreamCodec, of picture: ArraySlice<UInt8>) {
    switch coding {
    case .h264: self.init(h264: NetworkUnits(picture).units)
    case .hevc: self.init(hevc: NetworkUnits(picture).units)
    case .mpeg2: self.init(mpeg2: picture)
    case .av1: self.init(av1: picture)
    case .aac, .ac3, .eac3, .mp3, .opus, .pcm: return nil
    }
  }

  /// An entry with all its parts.
  init(width: Int, height: Int, type: String, parameters: [UInt8]) {
    (self.width, self.height, self.type, self.parameters) = (width, height, type, parameters)
  }

  /// The entry as a box.
  var box: [UInt8] {
    Atom.box(
      type, Atom.zeros(6), Atom.number16(1), Atom.zeros(16), Atom.number16(width),
      Atom.number16(height), Atom.number32(0x48_0000), Atom.number32(0x48_0000), Atom.zeros(4),
      Atom.number16(1), Atom.zeros(32), Atom.number16(0x18), Atom.number16(-1), parameters)
  }

  /// A picture as a sample of MP4 has it.
  static func sample(_ coding: StreamCodec, of picture: ArraySlice<UInt8>) -> [UInt8] {
    switch coding {
    case .h264, .hevc: NetworkUnits(picture).measured
    case .av1: OpenUnits.sample(of: picture)
    default: Array(picture)
    }
  }

  /// Parameter sets with the length of each before it in two bytes.
  static func listed(_ sets: [ArraySlice<UInt8>]) -> [UInt8] {
    sets.flatMap { Atom.number16($0.count) + $0 }
  }
}

extension PictureEntry {
  /// Reads the sequence header of MPEG-2.
  fileprivate init?(mpeg2 picture: ArraySlice<UInt8>) {
    let head = picture.prefix(8192)
    guard
      let at = head.indices.first(where: { at in
        head[at...].starts(with: [0, 0, 1, 0xB3]) && head.endIndex - at >= 12
      })
    else { return nil }
    var bits = BitReader(head[(at + 4)...])
    self.init(width: bits.bits(12), height: bits.bits(12), type: "mp4v", parameters: [])
    // 0x61: the main profile of MPEG-2.
    parameters = Descriptor.box(object: 0x61, stream: 4, specific: [])
  }
}

/// The descriptors of MPEG-4 that tell of a stream.
enum Descriptor {
  /// The box that holds them.
  ///
  /// - Parameters:
  ///   - object: The kind of coding.
  ///   - stream: 4 for pictures, 5 for sound.
  ///   - specific: What only this coding has.
  /// - Returns: The box.
  static func box(object: UInt8, stream: UInt8, specific: [UInt8]) -> [UInt8] {
    let decoder = [object, stream << 2 | 1] + Atom.zeros(11)
    let configuration = part(4, decoder + (specific.isEmpty ? [] : part(5, specific)))
    return Atom.full("esds", part(3, [0, 1, 0] + configuration + part(6, [2])))
  }

  private static func part(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
    [tag, 0x80, 0x80, 0x80, UInt8(truncatingIfNeeded: content.count)] + content
  }
}
