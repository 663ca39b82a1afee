import Synchronization

/// The programs of a running station, started in parallel and ended in order.
final class Crew: Sendable {
  private let nginx: StationProcess
  private let others: [StationProcess]
  private let tasks = Mutex<[String: Task<Void, Never>]>([:])

  /// A crew of which nobody runs yet.
  init(nginx: StationProcess, others: [StationProcess]) {
    self.nginx = nginx
    self.others = others
  }

  /// Starts nginx and returns at once.
  func startNginx() { start(nginx) }

  /// Starts our own programs and returns at once.
  func startOthers() { others.forEach(start) }

  /// Ends everything: nginx first, so that nobody asks a worker that is leaving.
  ///
  /// Graces add up to less than the five seconds after which a supervisor of ours would kill.
  func stop() async {
    nginx.stop(grace: .milliseconds(1500))
    await ended(nginx)
    for process in others { process.stop(grace: .seconds(3)) }
    for process in others { await ended(process) }
  }

  private func start(_ process: StationProcess) {
    let task = Task.detached { await process.run() }
    tasks.withLock { $0[process.name] = task }
  }

  private func ended(_ process: StationProcess) async {
    guard let task = tasks.withLock({ $0[process.name] }) else { return }
    // Ends the pause before a restart; a running program is awaited all the same.
    task.cancel()
    await task.value
  }
}
