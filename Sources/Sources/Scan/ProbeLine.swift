import Dispatch
import Foundation
import Synchronization

/// Reads files several at a time, on plain threads that end with it.
final class ProbeLine: Sendable {
  private struct State {
    var next = 0
    var outcomes: [ReadingOutcome] = []
    var isStopped = false
  }

  private let files: [FoundFile]
  private let root: String
  private let ffprobe: FFprobe
  private let threads: Int
  private let state = Mutex(State())
  /// Counts how many more files may be begun before outcomes are taken.
  private let room = DispatchSemaphore(value: 0)
  private let arrived = DispatchSemaphore(value: 0)
  private let running = DispatchGroup()

  init(files: [FoundFile], root: String, ffprobe: FFprobe, parallel: Int) {
    self.files = files
    self.root = root
    self.ffprobe = ffprobe
    threads = min(parallel, files.count)
  }

  /// Reads all files and takes each outcome on this thread, as they come.
  ///
  /// - Returns: Whether all were read; false when it was cancelled.
  func run(
    isCancelled: () -> Bool, take: (ReadingOutcome) throws -> Void
  ) throws -> Bool {
    start()
    defer { stop() }
    for _ in files {
      guard let outcome = nextOutcome(isCancelled) else { return false }
      room.signal()
      try take(outcome)
    }
    return true
  }

  private func start() {
    for _ in 0..<threads * 2 { room.signal() }
    for _ in 0..<threads {
      running.enter()
      let thread = Thread { [self] in
        work()
        running.leave()
      }
      thread.name = "probe"
      thread.start()
    }
  }

  private func stop() {
    state.withLock { $0.isStopped = true }
    for _ in 0..<threads { room.signal() }
    running.wait()
  }

  private func nextOutcome(_ isCancelled: () -> Bool) -> ReadingOutcome? {
    while !isCancelled() {
      guard arrived.wait(timeout: .now() + .milliseconds(100)) == .success else { continue }
      return state.withLock { $0.outcomes.removeFirst() }
    }
    return nil
  }

  private func work() {
    while let file = nextFile() {
      let reading = FileReading(
        file: file, root: root, ffprobe: ffprobe, isCancelled: { [self] in isStopped })
      let outcome = reading.outcome()
      state.withLock { $0.outcomes.append(outcome) }
      arrived.signal()
    }
  }

  private func nextFile() -> FoundFile? {
    room.wait()
    return state.withLock { state in
      guard !state.isStopped, state.next < files.count else { return nil }
      defer { state.next += 1 }
      return files[state.next]
    }
  }

  private var isStopped: Bool { state.withLock { $0.isStopped } }
}
