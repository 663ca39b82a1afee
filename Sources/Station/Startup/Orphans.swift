import FoundationEssentials
import Glibc

/// The children that a killed station left behind.
enum Orphans {
  /// Ends them: SIGTERM, and SIGKILL after a second.
  ///
  /// Nothing else is ever touched.
  ///
  /// - Parameter folder: Where the predecessor noted its children.
  /// - Returns: How many there were.
  static func end(notedIn folder: String) -> Int {
    let notes = ProcessNote.all(in: folder)
    defer { forget(folder) }
    guard !notes.isEmpty else { return 0 }
    let orphans = RunningProcess.all.filter { process in notes.contains { $0.covers(process) } }
    for orphan in orphans { signal(orphan, SIGTERM) }
    let deadline = ContinuousClock.now + .seconds(1)
    while orphans.contains(where: isAlive), ContinuousClock.now < deadline { usleep(5000) }
    for orphan in orphans where isAlive(orphan) { signal(orphan, SIGKILL) }
    return orphans.count
  }

  private static func isAlive(_ process: RunningProcess) -> Bool {
    RunningProcess(id: process.id)?.start == process.start
  }

  private static func signal(_ process: RunningProcess, _ number: Int32) {
    guard isAlive(process) else { return }
    _ = kill(process.id, number)
  }

  private static func forget(_ folder: String) {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
      unlink("\(folder)/\(name)")
    }
  }
}
