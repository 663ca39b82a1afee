/// The tuner that the station poses as, for players that know no playlists.
///
/// Plex ties its recordings to the identity, so the same installation must
/// always pass the same seed.
public struct HDHomeRunDevice: Hashable, Sendable {
  /// Eight hexadecimal digits, the last of which checks the others.
  public let id: String
  /// The same device for UPnP: a UUID in lower case.
  public let uuid: String
  /// The 24 characters that a device shows to its maker's servers.
  public let auth: String
  /// The name that players show.
  public let name: String
  /// How many channels may be watched at once.
  public let tunerCount: Int

  /// A device whose identity follows from the installation's seed.
  public init(seed: UInt64, name: String = "EXStreamTV", tunerCount: Int) {
    var draws = Draws(state: seed)
    id = Self.identity(draws.next())
    uuid = Self.uuid(draws.next(), draws.next())
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
    auth = String((0..<24).map { _ in letters[Int(draws.next() % UInt64(letters.count))] })
    self.name = PlainText.isBlank(name) ? "EXStreamTV" : name
    self.tunerCount = max(1, tunerCount)
  }

  /// Whether the last of eight hexadecimal digits fits the others, as clients check it.
  public static func isValid(id: String) -> Bool {
    let digits = id.utf8.count == 8 ? id.compactMap(\.hexDigitValue) : []
    return digits.count == 8 && checksum(of: digits) == 0
  }

  /// Draws 105xxxx to 10Fxxxx, which no client takes for a model of few tuners.
  private static func identity(_ drawn: UInt64) -> String {
    var digits = [1, 0, 5 + Int(drawn >> 32) % 11]
    digits += stride(from: 12, through: 0, by: -4).map { Int((drawn >> UInt64($0)) & 0xF) }
    digits.append(checksum(of: digits + [0]))
    return digits.map { String($0, radix: 16, uppercase: true) }.joined()
  }

  private static func checksum(of digits: [Int]) -> Int {
    digits.enumerated().reduce(0) { sum, digit in
      sum ^ (digit.offset.isMultiple(of: 2) ? checkTable[digit.element] : digit.element)
    }
  }

  private static let checkTable = [
    0xA, 0x5, 0xF, 0x6, 0x7, 0xC, 0x1, 0xB, 0x9, 0x2, 0x8, 0xD, 0x4, 0x3, 0xE, 0x0,
  ]

  private static func uuid(_ high: UInt64, _ low: UInt64) -> String {
    // Version 8 and the usual variant: a UUID made by rules of one's own.
    let digits = hex(high & ~0xF000 | 0x8000) + hex(low & ~(0b11 << 62) | (0b10 << 62))
    var parts: [Substring] = []
    var rest = digits[...]
    for count in [8, 4, 4, 4, 12] {
      parts.append(rest.prefix(count))
      rest = rest.dropFirst(count)
    }
    return parts.joined(separator: "-")
  }

  private static func hex(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

/// SplitMix64: spreads a seed, which may be small, over as many numbers as needed.
private struct Draws {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
