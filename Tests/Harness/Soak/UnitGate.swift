/// Lets only whole units of a transport stream through.
///
/// Who hangs up in the middle of a unit must not be told of a damaged one: a
/// packet that begins a unit ends the one before it.
struct UnitGate {
  private var held: [UInt8] = []

  /// Takes the next bytes and returns those of units that are over.
  mutating func take(_ bytes: [UInt8]) -> [UInt8] {
    held += bytes
    let whole = held.count / 188 * 188
    let starts = stride(from: 0, to: whole, by: 188)
    guard let last = starts.reversed().first(where: { held[$0 + 1] & 0x40 != 0 }) else { return [] }
    defer { held.removeFirst(last) }
    return Array(held[..<last])
  }
}
