/// The characters of a file with subtitles, whatever encoding it has.
public enum SubtitleText {
  /// Reads bytes as UTF-8, as UTF-16 where they begin with its mark, else as Windows-1252.
  ///
  /// Lines end with a line feed; control characters are left out.
  public static func decoded(_ bytes: [UInt8]) -> String {
    let text: String
    if bytes.starts(with: [0xFF, 0xFE]) {
      text = utf16(bytes.dropFirst(2)) { UInt16($0) | UInt16($1) << 8 }
    } else if bytes.starts(with: [0xFE, 0xFF]) {
      text = utf16(bytes.dropFirst(2)) { UInt16($0) << 8 | UInt16($1) }
    } else {
      let plain = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
      text = String(validating: plain, as: UTF8.self) ?? windows(plain)
    }
    return cleaned(text)
  }

  private static func utf16(
    _ bytes: ArraySlice<UInt8>, _ unit: (UInt8, UInt8) -> UInt16
  ) -> String {
    let units = stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2).map {
      unit(bytes[$0], bytes[$0 + 1])
    }
    return String(decoding: units, as: UTF16.self)
  }

  private static func windows(_ bytes: ArraySlice<UInt8>) -> String {
    var scalars = String.UnicodeScalarView()
    for byte in bytes {
      let value = (0x80...0x9F).contains(byte) ? upper[Int(byte) - 0x80] : UInt32(byte)
      if let scalar = Unicode.Scalar(value) { scalars.append(scalar) }
    }
    return String(scalars)
  }

  private static func cleaned(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    var isAfterReturn = false
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\r": scalars.append("\n")
      case "\n": if !isAfterReturn { scalars.append("\n") }
      case "\t": scalars.append(" ")
      case "\u{FEFF}": break
      default: if scalar.properties.generalCategory != .control { scalars.append(scalar) }
      }
      isAfterReturn = scalar == "\r"
    }
    return String(scalars)
  }

  /// What Windows-1252 has from 0x80 to 0x9F.
  private static let upper: [UInt32] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
    0x0152, 0x8D, 0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
  ]
}
