#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Files that are never seen half written.
enum WholeFile {
  /// Writes files beside their places and moves them there once all are whole.
  ///
  /// - Throws: Why one can't be written; the files of before stay then.
  static func write(_ files: [(bytes: [UInt8], path: String)]) throws(FileFailure) {
    do throws(FileFailure) {
      for file in files { try writeBeside(file.bytes, file.path) }
      for file in files where rename(beside(file.path), file.path) != 0 {
        throw FileFailure(path: file.path, code: errno)
      }
    } catch {
      for file in files { unlink(beside(file.path)) }
      throw error
    }
  }

  private static func beside(_ path: String) -> String { path + ".new" }

  private static func writeBeside(_ bytes: [UInt8], _ path: String) throws(FileFailure) {
    makeFolder(around: path)
    let beside = beside(path)
    let file = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw FileFailure(path: beside, code: errno) }
    do throws(FileFailure) {
      try fill(file, with: bytes, path: beside)
    } catch {
      close(file)
      throw error
    }
    // A full disk may only show when the file is closed.
    guard close(file) == 0 else { throw FileFailure(path: path, code: errno) }
  }

  /// Failures show when the file is opened.
  private static func makeFolder(around path: String) {
    var folder = ""
    for name in path.split(separator: "/").dropLast() {
      folder += "/" + name
      mkdir(folder, 0o755)
    }
  }

  private static func fill(
    _ file: Int32, with bytes: [UInt8], path: String
  ) throws(FileFailure) {
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes {
        pwrite(file, $0.baseAddress, $0.count, off_t(written))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw FileFailure(path: path, code: errno) }
      written += count
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
