/// The address of a live source, read strictly: what is accepted names a server and nothing else.
///
/// ffmpeg understands addresses that open files, join lists or carry options of
/// its own. None of them has the form that is read here: a scheme out of a
/// list, a host, a port, a path.
public struct LiveAddress: Hashable, Sendable {
  /// The protocols that a source may speak.
  public enum Scheme: String, CaseIterable, Sendable {
    case http, https, rtsp, rtmp, rtmps, srt, udp, rtp

    /// Whether an address has to name the port.
    var needsPort: Bool { [.srt, .udp, .rtp].contains(self) }
  }

  /// Why a text is no such address, in words for people.
  public struct Fault: Error, Hashable, Sendable {
    /// One sentence that says what to do.
    public var detail: String
  }

  /// The most bytes of an address.
  public static let longest = 2048

  /// The protocol.
  public let scheme: Scheme
  /// The server's name or number, in lower case and without brackets.
  public let host: String
  /// The port, where the address names one.
  public let port: Int?
  /// What follows the server: path and query.
  public let path: String

  /// Reads an address.
  ///
  /// - Throws: A ``Fault``.
  public init(_ text: String) throws(Fault) {
    guard (1...Self.longest).contains(text.utf8.count) else {
      throw Fault(detail: "An address must have 1 to \(Self.longest) characters.")
    }
    guard text.utf8.allSatisfy({ (0x21...0x7e).contains($0) && !Self.refused.contains($0) }),
      !["%00", "%0a", "%0d"].contains(where: text.lowercased().contains)
    else {
      throw Fault(
        detail: "The address holds a space or another character that belongs in none. "
          + "Options behind a | can't be used; encode other characters with %.")
    }
    guard let mark = text.firstRange(of: "://"),
      let scheme = Scheme(rawValue: text[..<mark.lowerBound].lowercased())
    else {
      let names = Scheme.allCases.map { "\($0.rawValue)://" }.joined(separator: ", ")
      throw Fault(detail: "The address must begin with one of \(names).")
    }
    let rest = text[mark.upperBound...]
    let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
    path = String(rest[end...])
    self.scheme = scheme
    var server = rest[..<end]
    if let at = server.lastIndex(of: "@") { server = server[server.index(after: at)...] }
    guard let (host, port) = Self.split(server) else {
      throw Fault(detail: "The address names no server, or a port outside 1 to 65535.")
    }
    guard port != nil || !scheme.needsPort else {
      throw Fault(detail: "A \(scheme.rawValue) address must name the port.")
    }
    (self.host, self.port) = (host, port)
  }

  /// `"`, `<`, `>`, `\`, `^`, a backtick, `{`, `|` and `}`: no address may hold them.
  private static let refused: Set<UInt8> = [0x22, 0x3c, 0x3e, 0x5c, 0x5e, 0x60, 0x7b, 0x7c, 0x7d]

  private static func split(_ server: Substring) -> (host: String, port: Int?)? {
    var host = server
    var port: Int?
    let afterBracket = server.firstIndex(of: "]") ?? server.startIndex
    if let colon = server[afterBracket...].lastIndex(of: ":") {
      let digits = server[server.index(after: colon)...]
      guard (1...5).contains(digits.count), digits.utf8.allSatisfy({ (48...57).contains($0) }),
        let number = Int(digits), (1...65_535).contains(number)
      else { return nil }
      port = number
      host = server[..<colon]
    }
    if host.first == "[", host.last == "]" {
      host = host.dropFirst().dropLast()
      guard host.utf8.contains(58), host.allSatisfy({ $0.isHexDigit || ":.".contains($0) }) else {
        return nil
      }
    } else {
      guard
        host.utf8.allSatisfy({
          (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
            || [45, 46, 95].contains($0)
        }), host.first != "-"
      else { return nil }
    }
    return (1...253).contains(host.count) ? (host.lowercased(), port) : nil
  }
}
