public import Config
import Glibc
import Library
import Store

/// Has folders read and shows how far that is, as `exstreamtv scan` does.
public struct FolderScan: Sendable {
  private let settings: Settings

  /// A scan of the library of these settings.
  public init(settings: Settings) {
    self.settings = settings
  }

  /// Reads one folder, which joins the library when it is new, or all of them.
  ///
  /// Ctrl-C cancels; what was read until then is kept.
  ///
  /// - Returns: The exit code: 0 when all folders were read.
  public func run(folder: String?) async -> Int32 {
    let signals = StopSignals()
    defer { withExtendedLifetime(signals) {} }
    do {
      let (store, scans) = try await onThread { [settings] in
        let store = try LibraryAccess.open(settings)
        return (store, try Self.enqueue(in: store, folder: folder))
      }
      let cancelling = Task {
        for await request in signals.requests where request == .stop {
          _ = try? await onThread {
            for scan in scans { _ = try store.requestCancel(job: scan.id) }
          }
        }
      }
      defer { cancelling.cancel() }
      return try await JobWatch(store: store).watch(scans)
    } catch {
      Console.problems.line("\(error)")
      return 1
    }
  }

  private static func enqueue(in store: Store, folder: String?) throws -> [Job] {
    guard let folder else {
      let folders = try store.folders()
      guard !folders.isEmpty else {
        throw StationError("The library reads no folder yet. Name one: exstreamtv scan /path")
      }
      return try folders.map { try store.enqueue(kind: .scan, subject: "\($0.id.rawValue)") }
    }
    let path = try MediaFolder(named: folder).path
    let known = try store.folders().first { $0.path == path }
    let id = try (known ?? store.insertFolder(path: path)).id
    return [try store.enqueue(kind: .scan, subject: "\(id.rawValue)")]
  }
}
