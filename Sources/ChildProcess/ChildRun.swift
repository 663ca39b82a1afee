import Dispatch
import Glibc
import Subprocess
import Synchronization

/// One child from spawn to reaping: who may signal it and what it said.
///
/// Signals are sent under the lock and only while the child is not reaped, so
/// that a number which the system has given to another process is never hit.
final class ChildRun: Sendable {
  private struct State {
    var pid: pid_t?
    /// Signals that were sent before the child had a number.
    var early: [Int32] = []
    var isStopping = false
    var hasEnded = false
    var tail = LineTail()
  }

  private let state = Mutex(State())

  var pid: Int32? { state.withLock { $0.hasEnded ? nil : $0.pid } }
  var stderrTail: [String] { state.withLock { $0.tail.lines } }

  /// Signals the child itself; as soon as it runs, where it does not yet.
  func signal(_ number: Int32) {
    state.withLock { state in
      guard !state.hasEnded else { return }
      guard let pid = state.pid else {
        if !state.early.contains(number) { state.early.append(number) }
        return
      }
      _ = kill(pid, number)
    }
  }

  private func signalGroup(_ number: Int32) {
    state.withLock { state in
      guard let pid = state.pid, !state.hasEnded else { return }
      _ = kill(-pid, number)
    }
  }

  /// Ends the group by SIGTERM, and by SIGKILL when the grace is over.
  ///
  /// Returns at once.
  func stop(grace: Duration) {
    let isFirst = state.withLock { state in
      defer { state.isStopping = true }
      return !state.isStopping && !state.hasEnded
    }
    guard isFirst else { return }
    signalGroup(SIGTERM)
    Task.detached { [self] in
      try? await Task.sleep(for: grace)
      signalGroup(SIGKILL)
    }
  }

  /// Ends the group at once.
  func kill9() {
    state.withLock { $0.isStopping = true }
    signalGroup(SIGKILL)
  }

  func addToTail(_ bytes: UnsafeRawBufferPointer) {
    state.withLock { $0.tail.append(bytes) }
  }

  /// Runs the child and returns when it has been reaped.
  ///
  /// The body reads what it wants; the child's own end, seen through its pid
  /// descriptor, closes the run even where a grandchild holds a pipe open.
  func run<In: InputProtocol, Out: OutputProtocol, Err: ErrorOutputProtocol>(
    _ configuration: Configuration, input: In, output: Out, error: Err,
    read: @Sendable (Execution<In, Out, Err>) async -> Void
  ) async -> ChildStatus {
    do {
      let result = try await Subprocess.run(
        configuration, input: input, output: output, error: error
      ) { execution in
        began(execution.processIdentifier.value)
        await read(execution)
        await Self.waitForEnd(execution.processIdentifier)
        ended()
      }
      return ChildStatus(result.terminationStatus)
    } catch {
      state.withLock { $0.hasEnded = true }
      return .failedToStart("\(error)")
    }
  }

  private func began(_ pid: pid_t) {
    state.withLock { state in
      state.pid = pid
      if state.isStopping { _ = kill(-pid, SIGKILL) }
      for number in state.early { _ = kill(pid, number) }
      state.early = []
    }
  }

  /// The child is dead but not reaped, so its number still is its own: whatever
  /// it left behind in its group goes with it.
  private func ended() {
    state.withLock { state in
      if let pid = state.pid { _ = kill(-pid, SIGKILL) }
      state.hasEnded = true
    }
  }

  /// A queue with its own thread: whoever blocks the global queues does not
  /// keep ends from being seen.
  private static let endsQueue = DispatchQueue(label: "exstreamtv.child-ends")

  /// Returns when the child has died; at once where the kernel has no pid descriptors.
  private static func waitForEnd(_ process: ProcessIdentifier) async {
    guard process.processDescriptor >= 0 else { return }
    await withCheckedContinuation { continuation in
      let source = DispatchSource.makeReadSource(
        fileDescriptor: process.processDescriptor, queue: endsQueue)
      source.setEventHandler { source.cancel() }
      source.setCancelHandler { continuation.resume() }
      source.resume()
    }
  }
}

extension ChildRun {
  /// Reads standard error to its end, keeping the last lines.
  func keepTail(of stream: SubprocessOutputSequence) async {
    do {
      for try await buffer in stream {
        buffer.withUnsafeBytes { addToTail($0) }
      }
    } catch {
      // The stream is cut when the child is gone; what was read stays.
    }
  }
}

extension ChildStatus {
  init(_ status: TerminationStatus) {
    switch status {
    case .exited(let code): self = .exited(code)
    case .signaled(let number): self = .signaled(number)
    }
  }
}
