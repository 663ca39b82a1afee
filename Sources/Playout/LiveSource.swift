/// Where a live channel takes its picture from: one address out of its ordered list.
public struct LiveSource: Hashable, Codable, Sendable {
  /// How many a channel may have.
  public static let most = 8

  /// The address; one that ``LiveAddress`` has read.
  public var url: String
  /// What the player calls itself to the server, where that is asked over HTTP or RTSP.
  public var userAgent: String?

  /// A source with all its parts.
  public init(url: String, userAgent: String? = nil) {
    self.url = url
    self.userAgent = userAgent
  }

  /// The address with what gives access taken out: its password, and keys in its query.
  public var shownURL: String {
    guard let mark = url.firstRange(of: "://") else { return "***" }
    let rest = url[mark.upperBound...]
    let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
    var authority = String(rest[..<end])
    if let at = authority.lastIndex(of: "@"), let colon = authority[..<at].firstIndex(of: ":") {
      authority.replaceSubrange(authority.index(after: colon)..<at, with: "***")
    }
    return url[..<mark.upperBound] + authority + Self.masked(rest[end...])
  }

  private static let secrets: Set<String> = [
    "passphrase", "password", "passwd", "pass", "pwd", "token", "key", "auth", "secret", "apikey",
    "api_key", "access_token", "signature", "sig",
  ]

  private static func masked(_ path: Substring) -> String {
    guard let question = path.firstIndex(of: "?") else { return String(path) }
    let values = path[path.index(after: question)...]
      .split(separator: "&", omittingEmptySubsequences: false)
      .map { pair -> String in
        guard let equals = pair.firstIndex(of: "="),
          secrets.contains(pair[..<equals].lowercased())
        else { return String(pair) }
        return pair[...equals] + "***"
      }
    return path[...question] + values.joined(separator: "&")
  }
}
