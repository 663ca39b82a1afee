/// Takes out of a text what gives access to something.
///
/// In a URL that is the user before the host and everything after the
/// question mark; paths of files are no secrets.
public enum Secrets {
  /// The text without them.
  public static func hidden(in text: String) -> String {
    guard text.contains("://") else { return text }
    var hidden = ""
    var rest = text[...]
    while let mark = rest.firstRange(of: "://") {
      hidden += rest[..<mark.upperBound]
      rest = rest[mark.upperBound...]
      let end = rest.firstIndex { $0.isWhitespace || "\"'<>|".contains($0) } ?? rest.endIndex
      hidden += harmless(rest[..<end])
      rest = rest[end...]
    }
    return hidden + rest
  }

  /// A URL's part behind `://`.
  private static func harmless(_ address: Substring) -> String {
    let pathStart = address.firstIndex { "/?#".contains($0) } ?? address.endIndex
    var host = address[..<pathStart]
    if let at = host.lastIndex(of: "@") { host = host[host.index(after: at)...] }
    let path = address[pathStart...]
    guard let query = path.firstIndex(where: { "?#".contains($0) }) else {
      return String(host) + path
    }
    return String(host) + path[..<query] + "?…"
  }
}
