/// One viewer of a channel: never an address alone, always a session.
public struct Viewer: Hashable, Codable, Sendable {
  /// How the viewer takes the stream.
  public enum Mode: String, Codable, CaseIterable, Sendable {
    /// Playlist and segments.
    case hls
    /// One endless transport stream.
    case ts
  }

  /// The session's identity, 16 characters out of `a-z` and `2-7`.
  public var session: String
  /// Playlist or endless stream.
  public var mode: Mode
  /// The client's network address.
  public var address: String
  /// The client's User-Agent, at most 200 characters.
  public var client: String

  /// A viewer with all its parts.
  public init(session: String, mode: Mode, address: String, client: String) {
    self.session = session
    self.mode = mode
    self.address = address
    self.client = client
  }

  /// Whether a text has the shape of a session's identity.
  ///
  /// It stands in addresses and names files, so nothing else is accepted anywhere.
  public static func isSession(_ text: String) -> Bool {
    text.utf8.count == 16
      && text.utf8.allSatisfy { (97...122).contains($0) || (50...55).contains($0) }
  }
}

/// A viewer who asks to be let in, with what only the one who asks for it knows.
public struct Visit: Hashable, Codable, Sendable {
  /// Who wants to watch.
  public var viewer: Viewer
  /// How many viewers the channel may have; nil for any number.
  public var viewerLimit: Int?
  /// Whether the client can show a message over the picture.
  public var showsMessages: Bool

  /// A visit with all its parts.
  public init(viewer: Viewer, viewerLimit: Int? = nil, showsMessages: Bool = false) {
    self.viewer = viewer
    self.viewerLimit = viewerLimit
    self.showsMessages = showsMessages
  }
}
