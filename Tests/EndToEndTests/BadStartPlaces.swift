import Foundation
import Glibc
import Harness
import Testing

/// A start that ended by itself, with all that it said.
struct FailedStart {
  let status: Int32
  let text: String
  let data: URL
  let left: [Int32]

  /// Starts and waits for the end.
  ///
  /// With `others`, processes of another station on this data are no surprise; `strangers` are
  /// processes of the test.
  init(
    _ variables: [String: String], data given: URL? = nil, others: Bool = false,
    strangers: Set<Int32> = []
  ) throws {
    let data = given ?? TemporaryFolder.make("start")
    self.data = data
    defer { if given == nil { try? FileManager.default.removeItem(at: data) } }
    var environment = ["EXSTREAMTV_DATA": data.path, "EXSTREAMTV_PORT": "\(try freePort())"]
    environment.merge(variables) { $1 }
    (status, text) = try Child.output(
      of: Station.program("exstreamtv"), ["up"], within: .seconds(30), environment: environment)
    left = others ? [] : Station.processes(on: data).filter { !strangers.contains($0) }
  }

  init(status: Int32, text: String, data: URL) {
    (self.status, self.text, self.data) = (status, text, data)
    left = Station.processes(on: data)
  }

  /// It ended with 1, named the thing, and left nobody behind.
  func expect(_ words: String..., sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(status == 1, "\(text)", sourceLocation: sourceLocation)
    for word in words {
      #expect(text.contains(word), "\(text)", sourceLocation: sourceLocation)
    }
    #expect(left == [], "\(text)", sourceLocation: sourceLocation)
    #expect(
      !text.contains("Fatal error") && !text.contains("StoreError("), "\(text)",
      sourceLocation: sourceLocation)
  }
}

/// A port of loopback that somebody listens on.
final class TakenPort {
  let port: UInt16
  private let descriptor: Int32

  init() throws {
    port = try freePort()
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    let status = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard status == 0, listen(descriptor, 1) == 0 else { throw Failure("port \(port): \(errno)") }
  }

  deinit { close(descriptor) }
}

/// A data folder of a user without rights, and the product where that user finds it.
struct OrdinaryPlace {
  /// Nobody's number on every Linux.
  private static let user: UInt32 = 65534

  let data: URL
  private let folder: URL
  private let program: String
  private let share: String

  init() throws {
    folder = TemporaryFolder.make("ordinary")
    data = folder.appending(path: "data")
    let manager = FileManager.default
    try manager.createDirectory(at: data, withIntermediateDirectories: false)
    guard chown(data.path, Self.user, Self.user) == 0 else { throw Failure("chown: \(errno)") }
    let built = try Station.program("exstreamtv")
    let isReached = Self.reaches(built) && Self.reaches(Root.folder.appending(path: "nginx").path)
    guard !isReached else {
      (program, share) = (built, Root.folder.path)
      return
    }
    // Built in a folder that is only ours, such as root's home.
    let bin = folder.appending(path: "bin")
    try manager.createDirectory(at: bin, withIntermediateDirectories: false)
    try manager.copyItem(atPath: built, toPath: bin.appending(path: "exstreamtv").path)
    for name in ["nginx", "www"] {
      try manager.copyItem(
        at: Root.folder.appending(path: name), to: folder.appending(path: name))
    }
    (program, share) = (bin.appending(path: "exstreamtv").path, folder.path)
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  func up(_ variables: [String: String]) throws -> Child {
    try Child.start("setpriv", command, environment: environment(variables))
  }

  func failedStart(_ variables: [String: String]) throws -> FailedStart {
    let (status, text) = try Child.output(
      of: "setpriv", command, within: .seconds(30), environment: environment(variables))
    return FailedStart(status: status, text: text, data: data)
  }

  /// Whether a process is this user's.
  static func owns(_ pid: Int32) -> Bool {
    var status = stat()
    // A process that has just ended is nobody's problem.
    return stat("/proc/\(pid)", &status) != 0 || status.st_uid == user
  }

  private var command: [String] {
    ["--reuid=\(Self.user)", "--regid=\(Self.user)", "--clear-groups", "--", program, "up"]
  }

  private func environment(_ variables: [String: String]) throws -> [String: String] {
    [
      "EXSTREAMTV_DATA": data.path, "EXSTREAMTV_PORT": "\(try freePort())",
      "EXSTREAMTV_SHARE": share, "HOME": data.path,
    ].merging(variables) { $1 }
  }

  private static func reaches(_ path: String) -> Bool {
    let status = try? Child.output(
      of: "setpriv",
      ["--reuid=\(user)", "--regid=\(user)", "--clear-groups", "--", "test", "-r", path]
    ).status
    return status == 0
  }
}
