import Hashing

/// Draws lots from numbers: the same numbers, the same lot.
enum Lot {
  /// SplitMix64's finaliser: every bit of the input moves about half of the output's.
  static func mixed(_ value: UInt64) -> UInt64 {
    var mixed = value &+ 0x9e37_79b9_7f4a_7c15
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  static func drawn(_ seed: UInt64, _ number: Int64, _ salt: UInt64 = 0) -> UInt64 {
    mixed(seed ^ mixed(UInt64(bitPattern: number) ^ mixed(salt)))
  }

  /// A number of its own for a text, the same on every machine.
  static func number(of text: String) -> UInt64 {
    mixed(Fingerprint(of: text).bits)
  }

  /// The place in a list of weights that a number falls on; nil when they are all nothing.
  static func place(_ number: UInt64, in weights: [UInt64]) -> Int? {
    let total = weights.reduce(0, &+)
    guard total > 0 else { return nil }
    var left = number % total
    for (index, weight) in weights.enumerated() {
      if left < weight { return index }
      left -= weight
    }
    return nil
  }
}
