import ChildProcess
import Glibc

/// Why a file can't be used, in words for the person whose file it is.
enum ProbeFault {
  static let empty = "The file is empty (0 bytes)."
  static let gone = "The file went away before it could be read."
  static let denied =
    "The file may not be read. Give the user that runs EXStreamTV permission to read it."
  static let notMedia = "This is not a media file, whatever its name says."
  static let noIndex =
    "The file is cut off, or it is still being copied: its index (moov atom) is missing."
  static let cutOff = "The file is cut off near its beginning, or it is still being copied."
  static let noStreams = "There is no picture and no sound in it, or it is cut off before them."
  static let unknownLength =
    "Its length can't be found. Copying it into a new container may help: "
    + "ffmpeg -i FILE -c copy NEW.mkv"
  static let tooShort = "It is shorter than a second."
  static let tooLarge = "Its headers are larger than any honest file's."

  static func tooSlow(_ deadline: Duration) -> String {
    "Reading it took longer than \(deadline.components.seconds) seconds. "
      + "The file may be damaged, or its disk slow."
  }

  /// What ffprobe says of files that are of another kind, or of none.
  private static let foreignMarks = [
    "Invalid data found", "Invalid argument", "not on whitelist",
  ]

  /// What ffprobe's failure means.
  static func reason(for result: ChildResult, path: String) -> String {
    if case .signaled(let number) = result.status {
      return "ffprobe crashed on it (signal \(number)). The file is probably damaged."
    }
    let complaint = result.stderrTail.joined(separator: "\n")
    if complaint.contains("moov atom not found") {
      // ffprobe also says so of any text that is named .mp4.
      return beginsLikeMP4(path) ? noIndex : notMedia
    }
    if complaint.contains("Permission denied") { return denied }
    if complaint.contains("No such file or directory") { return gone }
    if complaint.contains("File ended prematurely") { return cutOff }
    if foreignMarks.contains(where: complaint.contains) { return notMedia }
    guard let last = result.stderrTail.last else { return notMedia }
    return "ffprobe can't read it: \(last.suffix(200))"
  }

  /// Whether a file begins with one of the boxes that MP4 and QuickTime files begin with.
  private static func beginsLikeMP4(_ path: String) -> Bool {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { return false }
    defer { close(file) }
    var head = [UInt8](repeating: 0, count: 8)
    guard pread(file, &head, 8, 0) == 8 else { return false }
    let name = String(decoding: head[4...], as: UTF8.self)
    return ["ftyp", "moov", "mdat", "free", "skip", "wide", "pnot"].contains(name)
  }
}
