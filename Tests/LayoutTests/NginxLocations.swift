import Foundation

/// The locations of one nginx server and the choice that nginx makes among them.
struct NginxLocations {
  /// One `location` of the configuration.
  struct Location: Sendable {
    /// `=`, `~`, `~*`, `^~`, `@` for a named one, or nothing for a prefix.
    var modifier: String
    /// What the path is compared with.
    var pattern: String
    /// The directives inside.
    var body: String

    /// The upstream that it hands requests to.
    var upstream: String? {
      body.firstMatch(of: /fastcgi_pass\s+(\w+);/).map { String($0.output.1) }
    }

    /// The named location where it goes when no file is there.
    var fallback: String? {
      body.firstMatch(of: /try_files[^;]*\s@(\w+);/).map { String($0.output.1) }
    }
  }

  /// All locations in the order of the configuration.
  var locations: [Location]

  /// Reads the locations of a text.
  init(_ text: String) {
    locations = []
    let header = /location\s+(?:(=|~\*|~|\^~)\s+)?(?:"([^"]+)"|(@?[^\s"{]+))\s*\{/
    for match in text.matches(of: header) {
      let pattern = String(match.output.2 ?? match.output.3 ?? "")
      let isNamed = pattern.hasPrefix("@")
      locations.append(
        Location(
          modifier: isNamed ? "@" : match.output.1.map(String.init) ?? "",
          pattern: isNamed ? String(pattern.dropFirst()) : pattern,
          body: Self.block(text[match.range.upperBound...])))
    }
  }

  /// The location that answers a path.
  func location(for path: String) throws -> Location? {
    if let exact = locations.first(where: { $0.modifier == "=" && $0.pattern == path }) {
      return exact
    }
    let prefixes = locations.filter {
      ["", "^~"].contains($0.modifier) && path.hasPrefix($0.pattern)
    }
    let longest = prefixes.max { $0.pattern.count < $1.pattern.count }
    if longest?.modifier == "^~" { return longest }
    for location in locations where location.modifier.hasPrefix("~") {
      let regex = try Regex(location.pattern)
      let isFound = try regex.ignoresCase(location.modifier == "~*").firstMatch(in: path) != nil
      if isFound { return location }
    }
    return longest
  }

  /// The upstream that answers a path in the end, for all that no file is there for.
  func upstream(for path: String) throws -> String? {
    guard let location = try location(for: path) else { return nil }
    if let upstream = location.upstream { return upstream }
    guard let fallback = location.fallback else { return nil }
    return locations.first { $0.modifier == "@" && $0.pattern == fallback }?.upstream
  }

  /// The text up to the brace that closes the block.
  private static func block(_ text: Substring) -> String {
    var depth = 1
    var isQuoted: Character?
    for index in text.indices {
      let character = text[index]
      if let quote = isQuoted {
        if character == quote { isQuoted = nil }
        continue
      }
      switch character {
      case "\"", "'": isQuoted = character
      case "{": depth += 1
      case "}":
        depth -= 1
        if depth == 0 { return String(text[..<index]) }
      default: break
      }
    }
    return String(text)
  }
}
