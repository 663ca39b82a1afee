import Dispatch
import Subprocess
import Synchronization

/// What a short child left.
public struct ChildResult: Equatable, Sendable {
  /// How it ended.
  public var status: ChildStatus
  /// All that it wrote to standard output.
  public var output: [UInt8]
  /// The last lines that it wrote to standard error.
  public var stderrTail: [String]

  /// A result with all its parts.
  public init(status: ChildStatus, output: [UInt8], stderrTail: [String]) {
    self.status = status
    self.output = output
    self.stderrTail = stderrTail
  }
}

/// One of the two streams that a child writes.
public enum ChildStream: Sendable {
  /// What it was asked for.
  case output
  /// What it has to say.
  case error
}

/// Runs a short child and waits for its end.
///
/// Blocks, so it is only for plain threads.
///
/// - Parameters:
///   - command: What to run.
///   - deadline: When it is killed with its whole group.
///   - outputLimit: How many bytes it may write to the stream that is kept.
///   - kept: Which stream becomes the result's output; of the other the last lines are kept.
///   - isCancelled: Asked ten times a second on this thread; the child is killed
///     with its whole group once it says yes.
/// - Returns: How it ended and what it wrote; a failing exit code is a result, not an error.
/// - Throws: ``ChildError`` when it can't be started, takes too long, writes too
///   much or is no longer wanted.
public func runToEnd(
  _ command: ChildCommand, deadline: Duration, outputLimit: Int,
  keeping kept: ChildStream = .output, isCancelled: (() -> Bool)? = nil
) throws(ChildError) -> ChildResult {
  let configuration = try command.configuration()
  let collected = CollectedOutput(limit: outputLimit)
  let run = ChildRun()
  let done = DispatchSemaphore(value: 0)
  Task.detached {
    let status = await run.run(
      configuration, input: .none, output: .sequence, error: .sequence
    ) { execution in
      let streams = (execution.standardOutput, execution.standardError)
      let (whole, last) = kept == .output ? streams : (streams.1, streams.0)
      async let tail: Void = run.keepTail(of: last)
      await collected.collect(whole) { run.kill9() }
      await tail
    }
    collected.finish(status)
    done.signal()
  }
  if let error = waitForEnd(done, of: command, deadline: deadline, isCancelled: isCancelled) {
    run.kill9()
    // A child that hangs in the kernel, as on a dead network mount, can't be
    // waited for; it is reaped whenever it comes back.
    _ = done.wait(timeout: .now() + .seconds(2))
    throw error
  }
  return try collected.result(of: command, limit: outputLimit, stderrTail: run.stderrTail)
}

/// Waits for the child's end; returns why it is not to be waited for any longer.
private func waitForEnd(
  _ done: DispatchSemaphore, of command: ChildCommand, deadline: Duration,
  isCancelled: (() -> Bool)?
) -> ChildError? {
  let end = DispatchTime.now() + deadline.dispatchInterval
  while let isCancelled {
    if isCancelled() { return .cancelled(program: command.program) }
    let look = min(DispatchTime.now() + .milliseconds(100), end)
    if done.wait(timeout: look) == .success { return nil }
    if look == end { return .timedOut(program: command.program, deadline: deadline) }
  }
  guard done.wait(timeout: end) == .timedOut else { return nil }
  return .timedOut(program: command.program, deadline: deadline)
}

/// Standard output of a short child, up to a limit.
private final class CollectedOutput: Sendable {
  private struct State {
    var bytes: [UInt8] = []
    var isTooLarge = false
    var status = ChildStatus.failedToStart("it was never started")
  }

  private let state = Mutex(State())
  private let limit: Int

  init(limit: Int) {
    self.limit = limit
  }

  func collect(_ stream: SubprocessOutputSequence, onOverflow: @Sendable () -> Void) async {
    do {
      for try await buffer in stream {
        let fits = state.withLock { state in
          state.isTooLarge = state.bytes.count + buffer.count > limit
          if !state.isTooLarge { buffer.withUnsafeBytes { state.bytes.append(contentsOf: $0) } }
          return !state.isTooLarge
        }
        guard fits else { return onOverflow() }
      }
    } catch {
      // The stream is cut when the child is gone; what was read stays.
    }
  }

  func finish(_ status: ChildStatus) {
    state.withLock { $0.status = status }
  }

  func result(
    of command: ChildCommand, limit: Int, stderrTail: [String]
  ) throws(ChildError) -> ChildResult {
    let state = state.withLock { $0 }
    if state.isTooLarge { throw .outputTooLarge(program: command.program, limit: limit) }
    if case .failedToStart(let reason) = state.status {
      throw .failedToStart(program: command.program, reason: reason)
    }
    return ChildResult(status: state.status, output: state.bytes, stderrTail: stderrTail)
  }
}

extension Duration {
  fileprivate var dispatchInterval: DispatchTimeInterval {
    let parts = components
    let milliseconds = parts.seconds * 1000 + parts.attoseconds / 1_000_000_000_000_000
    return .milliseconds(Int(clamping: milliseconds))
  }
}
