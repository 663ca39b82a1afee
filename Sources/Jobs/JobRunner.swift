import Foundation
public import Library
import Logging
import Proofs
public import Store
import Synchronization

/// Does the jobs that stand in the database, one of each kind at a time.
///
/// A loop on a plain thread looks whether the database changed, takes what
/// waits, and gives each job a thread of its own.
///
///     let runner = JobRunner(tools: tools, lockPath: data + "/jobs.lock")
///     try runner.run(until: { isStopping.load(ordering: .relaxed) })
public final class JobRunner: Sendable {
  private let tools: JobTools
  private let lockPath: String
  private let isStopping = Atomic<Bool>(false)
  /// Whether jobs wait for room on the disk: who drains the queue wants to hear of it instead.
  private let isServing = Atomic<Bool>(false)
  private let running = Mutex(0)
  private let wake = DispatchSemaphore(value: 0)

  /// How often the database is asked whether it changed.
  private static let look = DispatchTimeInterval.milliseconds(50)

  /// How long the database is left alone after it refused.
  private static let pause = Span.seconds(1)
  /// How long a guide that found no room waits: it is much to write.
  private static let longPause = Span.seconds(10)

  /// How often the runner says that it lives.
  public static let heartbeat = Span.seconds(10)

  /// A runner; it holds the lock only while it works.
  public init(tools: JobTools, lockPath: String) {
    self.tools = tools
    self.lockPath = lockPath
  }

  /// Works until told to end, which takes effect at once
  /// and ends what is running; that goes back into the queue.
  ///
  /// - Throws: When the lock file can't be made or the database does not answer at the start.
  public func run(until isEnding: () -> Bool) throws {
    guard let lock = try waitForLock(isEnding) else { return }
    defer { withExtendedLifetime(lock) {} }
    guard try begin(isEnding) else { return }
    isServing.store(true, ordering: .relaxed)
    var chores = Chores(tools: tools)
    var seen: Int64?
    var isRefused = false
    while !isEnding() {
      do {
        try chores.doWhatIsDue()
        // A claim may also become possible when a job of the same kind ends,
        // which changes the database too.
        let revision = try tools.store.revision()
        if revision != seen {
          seen = revision
          while let job = try tools.store.claimJob() { start(job) }
        }
        isRefused = false
      } catch {
        // What was to be claimed waits in the database.
        seen = nil
        if !isRefused {
          tools.logger.warning("database does not answer", metadata: ["error": "\(error)"])
        }
        isRefused = true
        rest(isEnding)
      }
      _ = wake.wait(timeout: .now() + Self.look)
    }
    end()
  }

