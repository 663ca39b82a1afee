/// A Blu-ray's subtitles, made by hand: a white bar from half a second to one and a half.
enum PictureSubtitles {
  /// The bytes of a `.sup` file, for a picture of 128x128.
  static let sup = shown + cleared

  private static let (width, height) = (64, 16)

  private static var shown: [UInt8] {
    let line: [UInt8] = [0, 0xC0, UInt8(width), 1, 0, 0]
    let picture = Array(repeating: line, count: height).flatMap(\.self)
    let object: [UInt8] =
      [0, 1, 0, 0xC0] + bytes(picture.count + 4, 3) + bytes(width, 2) + bytes(height, 2) + picture
    return segment(0x16, 45_000, composition(state: 0x80, objects: [0, 1, 0, 0, 0, 32, 0, 100]))
      + segment(0x17, 45_000, window)
      + segment(0x14, 45_000, [0, 0, 1, 235, 128, 128, 255])
      + segment(0x15, 45_000, object) + segment(0x80, 45_000, [])
  }

  private static var cleared: [UInt8] {
    segment(0x16, 135_000, composition(state: 0, objects: [])) + segment(0x17, 135_000, window)
      + segment(0x80, 135_000, [])
  }

  private static let window: [UInt8] =
    [1, 0] + bytes(32, 2) + bytes(100, 2) + bytes(width, 2) + bytes(height, 2)

  private static func composition(state: UInt8, objects: [UInt8]) -> [UInt8] {
    bytes(128, 2) + bytes(128, 2) + [0x10, 0, 1, state, 0, 0, objects.isEmpty ? 0 : 1] + objects
  }

  private static func segment(_ kind: UInt8, _ time: Int, _ data: [UInt8]) -> [UInt8] {
    Array("PG".utf8) + bytes(time, 4) + bytes(0, 4) + [kind] + bytes(data.count, 2) + data
  }

  /// A number of so many bytes, the highest first.
  private static func bytes(_ number: Int, _ count: Int) -> [UInt8] {
    (0..<count).reversed().map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }
}
