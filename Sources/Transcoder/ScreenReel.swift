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

  /// Opens a file; nil when it is not there, or empty.
  init?(path: String, order: ScreenOrder, problem: String?) {
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    self.order = order
    self.path = path
    self.problem = problem
    var facts = stat()
    guard descriptor >= 0, fstat(descriptor, &facts) == 0, facts.st_size > 0 else {
      portion = 0
      return nil
    }
    portion = max(188, Int(facts.st_size) / (order.loop.seconds * 4))
    // What is used is not the oldest.
    _ = futimens(descriptor, nil)
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
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
