/// The kinds of picture files that graphics may be, told by their first bytes and never by a name.
enum PictureKind: String, CaseIterable {
  case png, jpg, gif, webp

  /// The kind that bytes are of; nil for any other.
  init?(_ bytes: [UInt8]) {
    func holds(_ text: String, at place: Int) -> Bool {
      bytes.dropFirst(place).starts(with: text.utf8)
    }
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      self = .png
    } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
      self = .jpg
    } else if holds("GIF87a", at: 0) || holds("GIF89a", at: 0) {
      self = .gif
    } else if holds("RIFF", at: 0), holds("WEBP", at: 8) {
      self = .webp
    } else {
      return nil
    }
  }

  /// Whether bytes of this kind are a moving picture that ffmpeg can't read.
  func isUnreadablyAnimated(_ bytes: [UInt8]) -> Bool {
    guard self == .webp, bytes.count > 20 else { return false }
    return Array(bytes[12..<16]) == Array("VP8X".utf8) && bytes[20] & 0x02 != 0
  }

  /// What browsers call it.
  var type: String {
    switch self {
    case .png: "image/png"
    case .jpg: "image/jpeg"
    case .gif: "image/gif"
    case .webp: "image/webp"
    }
  }
}

/// What ffprobe says of a picture file.
public enum PictureExamination: Sendable, Hashable {
  /// It can be read.
  case picture(width: Int, height: Int, frames: Int)
  /// It can't be, for this reason.
  case unreadable(String)
}
