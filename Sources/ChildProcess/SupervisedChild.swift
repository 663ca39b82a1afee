import Glibc
import Subprocess
import SystemPackage

/// A child that serves for as long as its supervisor wants it to.
///
/// It may inherit one descriptor, such as a listening socket, as its standard
/// input. It sees no other descriptor of ours.
public final class SupervisedChild: Sendable {
  /// Where a supervised child's standard output and standard error go.
  public enum Destination: Sendable, Equatable {
    /// To where this process's own go.
    case inherited
    /// To the end of this file, which is made when missing.
    case file(String)
  }

  private let run = ChildRun()

  private init() {}

  /// Starts a child and returns before it runs; for any thread.
  ///
  /// - Parameters:
  ///   - command: What to run.
  ///   - stdin: A descriptor that becomes the child's standard input; it stays
  ///     open here and must stay so until the child has a ``pid``. `/dev/null` when nil.
  ///   - output: Where standard output and standard error go.
  ///   - onStart: Called with the process number as soon as there is one.
  ///   - onEnd: Called exactly once, after the child was reaped, on a thread
  ///     that must not be blocked.
  /// - Returns: The child, which may be signalled at once.
  /// - Throws: ``ChildError`` when the program is missing or the file can't be opened.
  public static func start(
    _ command: ChildCommand, stdin: Int32? = nil, output: Destination = .inherited,
    onStart: @escaping @Sendable (Int32) -> Void = { _ in },
    onEnd: @escaping @Sendable (ChildEnd) -> Void
  ) throws(ChildError) -> SupervisedChild {
    let configuration = try command.configuration(onDeath: "TERM")
    let file = try openedFile(output)
    let child = SupervisedChild()
    let run = child.run
    Task.detached {
      let status = await run.runServing(
        configuration, stdin: stdin, file: file, onStart: onStart)
      onEnd(ChildEnd(status: status))
    }
    return child
  }

  /// The child's process number while it lives; nil before it has started.
  public var pid: Int32? { run.pid }

  /// Signals the child itself, not its group.
  public func signal(_ number: Int32) {
    run.signal(number)
  }

  /// Ends the child and its group; returns at once and may be called again.
  ///
  /// Sends SIGTERM now and SIGKILL when the grace is over.
  public func stop(grace: Duration) {
    run.stop(grace: grace)
  }

  private static func openedFile(_ output: Destination) throws(ChildError) -> Int32? {
    guard case .file(let path) = output else { return nil }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o640)
    guard descriptor >= 0 else {
      throw .noPipe(reason: "'\(path)' can't be written: \(String(cString: strerror(errno)))")
    }
    return descriptor
  }
}

extension ChildRun {
  fileprivate func runServing(
    _ configuration: Configuration, stdin: Int32?, file: Int32?,
    onStart: @escaping @Sendable (Int32) -> Void
  ) async -> ChildStatus {
    let output = FileDescriptor(rawValue: file ?? STDOUT_FILENO)
    let error = FileDescriptor(rawValue: file ?? STDERR_FILENO)
    defer { if let file { close(file) } }
    guard let stdin else {
      return await run(
        configuration, input: .none,
        output: .fileDescriptor(output, closeAfterSpawningProcess: false),
        error: .fileDescriptor(error, closeAfterSpawningProcess: false)
      ) { onStart($0.processIdentifier.value) }
    }
    return await run(
      configuration,
      input: .fileDescriptor(
        FileDescriptor(rawValue: stdin), closeAfterSpawningProcess: false),
      output: .fileDescriptor(output, closeAfterSpawningProcess: false),
      error: .fileDescriptor(error, closeAfterSpawningProcess: false)
    ) { onStart($0.processIdentifier.value) }
  }
}
