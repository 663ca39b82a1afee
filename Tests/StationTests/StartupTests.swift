import ChildProcess
import Foundation
import Glibc
import Logging
import Synchronization
import TestSupport
import Testing

@testable import Config
@testable import Station

@Suite("What a start finds in its way", .timeLimit(.minutes(1)))
struct StartupTests {
  @Test("Only one station runs on a data folder, and the second is told who the first is")
  func lock() throws {
    let folder = try ScratchFolder()
    let first = try StationLock(path: folder.file("lock"))
    let error = #expect(throws: StationError.self) { try StationLock(path: folder.file("lock")) }
    #expect(error?.description.contains("process \(getpid())") == true)
    #expect(error?.description.contains("EXSTREAMTV_DATA") == true)
    withExtendedLifetime(first) {}
  }

  @Test("The lock is free again when its station has ended")
  func unlocked() throws {
    let folder = try ScratchFolder()
    for _ in 0..<2 { _ = try StationLock(path: folder.file("lock")) }
  }

  @Test("The socket of a dead station is replaced; a living one and a file are left alone")
  func sockets() throws {
    let folder = try ScratchFolder()
    let path = folder.file("api.sock")
    _ = try ListeningSocket(path: path, groupID: nil)
    var status = stat()
    #expect(stat(path, &status) == 0, "a killed station leaves its file")
    let living = try ListeningSocket(path: path, groupID: nil)
    #expect(UnixAddress(path: path).answers)
    let error = #expect(throws: StationError.self) { try ListeningSocket(path: path, groupID: nil) }
    #expect(error?.description.contains(path) == true)
    withExtendedLifetime(living) {}
    let file = folder.file("file")
    try Data("mine".utf8).write(to: URL(filePath: file))
    #expect(throws: StationError.self) { try ListeningSocket.removeStale(file) }
    #expect(FileManager.default.fileExists(atPath: file))
  }

  @Test("A taken port is named with its owner and another one to try")
  func port() async throws {
    try await ServedFolder.run { served in
      let error = #expect(throws: StationError.self) { try PortClaim.check(served.settings) }
      let text = error?.description ?? ""
      #expect(text.contains("Port \(served.settings.port) is taken by nginx (process "))
      #expect(text.contains("EXSTREAMTV_PORT=\(served.settings.port + 1)"))
    }
  }

  @Test("An address of another machine is refused with what to set")
  func address() throws {
    let settings = try ServedFolder.settings(data: "/srv/tv", bind: "192.0.2.1")
    let error = #expect(throws: StationError.self) { try PortClaim.check(settings) }
    #expect(error?.description.contains("EXSTREAMTV_BIND") == true)
  }

  @Test("A missing nginx or ffmpeg is named with the package and the command")
  func programs() throws {
    var settings = try ServedFolder.settings(data: "/srv/tv")
    settings.nginx = "/nonexistent/nginx"
    settings.ffmpeg = "no-ffmpeg-here"
    let error = #expect(throws: StationError.self) { try StationPrograms(settings: settings) }
    let text = error?.description ?? ""
    #expect(text.contains("/nonexistent/nginx") && text.contains("no-ffmpeg-here"))
    #expect(text.contains("apt-get install --no-install-recommends nginx"))
    #expect(text.contains("EXSTREAMTV_FFMPEG"))
  }

  @Test("A data folder that can't be made is named")
  func readOnly() throws {
    let folder = try ScratchFolder()
    try Data().write(to: URL(filePath: folder.file("file")))
    let settings = try ServedFolder.settings(data: folder.file("file/data"))
    let error = #expect(throws: StationError.self) { try StationFolders(settings: settings).make() }
    #expect(error?.description.contains(folder.file("file/data")) == true)
  }

  @Test("A long run folder gets a private folder for its sockets")
  func longRun() throws {
    let folder = try ScratchFolder()
    let name = String(repeating: "long", count: 30)
    let settings = try ServedFolder.settings(data: folder.file(name))
    _ = try StationFolders(settings: settings).make()
    defer { rmdir(settings.run.sockets) }
    var status = stat()
    #expect(settings.run.hasSocketFolder && stat(settings.run.sockets, &status) == 0)
    #expect(status.st_mode & 0o007 == 0)
  }

