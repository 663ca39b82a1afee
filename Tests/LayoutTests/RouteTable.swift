/// The route table of the API, read from its source.
struct RouteTable {
  /// One line of the table.
  struct Line: Sendable, CustomStringConvertible {
    /// `GET`, `POST`, `PATCH`, `DELETE`.
    var method: String
    /// The path with names in braces.
    var path: String
    /// `api` or `streams`.
    var pool: String
    /// `player`, `viewer`, `editor` or `internal`.
    var permission: String

    var description: String { "\(method) \(path)" }

    /// A path that the line answers.
    var example: String {
      let values = [
        "number": "7.1", "session": "abcdefghijkl2345", "sequence": "12", "channel": "abcdefgh",
        "playlist": "index",
      ]
      return path.replacing(/\{(\w+)\}/) { values[String($0.output.1)] ?? "abcdefgh" }
    }
  }

  /// The lines in the order of the source.
  var lines: [Line]

  /// Reads calls such as `.read("/api/health", .viewer, …)`.
  init(_ source: String) {
    let call =
      /\.(?:read|act|serve)\(\s*(?:\.(get|post|put|patch|delete),\s*)?"(\/[^"]*)",\s*\.`?(\w+)`?/
    let matches = SwiftText(source).code.matches(of: call)
    let code = SwiftText(source).code
    lines = matches.enumerated().map { position, match in
      let end =
        position + 1 < matches.count ? matches[position + 1].range.lowerBound : code.endIndex
      let rest = code[match.range.upperBound..<end]
      return Line(
        method: (match.output.1 ?? "get").uppercased(), path: String(match.output.2),
        pool: rest.contains(/pool:\s*\.streams/) ? "streams" : "api",
        permission: String(match.output.3))
    }
  }

  /// The line that answers a request; braces in it stand for any one part of the path.
  func line(_ method: String, _ path: String) -> Line? {
    lines.first { line in
      let parts = line.path.split(separator: "/", omittingEmptySubsequences: false)
      let asked = path.split(separator: "/", omittingEmptySubsequences: false)
      return line.method == method && parts.count == asked.count
        && zip(parts, asked).allSatisfy { $0 == $1 || $0.contains("{") && $1.contains("{") }
    }
  }
}
