import Hashing

/// The file that a player reads before the fragments of a rendition: which tracks they have, and
/// how these are coded (EXT-X-MAP).
///
/// Its name is made of what is in it, so a change of the coding is a file of another name.
public struct FragmentHead: Hashable, Sendable {
  static let prefix = "init-"
  static let suffix = ".mp4"

  /// The file's name beside the segments: `init-<rendition>-<hash>.mp4`.
  public var name: String
  /// What is in it.
  public var bytes: [UInt8]

  /// The head of a rendition.
  init(rendition: String, bytes: [UInt8]) {
    name = "\(Self.prefix)\(rendition)-\(Fingerprint(of: bytes).hex)\(Self.suffix)"
    self.bytes = bytes
  }
}
