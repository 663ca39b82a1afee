import Glibc

/// What the person at the terminal reads, a line at a time.
public struct Console: Sendable {
  private let descriptor: Int32

  /// Standard output.
  public static let output = Console(descriptor: STDOUT_FILENO)
  /// Standard error.
  public static let problems = Console(descriptor: STDERR_FILENO)

  /// Whether a person is likely to watch.
  public var isTerminal: Bool { isatty(descriptor) == 1 }

  /// Writes a line at once, however the output is buffered elsewhere.
  public func line(_ text: String) {
    put(text + "\n")
  }

  /// Writes over the current line of a terminal.
  public func replaceLine(_ text: String) {
    put("\r\u{1B}[K" + text)
  }

  /// Writes text as it is.
  public func put(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      bytes = bytes.dropFirst(count)
    }
  }
}
