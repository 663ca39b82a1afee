import ChildProcess
import Dispatch
import Glibc
import Testing

@Suite("A short child", .timeLimit(.minutes(1)))
struct RunToEndTests {
  @Test("its output, its last words and its code come back")
  func result() async throws {
    let result = try await onThread {
      try runToEnd(
        ChildCommand("sh", ["-c", "echo out; echo err >&2; exit 4"]), deadline: .seconds(20),
        outputLimit: 100)
    }
    #expect(result.output == Array("out\n".utf8))
    #expect(result.stderrTail == ["err"])
    #expect(result.status == .exited(4))
  }

  @Test("five megabytes come back whole")
  func largeOutput() async throws {
    let result = try await onThread {
      try runToEnd(
        ChildCommand("head", ["-c", "5000000", "/dev/zero"]), deadline: .seconds(20),
        outputLimit: 5_000_000)
    }
    #expect(result.output.count == 5_000_000)
    #expect(result.status.isSuccess)
  }

  @Test("a child that writes too much is ended")
  func outputLimit() async throws {
    await #expect(throws: ChildError.outputTooLarge(program: "yes", limit: 1000)) {
      try await onThread {
        try runToEnd(ChildCommand("yes"), deadline: .seconds(20), outputLimit: 1000)
      }
    }
  }

  @Test("a child that is not done at its deadline is killed with its group")
  func deadline() async throws {
    let file = "/tmp/exstreamtv-deadline-\(getpid())"
    defer { unlink(file) }
    await #expect(throws: ChildError.timedOut(program: "sh", deadline: .seconds(2))) {
      try await onThread {
        try runToEnd(
          ChildCommand("sh", ["-c", "trap '' TERM; sleep 600 & echo $! > \(file); wait"]),
          deadline: .seconds(2), outputLimit: 1000)
      }
    }
    let written = open(file, O_RDONLY)
    defer { close(written) }
    let pid = try #require(Int32(String(decoding: readAll(written), as: UTF8.self).dropLast()))
    try await until { !isAlive(pid) }
  }

  @Test("a child that nobody wants any longer is killed")
  func cancelled() async throws {
    await #expect(throws: ChildError.cancelled(program: "sh")) {
      try await onThread {
        try runToEnd(
          ChildCommand("sh", ["-c", "trap '' TERM; sleep 600"]), deadline: .seconds(50),
          outputLimit: 1000, isCancelled: { true })
      }
    }
  }

  @Test("a deadline counts for a child that may be cancelled, too")
  func deadlineOfCancellable() async throws {
    await #expect(throws: ChildError.timedOut(program: "sleep", deadline: .milliseconds(300))) {
      try await onThread {
        try runToEnd(
          ChildCommand("sleep", ["600"]), deadline: .milliseconds(300), outputLimit: 1000,
          isCancelled: { false })
      }
    }
  }

  @Test("a missing program is named")
  func missing() async throws {
    await #expect(throws: ChildError.notFound(program: "no-such-ffprobe")) {
      try await onThread {
        try runToEnd(ChildCommand("no-such-ffprobe"), deadline: .seconds(5), outputLimit: 10)
      }
    }
  }

  @Test("a working folder that is not there is told as a failed start")
  func missingFolder() async throws {
    await #expect(throws: ChildError.self) {
      try await onThread {
        try runToEnd(
          ChildCommand("true", workingDirectory: "/no/such/folder"), deadline: .seconds(5),
          outputLimit: 10)
      }
    }
  }
}

/// Runs blocking work on a thread outside the cooperative pool.
private func onThread<Value: Sendable>(
  _ work: @escaping @Sendable () throws -> Value
) async throws -> Value {
  try await withCheckedThrowingContinuation { continuation in
    // A queue of its own has a thread of its own.
    DispatchQueue(label: "test").async { continuation.resume(with: Result(catching: work)) }
  }
}
