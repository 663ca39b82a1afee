import Fetch
package import Foundation
import Glibc

/// A machine of its own, in which systemd is the first process and EXStreamTV is installed as
/// `make install` does it.
///
/// It shares this system's files (below a layer that is thrown away) and its network, and has
/// processes, mounts and control groups of its own. Lives inside ``run(media:_:)``.
package struct Machine {
  /// The installed station, which serves; its data folder shows the run folder only.
  package let station: Station
  /// The machine's first process, by this system's number.
  private let first: Int32

  /// Boots, installs, follows the steps that `make install` prints, and tears everything down.
  package static func run(media: URL, _ body: (Machine) throws -> Void) throws {
    let folder = TemporaryFolder.make("machine")
    defer { try? FileManager.default.removeItem(at: folder) }
    let port = try freePort()
    let installed = try install(below: folder, port: port)
    let (input, output) = try pipe()
    defer { close(input) }
    let boot = try Child.start(
      script, [folder.path, installed.path, media.path, runtime], input: input)
    defer {
      boot.wait(.seconds(10))
      boot.end()
    }
    // Before the wait: it ends with its input.
    defer { close(output) }
    let machine = Machine(
      station: Station(port: port, data: folder.appending(path: "seen"), process: boot),
      first: try firstProcess(of: boot))
    try FileManager.default.createDirectory(
      at: machine.station.data, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: machine.station.data.appending(path: "run").path,
      withDestinationPath: "/proc/\(machine.first)/root/run/exstreamtv")
    do {
      try machine.followSteps()
      try body(machine)
    } catch {
      print(machine.journal.suffix(8000))
      throw error
    }
  }

  /// Why no machine can be made here; nil where it can.
  package static let obstacle: String? = {
    guard getuid() == 0 else { return "only root can make a machine" }
    for path in ["/usr/lib/systemd/systemd", "/lib/systemd/system/nginx.service"]
    where !FileManager.default.fileExists(atPath: path) {
      return "there is no \(path)"
    }
    let folder = TemporaryFolder.make("machine")
    defer { try? FileManager.default.removeItem(at: folder) }
    let said = (try? Child.output(of: script, [folder.path], within: .seconds(20)))?.text ?? ""
    return said.contains("possible") ? nil : "no namespaces, layers or control groups: \(said)"
  }()

  /// Begins to run a program in the machine.
  package func start(_ program: String, _ arguments: [String]) throws -> Child {
    let spaces = ["mount", "pid", "cgroup", "ipc", "uts", "root"].map { "--\($0)" }
    return try Child.start(
      "nsenter", ["--target", "\(first)"] + spaces + ["--wdns=/", program] + arguments,
      environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"])
  }

  /// Runs a program in the machine, which must succeed.
  @discardableResult
  package func call(_ program: String, _ arguments: [String]) throws -> String {
    let child = try start(program, arguments)
    defer { child.end() }
    guard let status = child.wait(.seconds(40)) else { throw Failure("\(program) does not end") }
    guard status == 0 else {
      throw Failure("\(program) \(arguments) ended with \(status): \(child.transcript)")
    }
    return child.transcript
  }

  /// What systemd said, and then its services.
  package var journal: String {
    let services = try? call(
      "journalctl", ["--no-pager", "--output=cat", "SYSLOG_IDENTIFIER=exstreamtv"])
    return station.process.transcript + (services ?? "no journal")
  }

  private func followSteps() throws {
    try eventually(within: .seconds(20), "systemd") {
      (try? call("systemctl", ["is-active", "machine.target"])) != nil
    }
    let text = try String(
      contentsOf: Root.folder.appending(path: "systemd/next-steps.txt"), encoding: .utf8)
    for line in text.split(separator: "\n") where line.hasPrefix("  ") {
      try call("sh", ["-c", String(line)])
    }
    try eventually(within: .seconds(30), "the first answer: \(journal)") {
      (try? station.get("/api/health").status) == 200
    }
  }
}

extension Machine {
  private static let script = Root.folder.appending(path: "Tests/Machine/boot").path

  /// The folder of Swift's libraries, which the services may be unable to reach where it is.
  private static var runtime: String {
    let maps = (try? String(contentsOfFile: "/proc/self/maps", encoding: .utf8)) ?? ""
    let library = maps.split(separator: "\n").first { $0.hasSuffix("/libswiftCore.so") }
    let path = library?.firstIndex(of: "/").flatMap { library?[$0...] } ?? "/usr/lib/none"
    return URL(filePath: String(path)).deletingLastPathComponent().path
  }

  /// Installs what is built, on ports that are free.
  private static func install(below folder: URL, port: UInt16) throws -> URL {
    let installed = folder.appending(path: "installed")
    let built = URL(filePath: try Station.program("exstreamtv")).deletingLastPathComponent()
    let (status, text) = try Child.output(
      of: "make",
      ["-s", "-C", Root.folder.path, "install", "DESTDIR=\(installed.path)", "BUILT=\(built.path)"])
    guard status == 0 else { throw Failure("make install: \(text)") }
    let seen = try freePort()
    let site = installed.appending(path: "etc/nginx/sites-available/exstreamtv.conf")
    let settings = installed.appending(path: "etc/exstreamtv/exstreamtv.env")
    try edit(site) {
      $0.replacing("127.0.0.1:8411", with: "127.0.0.1:\(port)")
        .replacing("127.0.0.1:8412", with: "127.0.0.1:\(seen)")
    }
    try edit(settings) {
      $0.replacing("SEEN_PORT=8412", with: "SEEN_PORT=\(seen)") + "LD_LIBRARY_PATH=/srv/swift\n"
    }
    return installed
  }

  private static func edit(_ file: URL, _ change: (String) -> String) throws {
    let text = try String(contentsOf: file, encoding: .utf8)
    try Data(change(text).utf8).write(to: file)
  }

  private static func pipe() throws -> (read: Int32, write: Int32) {
    var ends: [Int32] = [-1, -1]
    guard Glibc.pipe(&ends) == 0 else { throw Failure("no pipe") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  private static func firstProcess(of boot: Child) throws -> Int32 {
    var found: Int32?
    try eventually(within: .seconds(20), "a machine: \(boot.transcript)") {
      let line = boot.transcript.split(separator: "\n").first { $0.hasPrefix("machine ") }
      found = line.flatMap { Int32($0.dropFirst(8)) }
      return found != nil || !boot.isRunning
    }
    guard let found else { throw Failure("no machine: \(boot.transcript)") }
    return found
  }
}
