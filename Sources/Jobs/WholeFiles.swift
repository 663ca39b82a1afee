#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Files that are never seen half written: made beside their places, and moved there together.
///
/// What is not finished is removed.
final class WholeFiles {
  private let paths: [String]
  private var files: [Int32] = []
  private var isFinished = false

  /// Begins files.
  ///
  /// - Throws: Why one can't be made.
  init(_ paths: [String]) throws(FileFailure) {
    self.paths = paths
    for path in paths {
      Self.makeFolder(around: path)
      let file = open(Self.beside(path), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
      guard file >= 0 else { throw FileFailure(path: Self.beside(path), code: errno) }
      files.append(file)
    }
  }

  deinit {
    for file in files where file >= 0 { close(file) }
    guard !isFinished else { return }
    for path in paths { unlink(Self.beside(path)) }
  }

  /// Writes behind what a file has.
  func append(_ bytes: [UInt8], to index: Int) throws(FileFailure) {
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes {
        write(files[index], $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw FileFailure(path: paths[index], code: errno) }
      written += count
    }
  }

  /// Moves the files to their places.
  ///
  /// - Throws: Why that can't be; the files of before stay then.
  func finish() throws(FileFailure) {
    for index in files.indices {
      let file = files[index]
      files[index] = -1
      // A full disk may only show when the file is closed.
      guard close(file) == 0 else { throw FileFailure(path: paths[index], code: errno) }
    }
    for path in paths where rename(Self.beside(path), path) != 0 {
      throw FileFailure(path: path, code: errno)
    }
    isFinished = true
  }

  private static func beside(_ path: String) -> String { path + ".new" }

  /// Failures show when the file is opened.
  private static func makeFolder(around path: String) {
    var folder = ""
    for name in path.split(separator: "/").dropLast() {
      folder += "/" + name
      mkdir(folder, 0o755)
    }
  }
}

/// Why a file could not be written.
struct FileFailure: Error, Hashable, CustomStringConvertible {
  var path: String
  var code: Int32

  /// Whether there is no room, which may come back.
  var isForWantOfRoom: Bool { code == ENOSPC || code == EDQUOT }

  var description: String {
    "\(path) can't be written (\(String(cString: strerror(code)))); make sure that its folder "
      + "belongs to this user and that its disk has space."
  }
}
