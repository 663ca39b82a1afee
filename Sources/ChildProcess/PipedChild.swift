import Glibc
import Subprocess
import Synchronization
import SystemPackage

/// A long-running child whose output is a pipe that its owner reads.
///
/// Not reading is the throttle: the child blocks in its write and costs
/// nothing. The owner polls and reads ``output`` and ends every child with
/// ``stop()``, also one whose output has ended; a child that nobody holds any
/// more is stopped.
public final class PipedChild: Sendable {
  private let run = ChildRun()
  private let readEnd: Mutex<Int32>

  private init(readEnd: Int32) {
    self.readEnd = Mutex(readEnd)
  }

  deinit { stop() }

  /// Starts a child and returns before it runs; for any thread.
  ///
  /// - Parameters:
  ///   - command: What to run.
  ///   - pipeSize: How many bytes may wait in the pipe.
  ///   - onEnd: Called exactly once, after the child was reaped, on a thread
  ///     that must not be blocked.
  /// - Returns: The child, whose output may be polled at once.
  /// - Throws: ``ChildError`` when the program is missing or no pipe is to be had.
  public static func start(
    _ command: ChildCommand, pipeSize: Int = 262_144,
    onEnd: @escaping @Sendable (ChildEnd) -> Void
  ) throws(ChildError) -> PipedChild {
    let configuration = try command.configuration()
    let pipe = try makePipe(size: pipeSize)
    let child = PipedChild(readEnd: pipe.read)
    // The run outlives the child object: it ends when the process is reaped.
    let run = child.run
    Task.detached {
      let status = await run.run(
        configuration, input: .none,
        output: .fileDescriptor(
          FileDescriptor(rawValue: pipe.write), closeAfterSpawningProcess: true),
        error: .sequence
      ) { await run.keepTail(of: $0.standardError) }
      onEnd(ChildEnd(status: status, stderrTail: run.stderrTail))
    }
    return child
  }

  /// The pipe's read end, non-blocking and closed on exec; -1 once stopped.
  public var output: Int32 { readEnd.withLock { $0 } }

  /// The child's process number while it lives; nil before it has started.
  public var pid: Int32? { run.pid }

  /// The last lines that the child wrote to standard error.
  public var stderrTail: [String] { run.stderrTail }

  /// Ends the child; returns at once and may be called again.
  ///
  /// Closes the pipe, sends SIGTERM to the group, and SIGKILL after two seconds.
  /// A child blocked in a write answers no signal before the pipe is closed.
  public func stop() {
    let descriptor = readEnd.withLock { descriptor in
      defer { descriptor = -1 }
      return descriptor
    }
    if descriptor >= 0 { close(descriptor) }
    run.stop(grace: .seconds(2))
  }

  /// Between `pipe` and the flag another thread may spawn; swift-subprocess
  /// closes all but 0, 1 and 2 in its children, so nothing leaks there.
  private static func makePipe(size: Int) throws(ChildError) -> (read: Int32, write: Int32) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else {
      throw .noPipe(reason: String(cString: strerror(errno)))
    }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
    // Refused above the system's limit; the default of 64 KB serves then.
    _ = fcntl(ends[1], setPipeSize, Int32(clamping: size))
    return (ends[0], ends[1])
  }

  /// `F_SETPIPE_SZ` of Linux, which the Glibc module does not show.
  private static let setPipeSize: Int32 = 1031
}
