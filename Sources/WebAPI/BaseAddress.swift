import FastCGI

/// The address that the client asked at, from which all absolute ones are made.
struct BaseAddress: Sendable {
  /// `http` or `https`.
  let scheme: String
  /// Host and port.
  let host: String
  /// The path below which a proxy in front of us puts everything; empty or `/tv`.
  let prefix: String

  /// Reads what nginx found out; refuses a host that could not stand in an address.
  init(of request: Request) throws {
    let parameters = request.parameters
    let asked = parameters["EXSTREAMTV_HOST"] ?? parameters["HTTP_HOST"] ?? ""
    host = asked.isEmpty ? "localhost" : asked
    guard host.utf8.count <= 255, host.utf8.allSatisfy(Self.mayBeInHost) else {
      throw Problem(400, "The Host of the request is not a host name with an optional port.")
    }
    scheme = parameters["EXSTREAMTV_SCHEME"] == "https" ? "https" : "http"
    prefix = Self.prefix(parameters["EXSTREAMTV_PREFIX"] ?? "")
  }

  /// The base without a slash at its end, such as `http://tv.lan:8411/tv`.
  var root: String { "\(scheme)://\(host)\(prefix)" }

  private static func mayBeInHost(_ byte: UInt8) -> Bool {
    isLetterOrDigit(byte) || ".:[]-_".utf8.contains(byte)
  }

  /// A prefix that is no plain path is as good as none.
  private static func prefix(_ text: String) -> String {
    let trimmed = text.hasSuffix("/") ? String(text.dropLast()) : text
    let isPlain = trimmed.utf8.allSatisfy { isLetterOrDigit($0) || "/.-_~%".utf8.contains($0) }
    let climbs = trimmed.split(separator: "/").contains { $0 == ".." || $0 == "." }
    guard trimmed.utf8.first == UInt8(ascii: "/"), trimmed.utf8.count <= 255, isPlain, !climbs,
      !trimmed.hasPrefix("//")
    else { return "" }
    return trimmed
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
  }
}
