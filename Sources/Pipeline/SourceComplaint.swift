/// What was the matter with a live source, as ffmpeg's last words tell; never with its address.
public struct SourceComplaint: Hashable, Sendable {
  /// The kind of failure.
  public var kind: StderrClassification.Kind
  /// A sentence for people.
  public var sentence: String

  /// Reads the last words of an ffmpeg that played a live source.
  public init(stderrTail: [String]) {
    let words = StderrClassification(stderrTail: stderrTail)
    guard words.kind != .hardware else {
      kind = .hardware
      sentence = "The card did not encode it; the processor does, the next time."
      return
    }
    let sign = Self.signs.first { sign in stderrTail.contains { $0.contains(sign.words) } }
    kind = sign?.kind ?? .unknown
    sentence = sign?.sentence ?? "The source ended."
  }

  private static let signs: [(words: String, kind: StderrClassification.Kind, sentence: String)] = [
    ("Connection refused", .sourceAway, "The source refuses the connection."),
    ("401 Unauthorized", .permission, "The source wants another user or password (401)."),
    ("403 Forbidden", .permission, "The source does not let this station in (403)."),
    ("404 Not Found", .noSuchFile, "The source's server knows no such address (404)."),
    ("Server returned 4", .sourceAway, "The source's server refuses the address."),
    ("Server returned 5", .sourceAway, "The source's server has a fault of its own."),
    ("Failed to resolve", .sourceAway, "The source's server has no address: check its name."),
    ("No route to host", .sourceAway, "There is no way to the source's server."),
    ("Network is unreachable", .sourceAway, "There is no way to the source's server."),
    ("timed out", .sourceAway, "The source does not answer."),
    ("Connection reset", .sourceAway, "The source broke the connection."),
    ("Broken pipe", .sourceAway, "The source broke the connection."),
    ("Input/output error", .sourceAway, "The source broke off, or does not answer."),
    ("map '0:a:0' matches no streams", .invalidData, "The source has no sound."),
    ("matches no streams", .invalidData, "The source has no picture."),
    ("whitelist", .invalidData, "The source names an address that may not be opened."),
    ("Invalid data found", .invalidData, "What the source sends is no picture and sound."),
    ("Could not find codec", .invalidData, "What the source sends can't be decoded."),
    ("Unknown decoder", .unknownDecoder, "What the source sends can't be decoded."),
  ]
}
