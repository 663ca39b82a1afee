import Config
import Glibc

/// The port, the loopback, and the sockets of a station that runs.
struct NetworkExamination {
  let settings: Settings
  let isRunning: Bool

  func findings() -> [Finding] {
    [port(), loopback()] + sockets()
  }

  private func port() -> Finding {
    if isRunning { return Finding("port \(settings.port)", .ok, "the station runs") }
    do throws(StationError) {
      try PortClaim.check(settings)
      return Finding("port \(settings.port)", .ok, "free on \(settings.bind)")
    } catch {
      return Finding("port \(settings.port)", .problem, error.description)
    }
  }

  /// nginx reports viewers by datagrams to ourselves; some containers have no loopback.
  private func loopback() -> Finding {
    guard SeenPort.loops() else {
      return Finding(
        "UDP loopback", .problem,
        "a datagram to 127.0.0.1 did not arrive, so viewers can't be counted. "
          + "Bring it up with: ip link set lo up")
    }
    return Finding("UDP loopback", .ok, "a datagram arrived")
  }

  private func sockets() -> [Finding] {
    guard isRunning else { return [] }
    return [
      ("api pool", settings.run.apiSocket), ("streams pool", settings.run.streamsSocket),
      ("transcoder", settings.run.controlSocket),
    ].map { name, path in
      UnixAddress(path: path).answers
        ? Finding(name, .ok, path)
        : Finding(
          name, .problem, "nobody answers on '\(path)'; end the station and start it again.")
    }
  }
}
