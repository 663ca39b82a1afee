import ChildProcess
import Glibc
import Synchronization
import Testing

@Suite("A piped child", .timeLimit(.minutes(1)))
struct PipedChildTests {
  @Test("its output arrives and its end is told once, with its code and last words")
  func outputAndEnd() async throws {
    let ending = Ending()
    let child = try PipedChild.start(
      ChildCommand("sh", ["-c", "printf hello; echo alas >&2; exit 3"]), onEnd: ending.callback)
    let end = await ending.value()
    #expect(readAll(child.output) == Array("hello".utf8))
    #expect(end.status == .exited(3))
    #expect(end.stderrTail == ["alas"])
    child.stop()
    #expect(child.output == -1)
    #expect(child.pid == nil)
    #expect(ending.count == 1)
  }

  @Test("standard input is empty and no other descriptor is seen")
  func descriptors() async throws {
    let ending = Ending()
    let held = open("/dev/null", O_RDONLY)
    defer { close(held) }
    let script = """
      readlink /proc/$$/fd/0
      for n in $(seq 0 255); do [ -e /proc/$$/fd/$n ] && echo $n; done
      """
    let child = try PipedChild.start(ChildCommand("sh", ["-c", script]), onEnd: ending.callback)
    _ = await ending.value()
    let text = String(decoding: readAll(child.output), as: UTF8.self)
    #expect(text == "/dev/null\n0\n1\n2\n")
  }

  @Test("an ffmpeg that is blocked in its pipe is ended by stop")
  func blockedFFmpeg() async throws {
    let ending = Ending()
    let child = try PipedChild.start(
      ChildCommand(
        "ffmpeg",
        [
          "-nostdin", "-v", "warning", "-f", "lavfi", "-i", "testsrc2", "-c:v", "mpeg2video",
          "-q:v", "1", "-f", "mpegts", "pipe:1",
        ]), onEnd: ending.callback)
    // A full pipe is the sign that ffmpeg is blocked.
    try await until { waiting(child.output) > 200_000 }
    child.stop()
    child.stop()
    let end = await ending.value()
    // 255 where ffmpeg ended in order, as it does on a machine that is not loaded.
    #expect([.exited(255), .signaled(SIGTERM), .signaled(SIGKILL)].contains(end.status))
    #expect(ending.count == 1)
  }

  @Test("a child that ignores SIGTERM is killed")
  func stubbornChild() async throws {
    let ending = Ending()
    let child = try PipedChild.start(
      ChildCommand("sh", ["-c", "trap '' TERM; echo ready; while :; do sleep 1; done"]),
      onEnd: ending.callback)
    try await until { waiting(child.output) > 0 }
    child.stop()
    #expect(await ending.value().status == .signaled(SIGKILL))
  }

  @Test("a child that is stopped before it runs ends as well")
  func stoppedAtOnce() async throws {
    let ending = Ending()
    let child = try PipedChild.start(ChildCommand("sleep", ["600"]), onEnd: ending.callback)
    child.stop()
    let status = await ending.value().status
    #expect(status == .signaled(SIGKILL) || status == .signaled(SIGTERM))
  }

  @Test("what a child leaves running in its group ends with it")
  func grandchild() async throws {
    let ending = Ending()
    let child = try PipedChild.start(
      ChildCommand("sh", ["-c", "sleep 600 & echo $!; exit 0"]), onEnd: ending.callback)
    #expect(await ending.value().status == .exited(0))
    let pid = Int32(String(decoding: readAll(child.output), as: UTF8.self).dropLast())
    let grandchild = try #require(pid)
    try await until { !isAlive(grandchild) }
  }

  @Test("100 MB on standard error leave 200 lines of bounded length")
  func stderrFlood() async throws {
    let ending = Ending()
    let child = try PipedChild.start(
      ChildCommand(
        "sh", ["-c", "head -c 100000000 /dev/zero | tr '\\0' x >&2; yes line | head -n 300 >&2"]),
      onEnd: ending.callback)
    let tail = await ending.value().stderrTail
    #expect(child.stderrTail == tail)
    #expect(tail.count == 200)
    #expect(tail.allSatisfy { $0.utf8.count <= 500 })
    #expect(tail.last == "line")
  }

  @Test("a missing program is named, and so is one that may not be run")
  func missingProgram() throws {
    #expect(throws: ChildError.notFound(program: "/no/such/ffmpeg")) {
      try PipedChild.start(ChildCommand("/no/such/ffmpeg")) { _ in }
    }
    #expect(throws: ChildError.notFound(program: "no-such-ffmpeg")) {
      try PipedChild.start(ChildCommand("no-such-ffmpeg")) { _ in }
    }
    #expect(throws: ChildError.notExecutable(program: "/etc/passwd")) {
      try PipedChild.start(ChildCommand("/etc/passwd")) { _ in }
    }
  }

  @Test("arguments with quotes, newlines and dollars arrive as they are")
  func arguments() async throws {
    let ending = Ending()
    let odd = ["a 'b' \"c\"", "$HOME `id`", "x\ny", "%d", "-n", "🎬"]
    let child = try PipedChild.start(
      ChildCommand("printf", ["%s|"] + odd, environment: ["HOME": nil, "X": "1"], niceness: 3),
      onEnd: ending.callback)
    _ = await ending.value()
    let text = String(decoding: readAll(child.output), as: UTF8.self)
    #expect(text == odd.map { $0 + "|" }.joined())
  }

  @Test("50 children leave no descriptor and no zombie behind")
  func noLeaks() async {
    // In a process of its own, where nobody else opens descriptors.
    await #expect(processExitsWith: .success) {
      for run in 0..<60 {
        let ending = Ending()
        let child = try PipedChild.start(
          ChildCommand("sh", ["-c", "echo x; echo y >&2"]), onEnd: ending.callback)
        _ = await ending.value()
        child.stop()
        if run == 9 { firstCount.store(openDescriptors(), ordering: .relaxed) }
      }
      #expect(openDescriptors() <= firstCount.load(ordering: .relaxed) + 1)
      #expect(waitpid(-1, nil, WNOHANG) == -1 && errno == ECHILD)
    }
  }

  @Test("a child dies with a parent that is killed without warning, even one that ignores SIGTERM")
  func parentKilled() async throws {
    let file = "/tmp/exstreamtv-child-\(getpid())"
    defer { unlink(file) }
    await #expect(processExitsWith: .signal(SIGKILL)) { [file = file as String] in
      let child = try PipedChild.start(
        ChildCommand(
          "sh",
          ["-c", "trap '' TERM; echo $$ > \(file).new; mv \(file).new \(file); exec sleep 600"])
      ) { _ in }
      try await until { access(file, F_OK) == 0 }
      withExtendedLifetime(child) { _ = kill(getpid(), SIGKILL) }
    }
    let written = open(file, O_RDONLY)
    defer { close(written) }
    let pid = try #require(Int32(String(decoding: readAll(written), as: UTF8.self).dropLast()))
    try await until { !isAlive(pid) }
  }
}

private let firstCount = Atomic<Int>(0)
