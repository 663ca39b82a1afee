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
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    let digits = String(hash, radix: 16)
    let padded = String(repeating: "0", count: 16 - digits.count) + digits
    name = "\(Self.prefix)\(rendition)-\(padded)\(Self.suffix)"
    self.bytes = bytes
  }
}
