/// Why a child could not be started or did not do its work.
public enum ChildError: Error, Equatable, Sendable, CustomStringConvertible {
  /// There is no such program.
  case notFound(program: String)
  /// There is such a file, but it may not be run.
  case notExecutable(program: String)
  /// The system gave no descriptors for the child's output.
  case noPipe(reason: String)
  /// The system refused to start the program.
  case failedToStart(program: String, reason: String)
  /// The child was still running at its deadline and was killed.
  case timedOut(program: String, deadline: Duration)
  /// The child wrote more than was allowed and was killed.
  case outputTooLarge(program: String, limit: Int)

  /// The child was killed because nobody wants its result any longer.
  case cancelled(program: String)

  /// A sentence that names the program and the reason.
  public var description: String {
    switch self {
    case .notFound(let program): "The program '\(program)' was not found."
    case .notExecutable(let program): "The file '\(program)' is not a program that may be run."
    case .noPipe(let reason): "No pipe for a child's output: \(reason)."
    case .failedToStart(let program, let reason): "'\(program)' could not be started: \(reason)."
    case .timedOut(let program, let deadline):
      "'\(program)' was not done after \(deadline) and was ended."
    case .outputTooLarge(let program, let limit):
      "'\(program)' wrote more than \(limit) bytes and was ended."
    case .cancelled(let program): "'\(program)' was ended because its work was cancelled."
    }
  }
}

/// How a child ended.
public enum ChildStatus: Hashable, Sendable, CustomStringConvertible {
  /// It ended by itself with this code.
  case exited(Int32)
  /// It was ended by this signal.
  case signaled(Int32)
  /// It never ran.
  case failedToStart(String)

  /// Whether it ended by itself with code 0.
  public var isSuccess: Bool { self == .exited(0) }

  /// `exited with 1`, `ended by signal 9`, or why it did not start.
  public var description: String {
    switch self {
    case .exited(let code): "exited with \(code)"
    case .signaled(let number): "ended by signal \(number)"
    case .failedToStart(let reason): "did not start: \(reason)"
    }
  }
}

/// What is left of a child when it has ended and was reaped.
public struct ChildEnd: Equatable, Sendable {
  /// How it ended.
  public var status: ChildStatus
  /// The last lines that it wrote to standard error; empty where they went elsewhere.
  public var stderrTail: [String]

  /// An end with all its parts.
  public init(status: ChildStatus, stderrTail: [String] = []) {
    self.status = status
    self.stderrTail = stderrTail
  }
}
