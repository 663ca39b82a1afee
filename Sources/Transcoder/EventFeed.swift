public import Control
import Foundation
import Synchronization

/// Tells the WebUI what is on air and what happens to viewers: at once when
/// something changes, each second while anything is on.
public final class EventFeed: Sendable {
  private struct State {
    var changed = false
    var ended = false
  }

  private let publisher: EventPublisher
  private let state = Mutex(State())
  private let wake = WakeUp()

  /// A feed into a publisher.
  public init(publisher: EventPublisher) {
    self.publisher = publisher
  }

  /// Notes that something changed.
  public func changed() {
    let first = state.withLock { state in
      defer { state.changed = true }
      return !state.changed
    }
    if first { wake.ring() }
  }

  /// Ends the feed.
  public func end() {
    state.withLock { $0.ended = true }
    wake.ring()
  }

  /// Starts the thread that publishes.
  ///
  /// - Parameters:
  ///   - status: What is on air.
  ///   - news: What happened to viewers since it was last asked for.
  ///   - tidy: What else is to be done about once a second.
  public func start(
    status: @escaping @Sendable () -> [OnAirStatus],
    news: @escaping @Sendable () -> SessionNews, tidy: @escaping @Sendable () -> Void
  ) {
    let thread = Thread { [self] in run(status, news, tidy) }
    thread.name = "events"
    thread.start()
  }

  private func run(_ status: () -> [OnAirStatus], _ news: () -> SessionNews, _ tidy: () -> Void) {
    var wasSilent = true
    while !state.withLock({ $0.ended }) {
      wake.wait(seconds: 1)
      tidy()
      let changed = state.withLock { state in
        defer { state.changed = false }
        return state.changed
      }
      let changes = news()
      if !changes.isEmpty { publisher.publish(.sessions, changes) }
      let now = status()
      guard changed || !now.isEmpty || !wasSilent else { continue }
      wasSilent = now.isEmpty
      publisher.publish(.onair, now)
      // At most five messages of each kind a second, whatever happens.
      Thread.sleep(forTimeInterval: 0.2)
    }
  }
}
