import Foundation
import Glibc
public import Pipeline
import Synchronization

/// The file that keeps what this machine's ffmpeg and cards have proven.
///
/// Jobs write it; workers and the transcoder read it, again only when it was
/// written anew. One that can't be read is as good as none: it is proven again.
public final class ProofBook: Sendable {
  private struct Page {
    var stamp: Int64?
    var capabilities: Capabilities?
  }

  private let path: String
  private let page = Mutex(Page())

  /// The book in a file, which need not be there yet.
  public init(path: String) {
    self.path = path
  }

  /// What was proven; nil where nothing was.
  public func read() -> Capabilities? {
    page.withLock { page in
      let stamp = Self.stamp(of: path)
      guard stamp != page.stamp || stamp == nil else { return page.capabilities }
      page.stamp = stamp
      page.capabilities = stamp.flatMap { _ in
        FileManager.default.contents(atPath: path)
          .flatMap { try? JSONDecoder().decode(Capabilities.self, from: $0) }
      }
      return page.capabilities
    }
  }

  /// Keeps what was proven in the place of what was kept before.
  ///
  /// - Throws: When the file can't be written; it stays as it was then.
  public func write(_ capabilities: Capabilities) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try encoder.encode(capabilities).write(to: URL(filePath: path), options: .atomic)
  }

  /// When the file was changed, in nanoseconds; a new one has another inode as well.
  private static func stamp(of path: String) -> Int64? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    let nanoseconds = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
    return nanoseconds ^ Int64(truncatingIfNeeded: status.st_ino)
  }
}
