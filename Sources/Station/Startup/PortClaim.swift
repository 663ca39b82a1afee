import Config
import FoundationEssentials
import Glibc

/// Whether nginx will get the port it is to listen on.
enum PortClaim {
  /// Tries the port, so that a taken one is named before anything starts.
  ///
  /// - Throws: ``StationError`` that says what to do.
  static func check(_ settings: Settings) throws(StationError) {
    let port = settings.port
    switch failure(bind: settings.bind, port: port) {
    case nil: return
    case EADDRINUSE:
      let owner = PortOwner.name(ofPort: port).map { " by \($0)" } ?? ""
      throw StationError(
        "Port \(port) is taken\(owner). End that program, or choose another port: "
          + "EXSTREAMTV_PORT=\(port == 65535 ? 8411 : port + 1)")
    case EACCES:
      throw StationError(
        "Port \(port) may only be opened by root. Choose one from 1024: EXSTREAMTV_PORT=8411")
    case EADDRNOTAVAIL:
      throw StationError(
        "The address \(settings.bind) is none of this machine's. Set EXSTREAMTV_BIND to "
          + "127.0.0.1 for this machine only or 0.0.0.0 for the network.")
    case let number?:
      throw StationError(
        "Port \(port) on \(settings.bind) can't be opened: \(systemFailure(number)).")
    }
  }

  /// Binds and lets go; nil when that worked.
  private static func failure(bind address: BindAddress, port: Int) -> Int32? {
    var hints = addrinfo()
    hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE
    hints.ai_socktype = streamSocket
    var found: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo("\(address)", "\(port)", &hints, &found) == 0, let found else {
      return EADDRNOTAVAIL
    }
    defer { freeaddrinfo(found) }
    let descriptor = socket(found.pointee.ai_family, streamSocket | closeOnExec, 0)
    guard descriptor >= 0 else { return errno }
    defer { close(descriptor) }
    // As nginx does: connections of an ended station that linger are no hindrance.
    var yes: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    guard bind(descriptor, found.pointee.ai_addr, found.pointee.ai_addrlen) == 0 else {
      return errno
    }
    return listen(descriptor, 1) == 0 ? nil : errno
  }
}

/// Finds out who listens on a port, as far as this user may know.
enum PortOwner {
  /// Such as `python3 (process 4711)`; nil when the owner can't be seen.
  static func name(ofPort port: Int) -> String? {
    let inodes = Set(["/proc/net/tcp", "/proc/net/tcp6"].flatMap { listeners($0, port: port) })
    guard !inodes.isEmpty else { return nil }
    let manager = FileManager.default
    for process in RunningProcess.all {
      let folder = "/proc/\(process.id)/fd"
      for name in (try? manager.contentsOfDirectory(atPath: folder)) ?? [] {
        guard let target = try? manager.destinationOfSymbolicLink(atPath: "\(folder)/\(name)"),
          target.hasPrefix("socket:["), inodes.contains(String(target.dropFirst(8).dropLast()))
        else { continue }
        let program = process.program?.split(separator: "/").last.map(String.init)
        return "\(program ?? "a program") (process \(process.id))"
      }
    }
    return nil
  }

  /// The socket numbers of those that listen on the port.
  private static func listeners(_ path: String, port: Int) -> [String] {
    guard let bytes = FileManager.default.contents(atPath: path) else { return [] }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropFirst().compactMap {
      let fields = $0.split(separator: " ")
      guard fields.count > 9, fields[3] == "0A",
        let hex = fields[1].split(separator: ":").last, Int(hex, radix: 16) == port
      else { return nil }
      return String(fields[9])
    }
  }
}
