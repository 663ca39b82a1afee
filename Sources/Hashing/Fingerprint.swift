/// A number of some bytes: the same in every process and on every machine, unlike `Hasher`.
///
/// 64 bits of FNV-1a (draft-eastlake-fnv). It names things; it protects nothing.
public struct Fingerprint: Hashable, Sendable {
  /// The number.
  public let bits: UInt64

  /// The fingerprint of bytes.
  @inlinable
  public init(of bytes: some Sequence<UInt8>) {
    bits = bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0100_0000_01b3 }
  }

  /// The fingerprint of a text's UTF-8.
  @inlinable
  public init(of text: String) {
    self.init(of: text.utf8)
  }

  /// Sixteen hexadecimal digits.
  public var hex: String {
    let digits = String(bits, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
