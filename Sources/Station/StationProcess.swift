import ChildProcess
import Glibc
import Logging
import Synchronization

/// One program that the station keeps running until it is told to stop.
///
/// A program that ends by itself is started again: after a tenth of a second,
/// and after longer and longer pauses, up to five seconds, while it keeps ending.
final class StationProcess: Sendable {
  private struct State {
    var child: SupervisedChild?
    var isStopping = false
  }

  /// The name that log lines carry.
  let name: String
  private let command: ChildCommand
  private let socket: ListeningSocket?
  private let notes: String
  private let prepare: @Sendable () -> Void
  private let logger: Logger
  private let state = Mutex(State())

  /// A program that does not run yet; `prepare` is called before each start.
  init(
    name: String, command: ChildCommand, socket: ListeningSocket? = nil, notes: String,
    logger: Logger, prepare: @escaping @Sendable () -> Void = {}
  ) {
    self.name = name
    self.command = command
    self.socket = socket
    self.notes = notes
    self.logger = logger
    self.prepare = prepare
  }

  /// The program's process number while it runs.
  var pid: Int32? { state.withLock { $0.child?.pid } }

  /// Keeps the program running; returns when it was stopped and is gone.
  func run() async {
    var pause = Self.shortestPause
    while !isStopping {
      let began = ContinuousClock.now
      let status = await runOnce()
      guard !isStopping else { return }
      if ContinuousClock.now - began > .seconds(10) { pause = Self.shortestPause }
      logger.warning(
        "A program ended and is started again.",
        metadata: ["program": "\(name)", "end": "\(status)", "after": "\(pause)"])
      try? await Task.sleep(for: pause)
      pause = min(pause * 2, .seconds(5))
    }
  }

  /// Ends the program for good: SIGTERM now, SIGKILL when the grace is over.
  func stop(grace: Duration) {
    let child = state.withLock { state in
      state.isStopping = true
      return state.child
    }
    child?.stop(grace: grace)
  }

  /// Signals the program if it runs.
  func signal(_ number: Int32) {
    state.withLock { $0.child }?.signal(number)
  }

  private static let shortestPause = Duration.milliseconds(100)

  private var isStopping: Bool { state.withLock { $0.isStopping } }

  private func runOnce() async -> ChildStatus {
    prepare()
    let status: ChildStatus = await withCheckedContinuation { continuation in
      do {
        // Started under the lock: a stop that comes meanwhile finds the child.
        try state.withLock { state in
          guard !state.isStopping else { return continuation.resume(returning: .exited(0)) }
          state.child = try SupervisedChild.start(
            command, stdin: socket?.descriptor,
            onStart: { [name, notes, command] id in
              ProcessNote.write(name, id: id, program: command.program, folder: notes)
            },
            onEnd: { continuation.resume(returning: $0.status) })
        }
      } catch {
        continuation.resume(returning: .failedToStart("\(error)"))
      }
    }
    state.withLock { $0.child = nil }
    ProcessNote.remove(name, folder: notes)
    return status
  }
}
