import Library
import Playout
import Store

/// Tells the person at the terminal when the new folder was read and when its
/// channel has something to show.
struct FirstProgrammes {
  let store: Store
  let addition: Addition

  /// Returns when all is told, or nothing more is to come.
  func report() async {
    guard let scan = await ended(addition.scan.id) else { return }
    Console.output.line(told(of: scan))
    guard let channel = addition.channel, scan.state == .done else { return }
    // The timeline was asked for before the folder was read; it is built from what is there now.
    guard
      let job = try? await onThread({
        try store.enqueue(kind: .timeline, subject: channel.id.rawValue)
      }), await ended(job.id) != nil
    else { return }
    let isReady = try? await onThread { try store.lastEntry(of: channel.id) != nil }
    Console.output.line(
      isReady == true
        ? "Channel \(channel.number) '\(channel.name)' is on air."
        : "Channel \(channel.number) '\(channel.name)' has nothing to show: "
          + "'\(addition.folder.path)' holds no file that can be played.")
  }

  /// The job when it has ended; nil when the station ends first.
  private func ended(_ id: JobID) async -> Job? {
    while !Task.isCancelled {
      let job = try? await onThread { try store.job(id) }
      guard let job else { return nil }
      if job.endedAt != nil { return job }
      // Another process works on it; the database has no way to call us.
      try? await Task.sleep(for: .milliseconds(250))
    }
    return nil
  }

  private func told(of scan: Job) -> String {
    let path = addition.folder.path
    let found = (try? store.folder(addition.folder.id)) ?? addition.folder
    switch scan.state {
    case .done:
      let failed = found.failed > 0 ? ", \(found.failed) can't be played" : ""
      return "'\(path)' was read: \(found.items) can be played\(failed)."
    case .cancelled: return "Reading '\(path)' was cancelled."
    default: return "Reading '\(path)' failed: \(scan.error ?? "no reason is known")."
    }
  }
}
