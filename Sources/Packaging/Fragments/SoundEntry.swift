/// What a player must know of sound before it can decode any.
struct SoundEntry: Hashable {
  /// The type of the entry, such as `mp4a`.
  private var type: String
  private var channels: Int
  private var rate: Int64
  /// The box with the codec's own parameters.
  private var parameters: [UInt8]

  /// Reads what a frame says of its sound; nil where it says nothing sensible.
  init?(_ coding: StreamCodec, of frame: SoundFrame) {
    channels = Int(frame.channels)
    rate = frame.rate
    let head = Array(frame.bytes.prefix(16))
    switch coding {
    case .aac:
      guard let parameters = Self.aac(head) else { return nil }
      (type, self.parameters) = ("mp4a", parameters)
    case .mp3:
      (type, parameters) = ("mp4a", Descriptor.box(object: 0x6B, stream: 5, specific: []))
    case .ac3:
      guard let parameters = Self.ac3(head) else { return nil }
      (type, self.parameters) = ("ac-3", parameters)
    case .eac3:
      guard let parameters = Self.eac3(frame, head) else { return nil }
      (type, self.parameters) = ("ec-3", parameters)
    case .opus:
      (type, parameters) = ("Opus", Self.opus(channels: max(1, channels)))
    // Refused with fragments: it has a place in MPEG-TS only.
    case .pcm, .h264, .hevc, .mpeg2, .av1: return nil
    }
  }

  /// The entry as a box.
  var box: [UInt8] {
    Atom.box(
      type, Atom.zeros(6), Atom.number16(1), Atom.zeros(8), Atom.number16(max(1, channels)),
      Atom.number16(16), Atom.zeros(4), Atom.number16(rate < 65_536 ? Int(rate) : 0),
      Atom.number16(0), parameters)
  }

  /// A frame as a sample of MP4 has it: without the headers that only streams need.
  static func sample(_ coding: StreamCodec, of frame: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let at = frame.startIndex
    switch coding {
    case .aac where frame.count > 9:
      return frame.dropFirst(frame[at + 1] & 1 == 1 ? 7 : 9)
    case .opus where frame.count > 3 && frame[at] == 0x7F && frame[at + 1] & 0xE0 == 0xE0:
      return Self.packet(in: frame)
    default:
      return frame
    }
  }

  /// An Opus packet without its control header (ETSI TS 103 491, and what ffmpeg writes).
  private static func packet(in frame: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let flags = frame[frame.startIndex + 1]
    var rest = frame.dropFirst(2)
    while let size = rest.popFirst(), size == 255 {}
    rest = rest.dropFirst((flags & 0x10 == 0 ? 0 : 2) + (flags & 0x08 == 0 ? 0 : 2))
    if flags & 0x04 != 0, let length = rest.popFirst() { rest = rest.dropFirst(Int(length)) }
    return rest
  }
}

// MARK: - Parameters

extension SoundEntry {
  private static func aac(_ head: [UInt8]) -> [UInt8]? {
    guard head.count >= 4, head[0] == 0xFF, head[1] & 0xF6 == 0xF0 else { return nil }
    let object = Int(head[2] >> 6) + 1
    let rate = Int(head[2] >> 2 & 15)
    let channels = Int(head[2] & 1) << 2 | Int(head[3] >> 6)
    let specific = Atom.number16(object << 11 | rate << 7 | channels << 3)
    return Descriptor.box(object: 0x40, stream: 5, specific: specific)
  }

  /// ETSI TS 102 366, annex F.4.
  private static func ac3(_ head: [UInt8]) -> [UInt8]? {
    var bits = BitReader(head)
    guard bits.bits(16) == 0x0B77 else { return nil }
    bits.skip(16)
    let rate = bits.bits(2)
    let size = bits.bits(6)
    let stream = bits.bits(8)
    let mode = bits.bits(3)
    if mode & 1 == 1, mode != 1 { bits.skip(2) }
    if mode & 4 == 4 { bits.skip(2) }
    if mode == 2 { bits.skip(2) }
    let lowest = bits.bits(1)
    let value = rate << 22 | stream << 14 | mode << 11 | lowest << 10 | (size >> 1) << 5
    return Atom.box("dac3", Array(Atom.number32(value).dropFirst()))
  }

  /// ETSI TS 102 366, annex F.6, for one independent substream.
  private static func eac3(_ frame: SoundFrame, _ head: [UInt8]) -> [UInt8]? {
    var bits = BitReader(head)
    guard bits.bits(16) == 0x0B77 else { return nil }
    bits.skip(16)
    let rate = bits.bits(2)
    bits.skip(2)
    let mode = bits.bits(3)
    let lowest = bits.bits(1)
    let stream = bits.bits(5)
    let kilobits = Int64(frame.bytes.count) * 8 * frame.rate / max(1, frame.samples) / 1000
    let value = rate << 22 | stream << 17 | mode << 9 | lowest << 8
    return Atom.box(
      "dec3", Atom.number16(Int(min(kilobits, 8191)) << 3), Array(Atom.number32(value).dropFirst()))
  }

  /// RFC 7845, 5.1, in the binding to ISO media; nothing is passed over at the start.
  private static func opus(channels: Int) -> [UInt8] {
    let isSurround = channels == 6
    return Atom.box(
      "dOps", [0, UInt8(isSurround ? 6 : min(channels, 2)), 0, 0], Atom.number32(48_000), [0, 0],
      isSurround ? [1, 4, 2, 0, 4, 1, 2, 3, 5] : [0])
  }
}
