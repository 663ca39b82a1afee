import FoundationEssentials

/// The shipped nginx configuration, cut into parts that name each other as `@NAME@`.
///
/// Rendered into one file, so that no `include` has to find its way through
/// folders whose names nginx would take for patterns.
struct NginxTemplate {
  /// A part that can't be read or a name that nothing stands for.
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  private let parts: [String: String]

  /// Reads the parts out of their folder.
  init(folder: String) throws(Failure) {
    var parts: [String: String] = [:]
    for name in Self.partNames {
      let path = "\(folder)/\(name).conf"
      guard let bytes = FileManager.default.contents(atPath: path) else {
        throw Failure(
          description: "The nginx template '\(path)' is missing; "
            + "set EXSTREAMTV_SHARE to the folder that holds nginx/ and www/.")
      }
      parts[name] = String(decoding: bytes, as: UTF8.self)
    }
    self.parts = parts
  }

  /// The part with every `@NAME@` replaced: by a value, or by the part of that name.
  func rendered(_ part: String, values: [String: String]) throws(Failure) -> String {
    try filled(parts[part] ?? "", values: values, depth: 0)
  }

  /// The shipped files, without their ending.
  static let partNames = [
    "nginx", "http", "server", "headers", "problems", "locations", "fastcgi", "fastcgi-get",
    "parameters", "door", "events", "no-events", "publisher",
  ]

  private func filled(
    _ text: String, values: [String: String], depth: Int
  ) throws(Failure) -> String {
    guard depth < 8 else { throw Failure(description: "The nginx templates name each other.") }
    var result = ""
    var rest = text[...]
    while let (before, name, after) = Self.firstName(in: rest) {
      result += before
      if let value = values[name] {
        result += value
      } else if let part = parts[name.lowercased().replacing("_", with: "-")] {
        result += try filled(part, values: values, depth: depth + 1).droppingLastLineEnd
      } else {
        throw Failure(description: "The nginx templates name @\(name)@, which means nothing.")
      }
      rest = after
    }
    return result + rest
  }

  /// The first `@NAME@` with what is before and after it.
  private static func firstName(
    in text: Substring
  ) -> (before: Substring, name: String, after: Substring)? {
    var start = text.startIndex
    while let at = text[start...].firstIndex(of: "@") {
      let name = text[text.index(after: at)...].prefix {
        $0.isASCII && ($0.isUppercase || $0 == "_")
      }
      if !name.isEmpty, name.endIndex < text.endIndex, text[name.endIndex] == "@" {
        return (text[..<at], String(name), text[text.index(after: name.endIndex)...])
      }
      start = text.index(after: at)
    }
    return nil
  }
}

extension String {
  /// The text as it stands between double quotes in an nginx configuration.
  var quotedForNginx: String {
    replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
  }

  fileprivate var droppingLastLineEnd: String {
    hasSuffix("\n") ? String(dropLast()) : self
  }
}
