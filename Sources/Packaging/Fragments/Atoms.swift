/// The boxes that MP4 is made of, and the numbers in them.
enum Atom {
  /// A box: its length, its type of four letters, its content.
  static func box(_ type: String, _ content: [UInt8]...) -> [UInt8] {
    let content = content.flatMap { $0 }
    return number32(content.count + 8) + Array(type.utf8) + content
  }

  /// A box with a version and 24 flags.
  static func full(_ type: String, version: UInt8 = 0, flags: Int = 0, _ content: [UInt8]...)
    -> [UInt8]
  {
    box(type, number32(Int(version) << 24 | flags), content.flatMap { $0 })
  }

  /// A number of 16 bits.
  static func number16(_ value: Int) -> [UInt8] {
    [UInt8(truncatingIfNeeded: value >> 8), UInt8(truncatingIfNeeded: value)]
  }

  /// A number of 32 bits, signed or not.
  static func number32(_ value: Int) -> [UInt8] { number16(value >> 16) + number16(value) }

  /// A number of 64 bits.
  static func number64(_ value: Int64) -> [UInt8] {
    number32(Int(value >> 32)) + number32(Int(truncatingIfNeeded: value))
  }

  /// That many zero bytes.
  static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }
}
