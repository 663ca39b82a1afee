public import Config
import Glibc
import Jobs
import Library
public import Logging
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
  /// The running station does the work; where none runs it is done here.
  /// Ctrl-C cancels; what was read until then is kept.
  ///
  /// - Parameters:
  ///   - folder: The folder; all of the library when nil.
  ///   - logger: Where the work logs when it is done here.
  /// - Returns: The exit code: 0 when all folders were read.
  public func run(folder: String?, logger: Logger) async -> Int32 {
    let (events, sender) = AsyncStream.makeStream(of: StationEvent.self)
    let signals = StopSignals(to: sender)
    defer { withExtendedLifetime(signals) {} }
    do {
      let (store, scans) = try await onThread { [settings] in
        let store = try LibraryAccess.open(settings)
        return (store, try Self.enqueue(in: store, folder: folder))
      }
      let cancelling = Task {
        for await _ in events {
          _ = try? await onThread {
            for scan in scans { _ = try store.requestCancel(job: scan.id) }
          }
        }
      }
      defer { cancelling.cancel() }
      let runner = JobRunner(
        tools: .live(settings: settings, store: store, logger: logger),
        lockPath: settings.data + "/jobs.lock")
      async let isDoneHere = onThread { try runner.drain(leaving: .analysis) }
      let code = try await JobWatch(store: store).watch(scans)
      _ = try await isDoneHere
      return code
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
