import CFastCGI
import Glibc

/// Who keeps the connections of streams while no process of ours has them: systemd
/// (`FileDescriptorStoreMax=`), or the station's ``Cloakroom``.
///
/// A process that ends, or is killed, takes none of them with it, and the next one goes on.
public struct Custodian: Sendable {
  /// The variable that names the station's cloakroom.
  public static let variable = "CLOAKROOM_SOCKET"

  enum Keeper {
    /// By its notification socket.
    case systemd(String)
    /// By the connection to it.
    case cloakroom(Int32)
  }
  let keeper: Keeper

  /// The one that this process's environment names, and what the process before left with it; nil
  /// where there is none.
  public static func found(in environment: [String: String]) -> (Custodian, [Baton])? {
    if let path = environment[variable] {
      guard let connection = connected(to: path) else { return nil }
      let room = Custodian(keeper: .cloakroom(connection))
      return (room, room.returned(by: connection))
    }
    guard let path = environment["NOTIFY_SOCKET"] else { return nil }
    let systemd = Custodian(keeper: .systemd(path))
    return (systemd, systemd.stored(environment))
  }

  /// Gives a connection and the file beside it into keeping; false when they are not taken.
  func keep(_ name: String, _ connection: Int32, _ file: Int32) -> Bool {
    let pair = [connection, file]
    return switch keeper {
    case .systemd(let path):
      exstreamtv_send_descriptors(path, "FDSTORE=1\nFDNAME=\(name)", pair, 2) == 0
    case .cloakroom(let room):
      exstreamtv_pass_descriptors(room, "keep \(name)", pair, 2) == 0
    }
  }

  /// Takes both out of keeping.
  func release(_ name: String) {
    switch keeper {
    case .systemd(let path):
      _ = exstreamtv_send_descriptors(path, "FDSTOREREMOVE=1\nFDNAME=\(name)", nil, 0)
    case .cloakroom(let room):
      _ = exstreamtv_pass_descriptors(room, "drop \(name)", nil, 0)
    }
  }
}

extension Custodian {
  /// What systemd kept: descriptors from 3 on, beside the sockets.
  private func stored(_ environment: [String: String]) -> [Baton] {
    guard environment["LISTEN_PID"] == String(getpid()),
      let names = environment["LISTEN_FDNAMES"]?.split(
        separator: ":", omittingEmptySubsequences: false)
    else { return [] }
    var found: [String: [Int32]] = [:]
    for (index, name) in names.enumerated() where Self.isOurs(name) {
      let descriptor = 3 + Int32(index)
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      found[String(name), default: []].append(descriptor)
    }
    return found.compactMap { name, pair in
      // systemd itself drops a connection whose client left, and keeps the file.
      let baton = Deposit.found(name, pair, custodian: self)
      if baton == nil { release(name) }
      return baton
    }
  }

  private static func isOurs(_ name: Substring) -> Bool {
    name.utf8.count == 16
      && name.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
  }

  /// What the cloakroom kept.
  private func returned(by room: Int32) -> [Baton] {
    guard exstreamtv_pass_descriptors(room, "hello", nil, 0) == 0 else { return [] }
    var found: [Baton] = []
    while let message = CloakroomMessage(from: room), message.word == "back" {
      if let baton = Deposit.found(message.name, message.descriptors, custodian: self) {
        found.append(baton)
      } else {
        release(message.name)
      }
    }
    return found
  }

  private static func connected(to path: String) -> Int32? {
    let connection = socket(AF_UNIX, ListeningSocket.Kind.messages.number | 0o2000000, 0)
    guard connection >= 0 else { return nil }
    var limit = timeval(tv_sec: 2, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
    setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
    guard var address = try? unixAddress(path),
      withAddress(&address, { connect(connection, $0, $1) }) == 0
    else {
      close(connection)
      return nil
    }
    return connection
  }
}

/// A line between a worker and the cloakroom: a word, mostly a name, and sometimes two descriptors.
struct CloakroomMessage {
  let word: Substring
  let name: String
  let descriptors: [Int32]

  /// The next one; nil when none comes any more.
  init?(from connection: Int32) {
    var text = [CChar](repeating: 0, count: 128)
    var pair: [Int32] = [-1, -1]
    let count = Int(exstreamtv_receive_descriptors(connection, &text, text.count, &pair))
    guard count >= 0 else { return nil }
    let line = text.withUnsafeBytes { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    let words = line.split(separator: " ", maxSplits: 1)
    word = words.first ?? ""
    name = words.count > 1 ? String(words[1]) : ""
    descriptors = Array(pair.prefix(count))
  }
}
