public import Config
import Glibc
public import Logging
import Store

/// The whole station in the foreground: nginx, the worker pools, jobs and the
/// transcoder, started together, kept running and ended together.
///
///     let code = await Station(settings: try .load(), logger: logger).run()
public struct Station: Sendable {
  private let settings: Settings
  private let logger: Logger

  /// A station that does not run yet.
  public init(settings: Settings, logger: Logger) {
    self.settings = settings
    self.logger = logger
  }

  /// Runs until a signal ends it.
  ///
  /// - Returns: The exit code: 0 after a signal, 1 when the station could not start.
  public func run() async -> Int32 {
    signal(SIGPIPE, SIG_IGN)
    let (events, sender) = AsyncStream.makeStream(of: StationEvent.self)
    let signals = StopSignals(to: sender)
    defer { withExtendedLifetime(signals) {} }
    for notice in settings.notices { Console.problems.line(notice) }
    do {
      let ground = try await onThread { [settings, logger] in
        try StationGround(settings: settings, logger: logger)
      }
      defer { ground.clear() }
      try await run(on: ground, events: events, sender: sender)
      return 0
    } catch {
      Console.problems.line("exstreamtv can't start:\n\(error)")
      return 1
    }
  }

  private func run(
    on ground: StationGround, events: AsyncStream<StationEvent>,
    sender: AsyncStream<StationEvent>.Continuation
  ) async throws {
    let crew = Crew(nginx: ground.nginx(logger: logger), others: ground.workers(logger: logger))
    crew.startNginx()
    let starting = Task.detached { [settings = ground.settings] in
      do {
        // Opened before anybody else trips over a damaged or newer database.
        let store = try await onThread { try Store.open(at: settings.database) }
        crew.startOthers()
        async let greeted: Void = Welcome(settings: settings).greet()
        try await FirstStart(settings: settings, store: store).run()
        await greeted
        store.releaseMemory()
      } catch is CancellationError {
      } catch {
        sender.yield(.failed(error))
      }
    }
    let failure = await failure(in: events, crew: crew)
    // Not awaited: a demo clip under way would hold the end up, and dies with this process.
    starting.cancel()
    await crew.stop()
    if let failure { throw failure }
  }

  /// Reacts to what comes until the end is asked for; the failure if that is why.
  private func failure(in events: AsyncStream<StationEvent>, crew: Crew) async -> (any Error)? {
    for await event in events {
      switch event {
      case .stop:
        Console.output.line("Ending.")
        return nil
      case .reload: crew.reload()
      case .failed(let error): return error
      }
    }
    return nil
  }
}
