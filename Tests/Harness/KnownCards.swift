import Foundation

/// What the encoders of this machine did when they were tried, once for all stations of a test run.
///
/// Trying them takes the processor for seconds. A station whose ffmpeg is another tries anew.
enum KnownCards {
  private static let kept: URL = {
    let name = "extv-hardware-\(ProcessInfo.processInfo.processIdentifier).json"
    atexit { try? FileManager.default.removeItem(at: KnownCards.kept) }
    return FileManager.default.temporaryDirectory.appending(path: name)
  }()

  /// Gives a station what an earlier one found, unless it has its own.
  static func give(to data: URL) {
    guard FileManager.default.fileExists(atPath: data.path) else { return }
    try? FileManager.default.copyItem(at: kept, to: data.appending(path: "hardware.json"))
  }

  /// Keeps what a station found for those that come.
  static func take(from data: URL) {
    guard let found = try? Data(contentsOf: data.appending(path: "hardware.json")) else { return }
    try? found.write(to: kept, options: .atomic)
  }
}