  @Test("A child of a killed station is ended; a stranger with its number is not")
  func orphans() async throws {
    let folder = try ScratchFolder()
    let ended = Ends()
    let child = try await ended.start("/bin/sleep", ["600"])
    let stranger = try await ended.start("/bin/sleep", ["600"])
    let sleep = try #require(RunningProcess(id: child)?.program)
    ProcessNote.write("child", id: child, program: sleep, folder: folder.path)
    let wrong = ProcessNote(id: stranger, start: 1, program: sleep)
    try JSONEncoder().encode(wrong).write(to: URL(filePath: folder.file("stranger.json")))
    let other = ProcessNote(
      id: stranger, start: RunningProcess(id: stranger)?.start ?? 0, program: "/bin/other")
    try JSONEncoder().encode(other).write(to: URL(filePath: folder.file("other.json")))
    let count = await TestSupport.onThread { Orphans.end(notedIn: folder.path) }
    #expect(count == 1)
    #expect(await ended.end(of: child) == .signaled(SIGTERM))
    #expect(RunningProcess(id: stranger) != nil)
    #expect(Orphans.end(notedIn: folder.path) == 0)
    await ended.stopAll()
  }

  @Test("A program that dies is started again, and stays away once it is stopped")
  func restart() async throws {
    let folder = try ScratchFolder()
    let starts = Mutex(0)
    let program = StationProcess(
      name: "sleeper", command: ChildCommand("/bin/sleep", ["600"]), notes: folder.path,
      logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
      prepare: { starts.withLock { $0 += 1 } })
    let running = Task { await program.run() }
    let first = try await pid(of: program, after: nil, notes: folder.path)
    kill(first, SIGKILL)
    let second = try await pid(of: program, after: first, notes: folder.path)
    #expect(starts.withLock { $0 } == 2)
    #expect(ProcessNote.all(in: folder.path).map(\.id) == [second])
    program.stop(grace: .seconds(2))
    await running.value
    #expect(program.pid == nil && RunningProcess(id: second) == nil)
    #expect(ProcessNote.all(in: folder.path).isEmpty)
  }

  private func pid(
    of program: StationProcess, after old: pid_t?, notes: String
  ) async throws -> pid_t {
    while true {
      let noted = ProcessNote.all(in: notes).map(\.id)
      if let pid = program.pid, pid != old, noted == [pid] { return pid }
      try await Task.sleep(for: .milliseconds(5))
    }
  }
}

/// Children of a test and how they ended.
private final class Ends: Sendable {
  private let children = Mutex<[(pid: pid_t, child: SupervisedChild)]>([])
  private let ends = Mutex<[pid_t: ChildStatus]>([:])

  func start(_ program: String, _ arguments: [String]) async throws -> pid_t {
    let (numbers, continuation) = AsyncStream.makeStream(of: pid_t.self)
    let number = Mutex<pid_t>(0)
    let child = try SupervisedChild.start(
      ChildCommand(program, arguments),
      onStart: { pid in
        number.withLock { $0 = pid }
        continuation.yield(pid)
      },
      onEnd: { [self] end in ends.withLock { $0[number.withLock { $0 }] = end.status } })
    for await pid in numbers {
      // setpriv comes first and becomes the program.
      while RunningProcess(id: pid)?.program?.hasSuffix("sleep") != true {
        try await Task.sleep(for: .milliseconds(2))
      }
      children.withLock { $0.append((pid, child)) }
      return pid
    }
    return 0
  }

  func end(of pid: pid_t) async -> ChildStatus? {
    while ends.withLock({ $0[pid] }) == nil { try? await Task.sleep(for: .milliseconds(5)) }
    return ends.withLock { $0[pid] }
  }

  func stopAll() async {
    let all = children.withLock { $0 }
    for (_, child) in all { child.stop(grace: .seconds(1)) }
    for (pid, _) in all { _ = await end(of: pid) }
  }
}
