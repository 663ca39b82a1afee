/// The endings of names that a scan takes for media files.
enum MediaExtensions {
  /// Containers that hold pictures.
  static let video: Set<String> = [
    "3g2", "3gp", "asf", "avi", "divx", "dv", "f4v", "flv", "m2t", "m2ts", "m2v", "m4v", "mkv",
    "mov", "mp4", "mpe", "mpeg", "mpg", "mts", "mxf", "ogm", "ogv", "rm", "rmvb", "ts", "vob",
    "webm", "wmv", "wtv",
  ]

  /// Containers that hold sound alone.
  static let audio: Set<String> = [
    "aac", "ac3", "aif", "aiff", "ape", "dsf", "dts", "eac3", "flac", "m4a", "m4b", "mka", "mp2",
    "mp3", "mpc", "oga", "ogg", "opus", "tta", "wav", "wma", "wv",
  ]

  /// Whether a file's name, as bytes, ends like that of a media file.
  static func match(_ name: [UInt8]) -> Bool {
    guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot > 0 else { return false }
    let ending = name[(dot + 1)...]
    guard (2...4).contains(ending.count) else { return false }
    let text = String(decoding: ending, as: UTF8.self).lowercased()
    return video.contains(text) || audio.contains(text)
  }
}
