import FastCGI

/// A path with names in braces, such as `/iptv/channel/{number}.ts`.
struct PathPattern: Sendable {
  /// One part between two slashes.
  private enum Part: Sendable {
    case exact(String)
    case named(String, prefix: String, suffix: String)
  }

  private let parts: [Part]

  init(_ path: String) {
    parts = path.split(separator: "/").map { part in
      guard let open = part.firstIndex(of: "{"), let close = part.firstIndex(of: "}") else {
        return .exact(String(part))
      }
      return .named(
        String(part[part.index(after: open)..<close]), prefix: String(part[..<open]),
        suffix: String(part[part.index(after: close)...]))
    }
  }

  /// The path that this matches, if it holds no names.
  var literal: [String]? {
    let exact = parts.compactMap { part in
      if case .exact(let text) = part { text } else { nil }
    }
    return exact.count == parts.count ? exact : nil
  }

  /// What the names stand for in a path; nil when the path has another shape.
  func match(_ path: [String]) -> [String: String]? {
    guard path.count == parts.count else { return nil }
    var captures: [String: String] = [:]
    for (part, text) in zip(parts, path) {
      switch part {
      case .exact(let expected):
        guard text == expected else { return nil }
      case .named(let name, let prefix, let suffix):
        guard text.utf8.count > prefix.utf8.count + suffix.utf8.count,
          text.hasPrefix(prefix), text.hasSuffix(suffix)
        else { return nil }
        captures[name] = String(text.dropFirst(prefix.count).dropLast(suffix.count))
      }
    }
    return captures
  }
}

extension Request {
  /// The longest path that is looked at.
  private static let longestPath = 1024

  /// The decoded parts of the path between its slashes.
  ///
  /// Paths here name things, never files; what only makes sense against a file
  /// system is refused before anything is looked up.
  func pathParts() throws -> [String] {
    guard path.utf8.first == UInt8(ascii: "/") else {
      throw Problem(400, "The path must begin with a slash.")
    }
    guard path.utf8.count <= Self.longestPath else {
      throw Problem(414, "The path is longer than \(Self.longestPath) bytes.")
    }
    return try path.utf8.dropFirst().split(
      separator: UInt8(ascii: "/"), omittingEmptySubsequences: false
    ).map { try Self.part($0) }
  }

  private static func part(_ raw: Substring.UTF8View) throws -> String {
    let bytes = PercentCoding.decodeBytes(raw)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Problem(400, "The path is not UTF-8.")
    }
    guard !bytes.contains(where: { $0 < 32 || $0 == 127 }), !text.contains("/"),
      !text.contains("\\"), text != "..", text != "."
    else {
      throw Problem(
        400, "The path holds a control character, an encoded slash, or a dot that climbs.")
    }
    return text
  }
}
