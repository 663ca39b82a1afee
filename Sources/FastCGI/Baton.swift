import CFastCGI
import Foundation
import Glibc

/// A streaming answer that a process leaves to the one that replaces it.
///
/// systemd keeps the connection and the note meanwhile (`FileDescriptorStoreMax=`), as long as the
/// unit is restarted; where it is stopped, or where there is no systemd, the connection closes.
public struct Baton: Sendable {
  /// The connection to the web server.
  let connection: Int32
  /// The request's number on it.
  let request: UInt16
  /// What the next process needs to know to go on.
  public let note: [UInt8]

  /// The longest note that is taken.
  private static let longest = 65_536

  /// Gives it to systemd; false when there is none that takes it.
  func leave() -> Bool {
    guard let path = Self.notifySocket, note.count <= Self.longest else { return false }
    let file = exstreamtv_memory_file()
    guard file >= 0 else { return false }
    defer { close(file) }
    let bytes = [UInt8(request >> 8), UInt8(request & 0xff)] + note
    guard write(file, bytes, bytes.count) == bytes.count else { return false }
    let name = (0..<16).map { _ in String(UInt8.random(in: 0...15), radix: 16) }.joined()
    return exstreamtv_send_descriptors(
      path, "FDSTORE=1\nFDNAME=\(name)", [connection, file], 2) == 0
  }

  /// Those that the process before this one left; systemd forgets them.
  public static func received(environment: [String: String]) -> [Baton] {
    guard environment["LISTEN_PID"] == String(getpid()),
      let names = environment["LISTEN_FDNAMES"]?.split(
        separator: ":", omittingEmptySubsequences: false)
    else { return [] }
    var found: [Substring: [Int32]] = [:]
    for (index, name) in names.enumerated() {
      let descriptor = 3 + Int32(index)
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      found[name, default: []].append(descriptor)
    }
    return found.compactMap { name, pair in
      guard pair.count == 2 else { return nil }
      if let path = notifySocket {
        _ = exstreamtv_send_descriptors(path, "FDSTOREREMOVE=1\nFDNAME=\(name)", nil, 0)
      }
      // systemd does not keep their order.
      return Baton(pair[0], pair[1]) ?? Baton(pair[1], pair[0])
    }
  }

  private init?(_ file: Int32, _ connection: Int32) {
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    var bytes = [UInt8](repeating: 0, count: Self.longest + 2)
    let count = pread(file, &bytes, bytes.count, 0)
    close(file)
    guard count >= 2 else {
      close(connection)
      return nil
    }
    self.init(
      connection: connection, request: UInt16(bytes[0]) << 8 | UInt16(bytes[1]),
      note: Array(bytes[2..<count]))
  }

  init(connection: Int32, request: UInt16, note: [UInt8]) {
    (self.connection, self.request, self.note) = (connection, request, note)
  }

  private static var notifySocket: String? { getenv("NOTIFY_SOCKET").map { String(cString: $0) } }
}
