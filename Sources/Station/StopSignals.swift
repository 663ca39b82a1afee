import Dispatch
import Glibc

/// What a running station has to react to.
enum StationEvent: Sendable {
  /// Somebody asked for the end.
  case stop
  /// nginx is to read its configuration again.
  case reload
  /// The station can't go on.
  case failed(any Error)
}

/// The signals that a person or the system sends to the station, as events.
final class StopSignals {
  private let sources: [any DispatchSourceSignal]

  /// Begins to listen; the signals no longer end the process by themselves.
  init(to events: AsyncStream<StationEvent>.Continuation) {
    var wanted: [(Int32, StationEvent)] = [(SIGTERM, .stop), (SIGINT, .stop)]
    // A terminal that closes ends the station, a supervisor's HUP reloads, and nohup is respected.
    if !Self.isIgnored(SIGHUP) {
      wanted.append((SIGHUP, isatty(STDIN_FILENO) == 1 ? .stop : .reload))
    }
    let queue = DispatchQueue(label: "signals")
    sources = wanted.map { number, event in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { events.yield(event) }
      source.resume()
      return source
    }
  }

  deinit { for source in sources { source.cancel() } }

  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    sigaction(number, nil, &action)
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
  }
}
