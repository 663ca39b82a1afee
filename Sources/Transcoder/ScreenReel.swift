import Glibc
import Pipeline
import Playout

/// The file of a screen, open to be played over and over.
///
/// It stays readable when the file is removed meanwhile.
final class ScreenReel {
  /// What it shows.
  let order: ScreenOrder
  /// What went wrong where it is a substitute for something else.
  let problem: String?
  /// The file's path.
  let path: String
  /// The open file.
  let descriptor: Int32
  /// Bytes of about a quarter of a second.
  let portion: Int

  private let size: Int

  /// Opens a file; nil when it is not there, or empty.
  init?(path: String, order: ScreenOrder, problem: String?) {
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    self.order = order
    self.path = path
    self.problem = problem
    var facts = stat()
    guard descriptor >= 0, fstat(descriptor, &facts) == 0, facts.st_size > 0 else {
      portion = 0
      size = 0
      return nil
    }
    size = Int(facts.st_size)
    portion = max(188, Int(facts.st_size) / (order.loop.seconds * 4))
    // What is used is not the oldest.
    _ = futimens(descriptor, nil)
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// The whole file; nil when it can't be read.
  var contents: [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: size)
    var at = 0
    while at < size {
      let count = bytes.withUnsafeMutableBytes {
        pread(descriptor, $0.baseAddress?.advanced(by: at), $0.count - at, off_t(at))
      }
      guard count > 0 else { return nil }
      at += count
    }
    return bytes
  }

  /// Goes back to the beginning.
  func rewind() {
    lseek(descriptor, 0, SEEK_SET)
  }

  /// Picture and sound in words.
  var description: String {
    "screen: \(order.screen.picture.rawValue), \(order.screen.sound.rawValue)"
  }
}
