/// Builds absolute addresses below the one that a player asked at.
enum GuideAddress {
  /// Joins a base such as `http://tv.lan:8411/tv` and a relative path.
  ///
  /// The base comes from request headers; bytes that no address may hold are
  /// percent-encoded, so that it can't break out of what it is written into.
  static func join(_ base: String, _ path: String) -> String {
    let trimmed = base.utf8.reversed().drop { $0 == UInt8(ascii: "/") }.reversed()
    var result = ""
    for byte in trimmed {
      if allowed.contains(byte) {
        result.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        result += "%" + hex(byte)
      }
    }
    return result + "/" + path
  }

  private static func hex(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return byte < 16 ? "0" + digits : digits
  }

  private static let allowed = Set(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/[]@%!$*+=".utf8)
}
