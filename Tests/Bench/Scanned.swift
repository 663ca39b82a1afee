import Foundation
import Harness
import Library
import Sources

/// What a scan finds in files that a measurement made.
enum Scanned {
  /// The streams of each file of a folder, by its name, as a library would know them.
  static func probes(in folder: URL) throws -> [String: MediaProbe] {
    var found: [String: MediaProbe] = [:]
    _ = try FolderScan(ffprobe: "ffprobe").run(
      folder: folder.path, known: [:],
      report: { event in
        guard case .media(let media) = event else { return }
        found[URL(filePath: media.path).lastPathComponent] = media.probe
      }, isCancelled: { false })
    return found
  }

  /// The streams of the only medium beside a file.
  static func probe(of file: URL) throws -> MediaProbe {
    var found: MediaProbe?
    var reason = "no medium by its scan"
    _ = try FolderScan(ffprobe: "ffprobe").run(
      folder: file.deletingLastPathComponent().path, known: [:],
      report: { event in
        switch event {
        case .media(let media): found = media.probe
        case .failed(_, _, let words): reason = words
        default: break
        }
      }, isCancelled: { false })
    guard let found else { throw Failure("not scanned: \(reason)") }
    return found
  }

  /// What ffmpeg said of files, at the level that its meters speak at.
  static func words(_ arguments: [String]) throws -> String {
    let (status, text) = try Child.output(
      of: "ffmpeg", ["-nostdin", "-hide_banner", "-nostats"] + arguments, within: .seconds(120))
    guard status == 0 else { throw Failure(String(text.suffix(500))) }
    return text
  }
}
