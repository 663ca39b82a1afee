import FoundationEssentials
import Library
import Logging
import Store
import Synchronization

/// A job while it is being done: it tells how far it is and hears that it shall end.
///
/// Writes and messages are held to five a second, however often a job reports.
final class RunningJob: Sendable {
  let job: Job
  private let tools: JobTools
  private let isRunnerStopping: @Sendable () -> Bool
  private let state = Mutex(State())

  private struct State {
    var told: ContinuousClock.Instant?
    var asked: ContinuousClock.Instant?
    var isCancelled = false
  }

  private static let interval = Duration.milliseconds(200)

  init(job: Job, tools: JobTools, isRunnerStopping: @escaping @Sendable () -> Bool) {
    self.job = job
    self.tools = tools
    self.isRunnerStopping = isRunnerStopping
  }

  /// Whether somebody asked for the end: of this job, or of the whole runner.
  var isEnding: Bool { isRunnerStopping() || isCancelled }

  /// Whether the end of just this job was asked for; looked up at most five times a second.
  var isCancelled: Bool {
    let isDue = state.withLock { state in
      guard !state.isCancelled, Self.isDue(state.asked) else { return false }
      state.asked = .now
      return true
    }
    if isDue, (try? tools.store.isCancelRequested(job: job.id)) == true {
      state.withLock { $0.isCancelled = true }
    }
    return state.withLock(\.isCancelled)
  }

  /// Notes how far the job is.
  func report(done: Int, total: Int?, detail: String? = nil) {
    let isDue = state.withLock { state in
      guard Self.isDue(state.told) else { return false }
      state.told = .now
      return true
    }
    guard isDue else { return }
    do {
      announce(try tools.store.progress(job: job.id, done: done, total: total, detail: detail))
    } catch {
      tools.logger.warning("progress not stored", metadata: ["error": "\(error)"])
    }
  }

  /// Tells open pages how the job stands.
  func announce(_ job: Job) { tools.announce(job) }

  private static func isDue(_ last: ContinuousClock.Instant?) -> Bool {
    last.map { ContinuousClock.now - $0 >= interval } ?? true
  }
}

extension JobTools {
  /// Tells open pages how a job stands.
  func announce(_ job: Job) {
    guard let json = try? JSONEncoder().encode(job) else { return }
    publish("jobs", [UInt8](json))
  }

  /// Tells open pages that something changed, so that they ask anew.
  func announce(_ topic: String, because reason: String) {
    publish(topic, [UInt8](#"{"reason":"\#(reason)"}"#.utf8))
  }
}