  /// Does all that waits, and all that this leads to, on the calling thread.
  ///
  /// - Parameters:
  ///   - left: A kind of job that is left to another runner.
  ///   - isCancelled: Whether it is to end.
  /// - Returns: False when another runner holds the lock and does it instead.
  /// - Throws: When the lock file can't be made or the database does not answer.
  public func drain(
    leaving left: JobKind? = nil, isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws -> Bool {
    guard let lock = try RunnerLock.take(at: lockPath) else { return false }
    defer { withExtendedLifetime(lock) {} }
    try tools.store.recoverJobs()
    while !isCancelled(), let job = try tools.store.claimJob(leaving: left) {
      perform(job, isRunnerStopping: isCancelled)
    }
    return true
  }

  private func waitForLock(_ isEnding: () -> Bool) throws -> RunnerLock? {
    var isFirst = true
    while !isEnding() {
      if let lock = try RunnerLock.take(at: lockPath) { return lock }
      if isFirst { tools.logger.notice("another runner works on this database; waiting") }
      isFirst = false
      _ = wake.wait(timeout: .now() + Self.look)
    }
    return nil
  }

  /// Takes over what a predecessor left, once there is room to note that.
  ///
  /// - Returns: False when the runner is to end before.
  private func begin(_ isEnding: () -> Bool) throws -> Bool {
    var isFirst = true
    while !isEnding() {
      do {
        try takeOver()
        return true
      } catch let error as StoreError where error.code == .full {
        if isFirst { tools.logger.warning("jobs wait", metadata: ["error": "\(error)"]) }
        isFirst = false
        rest(isEnding)
      }
    }
    return false
  }

  /// Leaves the database alone for a moment.
  private func rest(for pause: Span = JobRunner.pause, _ isEnding: () -> Bool) {
    let end = ContinuousClock.now + .milliseconds(pause.milliseconds)
    while !isEnding(), ContinuousClock.now < end { usleep(50_000) }
  }

  private func takeOver() throws {
    let left = try tools.store.recoverJobs()
    if left > 0 { tools.logger.notice("jobs recovered", metadata: ["count": "\(left)"]) }
    try tools.store.beatJobs()
    try tools.store.enqueue(kind: .guide)
    if let proving = tools.proving, proving.book.read().map(proving.ground.isCurrent) != true {
      try tools.store.enqueue(kind: .proof)
    }
  }

  private func start(_ job: Job) {
    running.withLock { $0 += 1 }
    let thread = Thread { [self] in
      perform(job) { self.isStopping.load(ordering: .relaxed) }
      // A fortnight of timelines took megabytes that are not needed again for an hour.
      if running.withLock({
        $0 -= 1; return $0
      }) == 0 {
        tools.store.releaseMemory()
        SpareMemory.giveBack()
      }
      wake.signal()
    }
    thread.name = "job \(job.kind.rawValue)"
    thread.start()
  }

  /// Waits for running jobs to put down what they hold, for less than two seconds.
  private func end() {
    isStopping.store(true, ordering: .relaxed)
    let deadline = ContinuousClock.now + .milliseconds(1700)
    while running.withLock({ $0 }) > 0, ContinuousClock.now < deadline {
      _ = wake.wait(timeout: .now() + .milliseconds(20))
    }
    let left = running.withLock { $0 }
    // They stand as running in the database and are taken up by the next runner.
    if left > 0 { tools.logger.warning("jobs left behind", metadata: ["count": "\(left)"]) }
  }

  private func perform(_ job: Job, isRunnerStopping: @escaping @Sendable () -> Bool) {
    let running = RunningJob(job: job, tools: tools, isRunnerStopping: isRunnerStopping)
    running.announce(job)
    do {
      let outcome = outcome(of: running)
      if case .cancelled = outcome, isRunnerStopping(), !running.isCancelled {
        try tools.store.requeue(job: job.id)
        return
      }
      let ended = try finishWhenThereIsRoom(job, outcome)
      running.announce(ended)
      if job.kind == .scan { try tools.askForAnalysis() }
      tools.logger.info(
        "job ended",
        metadata: [
          "job": "\(job.id.rawValue)", "kind": "\(job.kind.rawValue)",
          "state": "\(ended.state.rawValue)", "detail": "\(ended.error ?? ended.detail ?? "")",
        ])
    } catch {
      tools.logger.error(
        "job's end not stored",
        metadata: ["job": "\(job.id.rawValue)", "error": "\(error)"])
    }
  }

  private func outcome(of running: RunningJob) -> JobOutcome {
    do {
      return switch running.job.kind {
      case .scan: try ScanJob(tools: tools, job: running).run()
      case .timeline: try TimelineJob(tools: tools, job: running).run()
      case .guide: try guide(running)
      case .prune: try PruneJob(tools: tools).run()
      case .analysis: try AnalysisJob(tools: tools, job: running).run()
      case .subtitles: try SubtitleJob(tools: tools, job: running).run()
      case .proof: try ProofJob(tools: tools, job: running).run()
      case .tryOut: try TryOutJob(tools: tools, job: running).run()
      }
    } catch {
      // A scan that is told to end may say so by an error.
      return running.isEnding ? .cancelled("\(error)") : .failed("\(error)")
    }
  }

  private var waits: Bool {
    isServing.load(ordering: .relaxed) && !isStopping.load(ordering: .relaxed)
  }

  /// Stores how a job ended: what it did is done, and is not to be done again for want of room.
  private func finishWhenThereIsRoom(_ job: Job, _ outcome: JobOutcome) throws -> Job {
    while true {
      do {
        return try finish(job, outcome)
      } catch let error as StoreError where error.code == .full {
        guard waits else { throw error }
        rest { self.isStopping.load(ordering: .relaxed) }
      }
    }
  }

  /// Writes the guide; where the disk is full, the one of before stays until there is room.
  private func guide(_ running: RunningJob) throws -> JobOutcome {
    while true {
      do {
        return try GuideJob(tools: tools).run()
      } catch let failure as FileFailure where failure.isForWantOfRoom {
        guard waits, !running.isEnding else { throw failure }
        tools.logger.warning("the guide waits for room", metadata: ["error": "\(failure)"])
        rest(for: Self.longPause) { running.isEnding }
      }
    }
  }

  private func finish(_ job: Job, _ outcome: JobOutcome) throws -> Job {
    switch outcome {
    case .done(let words): try tools.store.finish(job: job.id, .done, detail: words)
    case .failed(let words): try tools.store.finish(job: job.id, .failed, error: words)
    case .cancelled(let words): try tools.store.finish(job: job.id, .cancelled, detail: words)
    }
  }
}
