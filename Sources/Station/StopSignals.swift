import Dispatch
import Glibc

/// The signals that a person or the system sends to the station.
final class StopSignals {
  /// What is asked for.
  enum Request: Sendable {
    /// End everything.
    case stop
    /// Let nginx read its configuration again.
    case reload
  }

  /// The requests as they come.
  let requests: AsyncStream<Request>
  private let sources: [any DispatchSourceSignal]

  /// Begins to listen; the signals no longer end the process by themselves.
  init() {
    let (requests, continuation) = AsyncStream.makeStream(of: Request.self)
    self.requests = requests
    var wanted: [(Int32, Request)] = [(SIGTERM, .stop), (SIGINT, .stop)]
    // A terminal that closes ends the station, a supervisor's HUP reloads, and nohup is respected.
    if !Self.isIgnored(SIGHUP) {
      wanted.append((SIGHUP, isatty(STDIN_FILENO) == 1 ? .stop : .reload))
    }
    let queue = DispatchQueue(label: "signals")
    sources = wanted.map { number, request in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { continuation.yield(request) }
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
