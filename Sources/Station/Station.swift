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
    let signals = StopSignals()
    defer { withExtendedLifetime(signals) {} }
    for notice in settings.notices { Console.problems.line(notice) }
    do {
      let ground = try await onThread { [settings, logger] in
        try StationGround(settings: settings, logger: logger)
      }
      defer { ground.clear() }
      try await run(on: ground, until: signals.requests)
      return 0
    } catch {
      Console.problems.line("exstreamtv can't start:\n\(error)")
      return 1
    }
  }

  private func run(
    on ground: StationGround, until requests: AsyncStream<StopSignals.Request>
  ) async throws {
    let nginx = ground.nginx(logger: logger)
    let others = ground.workers(logger: logger)
    let crew = Crew(nginx: nginx, others: others)
    do {
      try await withThrowingTaskGroup(of: Void.self) { group in
        crew.startNginx()
        // Opened before anybody else trips over a damaged or newer database.
        let database = ground.settings.database
        let store = try await onThread { try Store.open(at: database) }
        crew.startOthers()
        let first = FirstStart(settings: ground.settings, store: store)
        group.addTask { try await first.run() }
        group.addTask { await Welcome(settings: ground.settings).greet() }
        group.addTask {
          for await request in requests {
            guard case .reload = request else { throw CancellationError() }
            nginx.signal(SIGHUP)
          }
        }
        for try await _ in group {}
      }
    } catch is CancellationError {
      Console.output.line("Ending.")
    } catch {
      await crew.stop()
      throw error
    }
    await crew.stop()
  }
}
