package import Foundation
import Glibc
import Synchronization

/// A process that a test started, with all that it printed.
package final class Child: Sendable {
  private struct State {
    var text = ""
    var status: Int32?
  }

  /// The process.
  package let pid: pid_t
  private let state = Mutex(State())

  private init(pid: pid_t) {
    self.pid = pid
  }

  /// Starts a program in a process group of its own.
  ///
  /// - Parameters:
  ///   - program: Its path or name.
  ///   - arguments: Its arguments.
  ///   - environment: Variables that differ from this process's.
  ///   - input: Where it reads from; nothing when nil.
  ///   - output: Where it writes to; kept with its complaints when nil.
  ///   - onText: Takes what is else kept as ``transcript``.
  /// - Returns: The child, which runs.
  /// - Throws: A ``Failure`` where it does not start.
  package static func start(
    _ program: String, _ arguments: [String], environment: [String: String] = [:],
    input: Int32? = nil, output: Int32? = nil,
    onText: (@Sendable (ArraySlice<UInt8>) -> Void)? = nil
  ) throws -> Child {
    var pipe: [Int32] = [0, 0]
    guard Glibc.pipe(&pipe) == 0 else { throw Failure("no pipe") }
    for end in pipe { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer { close(pipe[1]) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if let input {
      posix_spawn_file_actions_adddup2(&actions, input, 0)
    } else {
      posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    }
    posix_spawn_file_actions_adddup2(&actions, output ?? pipe[1], 1)
    posix_spawn_file_actions_adddup2(&actions, pipe[1], 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))
    let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    var argv = ([program] + arguments).map { strdup($0) } + [nil]
    var envp = variables.map { strdup("\($0)=\($1)") } + [nil]
    defer { (argv + envp).forEach { free($0) } }
    var pid: pid_t = 0
    let code = posix_spawnp(&pid, program, &actions, &attributes, &argv, &envp)
    guard code == 0 else {
      close(pipe[0])
      throw Failure("\(program) does not start: \(String(cString: strerror(code)))")
    }
    let child = Child(pid: pid)
    child.collect(from: pipe[0], onText)
    return child
  }

  private func collect(
    from descriptor: Int32, _ onText: (@Sendable (ArraySlice<UInt8>) -> Void)?
  ) {
    let thread = Thread { [self] in
      var chunk = [UInt8](repeating: 0, count: 65_536)
      while true {
        let count = read(descriptor, &chunk, chunk.count)
        guard count > 0 else { break }
        if let onText {
          onText(chunk[..<count])
          continue
        }
        state.withLock {
          $0.text += String(decoding: chunk[..<count], as: UTF8.self)
          if $0.text.utf8.count > 1 << 20 { $0.text.removeFirst($0.text.count / 2) }
        }
      }
      close(descriptor)
    }
    thread.start()
  }

  /// What it printed so far.
  package var transcript: String { state.withLock { $0.text } }

  /// The last warnings and errors that it printed, as one line: for the message of a failed test.
  package var complaints: String {
    let lines = transcript.split(separator: "\n")
    let bad = lines.filter { $0.contains(" warning ") || $0.contains(" error ") }
    return bad.suffix(12).map { $0.prefix(400) }.joined(separator: " | ")
  }

  /// Whether it still runs.
  package var isRunning: Bool { reap(); return state.withLock { $0.status == nil } }

  /// How it ended, as `waitpid` tells.
  package var status: Int32? { reap(); return state.withLock { $0.status } }

  private func reap() {
    state.withLock { state in
      guard state.status == nil else { return }
      var status: Int32 = 0
      if waitpid(pid, &status, WNOHANG) == pid { state.status = status }
    }
  }

  /// Sends a signal.
  package func signal(_ number: Int32) {
    guard isRunning else { return }
    kill(pid, number)
  }

  /// Waits for the end; nil when it runs on.
  @discardableResult
  package func wait(_ limit: Duration) -> Int32? {
    let deadline = ContinuousClock.now + limit
    while isRunning, ContinuousClock.now < deadline { usleep(10_000) }
    return status
  }

  /// Asks it to end, and makes sure.
  package func end() {
    signal(SIGTERM)
    if wait(.seconds(10)) == nil {
      kill(-pid, SIGKILL)
      wait(.seconds(5))
    }
  }

  /// Runs a program to its end and returns what it printed.
  @discardableResult
  package static func output(
    of program: String, _ arguments: [String], within limit: Duration = .seconds(60),
    environment: [String: String] = [:]
  ) throws -> (status: Int32, text: String) {
    let child = try start(program, arguments, environment: environment)
    defer { child.end() }
    guard let status = child.wait(limit) else { throw Failure("\(program) did not end") }
    // The reader thread may be a moment behind the end of the process.
    usleep(50_000)
    return (status >> 8 & 0xff, child.transcript)
  }
}

extension Child {
  /// The process as the process tree shows it.
  package var entry: ProcessTree.Entry {
    ProcessTree.Entry(pid: pid, parent: getpid(), name: "exstreamtv", isZombie: false)
  }
}
