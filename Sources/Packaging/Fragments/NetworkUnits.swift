/// The units of a picture of H.264 or H.265 that start codes stand before.
struct NetworkUnits {
  /// The bytes of the picture.
  private let bytes: ArraySlice<UInt8>
  /// Where each unit is, without start code and the zeros that may follow it.
  private let ranges: [Range<Int>]

  /// Finds the units of a picture.
  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    ranges = bytes.withUnsafeBufferPointer { Self.ranges(in: $0, from: bytes.startIndex) }
  }

  private static func ranges(
    in bytes: UnsafeBufferPointer<UInt8>, from base: Int
  ) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start: Int?
    func end(_ at: Int) {
      guard let start else { return }
      var end = at
      while end > start, bytes[end - 1] == 0 { end -= 1 }
      if end > start { ranges.append(base + start..<base + end) }
    }
    var at = 2
    while at < bytes.count {
      // Of three bytes with a greater last one, none can begin a start code that ends here.
      if bytes[at] > 1 {
        at += 3
      } else if bytes[at] == 1, bytes[at - 1] == 0, bytes[at - 2] == 0 {
        end(at - 2)
        start = at + 1
        at += 3
      } else {
        at += 1
      }
    }
    end(bytes.count)
    return ranges
  }

  /// Each unit.
  var units: [ArraySlice<UInt8>] { ranges.map { bytes[$0] } }

  /// All units, the length of each before it in four bytes.
  var measured: [UInt8] {
    var measured: [UInt8] = []
    measured.reserveCapacity(bytes.count + 4 * ranges.count)
    for range in ranges {
      measured += Atom.number32(range.count)
      measured += bytes[range]
    }
    return measured
  }
}
