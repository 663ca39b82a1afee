import Glibc
import Synchronization

/// The programs of a running station, started in parallel and ended in order.
final class Crew: Sendable {
  private let nginx: StationProcess
  private let others: [StationProcess]
  private let state = Mutex(State())

  private struct State {
    var tasks: [String: Task<Void, Never>] = [:]
    var isStopping = false
  }

  /// A crew of which nobody runs yet.
  init(nginx: StationProcess, others: [StationProcess]) {
    self.nginx = nginx
    self.others = others
  }

  /// Starts nginx and returns at once.
  func startNginx() { start(nginx) }

  /// Starts our own programs and returns at once.
  func startOthers() { others.forEach(start) }

  /// Lets nginx read its configuration again.
  func reload() { nginx.signal(SIGHUP) }

  /// Ends everything: nginx first, so that nobody asks a worker that is leaving.
  ///
  /// Graces add up to less than the five seconds after which a supervisor of ours would kill.
  func stop() async {
    state.withLock { $0.isStopping = true }
    nginx.stop(grace: .milliseconds(1500))
    await ended(nginx)
    for process in others { process.stop(grace: .seconds(3)) }
    for process in others { await ended(process) }
  }

  private func start(_ process: StationProcess) {
    state.withLock { state in
      guard !state.isStopping else { return }
      state.tasks[process.name] = Task.detached { await process.run() }
    }
  }

  private func ended(_ process: StationProcess) async {
    guard let task = state.withLock({ $0.tasks[process.name] }) else { return }
    // Ends the pause before a restart; a running program is awaited all the same.
    task.cancel()
    await task.value
  }
}
