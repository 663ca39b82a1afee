#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The lock that lets only one runner work on a database; it ends with the
/// process, however that ends.
public final class RunnerLock: Sendable {
  private let file: Int32

  private init(file: Int32) { self.file = file }

  deinit { close(file) }

  /// Takes the lock of a path; nil when another runner holds it.
  ///
  /// - Throws: When the file can't be made.
  public static func take(at path: String) throws -> RunnerLock? {
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw FileFailure(path: path, code: errno) }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      close(file)
      return nil
    }
    return RunnerLock(file: file)
  }
}
