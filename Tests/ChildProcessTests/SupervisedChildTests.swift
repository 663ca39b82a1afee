import ChildProcess
import Glibc
import Testing

@Suite("A supervised child", .timeLimit(.minutes(1)))
struct SupervisedChildTests {
  @Test("it inherits a descriptor as its standard input and writes to a file")
  func inheritedInput() async throws {
    let file = "/tmp/exstreamtv-supervised-\(getpid())"
    defer { unlink(file) }
    let listening = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(listening) }
    let ending = Ending()
    let child = try SupervisedChild.start(
      ChildCommand("sh", ["-c", "readlink /proc/self/fd/0; echo wrong >&2"]), stdin: listening,
      output: .file(file), onEnd: ending.callback)
    #expect(await ending.value().status == .exited(0))
    #expect(child.pid == nil)
    let written = open(file, O_RDONLY)
    defer { close(written) }
    let lines = String(decoding: readAll(written), as: UTF8.self).split(separator: "\n")
    #expect(lines.first?.hasPrefix("socket:") == true)
    #expect(lines.last == "wrong")
    #expect(fcntl(listening, F_GETFD) >= 0)
  }

  @Test("a signal reaches it and stop ends it")
  func signals() async throws {
    let file = "/tmp/exstreamtv-signalled-\(getpid())"
    defer { unlink(file) }
    let ending = Ending()
    let child = try SupervisedChild.start(
      ChildCommand(
        "sh", ["-c", "trap 'echo > \(file)' HUP; echo > \(file).on; while :; do sleep 0.05; done"]),
      output: .file("/dev/null"), onEnd: ending.callback)
    try await until { access("\(file).on", F_OK) == 0 }
    unlink("\(file).on")
    child.signal(SIGHUP)
    try await until { access(file, F_OK) == 0 }
    #expect(ending.count == 0)
    child.stop(grace: .seconds(10))
    #expect(await ending.value().status == .signaled(SIGTERM))
  }

  @Test("one that ignores SIGTERM is killed when the grace is over")
  func grace() async throws {
    let file = "/tmp/exstreamtv-stubborn-\(getpid())"
    defer { unlink(file) }
    let ending = Ending()
    let child = try SupervisedChild.start(
      ChildCommand("sh", ["-c", "trap '' TERM; echo > \(file); while :; do sleep 1; done"]),
      output: .file("/dev/null"), onEnd: ending.callback)
    try await until { access(file, F_OK) == 0 }
    child.stop(grace: .milliseconds(200))
    #expect(await ending.value().status == .signaled(SIGKILL))
  }

  @Test("a file that can't be written is named")
  func badFile() {
    #expect(throws: ChildError.self) {
      try SupervisedChild.start(ChildCommand("true"), output: .file("/no/such/folder/log")) { _ in
      }
    }
  }
}
