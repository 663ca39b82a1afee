#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A folder of its own for one test, gone when the test lets go of it.
public final class ScratchFolder: Sendable {
  /// The folder's absolute path.
  public let path: String

  /// Makes a folder under the temporary folder.
  public init() throws {
    path = TemporaryRoot.path + "/exstreamtv-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of a file in the folder.
  public func file(_ name: String) -> String { path + "/" + name }
}

private enum TemporaryRoot {
  static var path: String { ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp" }
}
