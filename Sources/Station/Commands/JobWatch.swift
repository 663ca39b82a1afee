import Glibc
import Library
import Store

/// Shows the progress of jobs to whoever waits for them.
struct JobWatch: Sendable {
  let store: Store

  /// Returns when all jobs have ended.
  ///
  /// - Returns: 0 when all were done, 1 when one failed or was cancelled.
  func watch(_ jobs: [Job]) async throws -> Int32 {
    var code: Int32 = 0
    for job in jobs where try await watch(job) != .done { code = 1 }
    return code
  }

  private func watch(_ job: Job) async throws -> Job.State {
    var shown = ""
    while true {
      guard let now = try await onThread({ try store.job(job.id) }) else {
        throw StationError("The job \(job.id.rawValue) is gone; it was tidied away.")
      }
      let line = Self.line(now)
      if line != shown { show(line) }
      shown = line
      if now.endedAt != nil {
        if Console.output.isTerminal { Console.output.line("") }
        return now.state
      }
      try await Task.sleep(for: .milliseconds(200))
    }
  }

  /// A terminal keeps one line, anything else gets a line for each change.
  private func show(_ line: String) {
    if Console.output.isTerminal {
      Console.output.replaceLine(line)
    } else {
      Console.output.line(line)
    }
  }

  private static func line(_ job: Job) -> String {
    let amount = job.total.map { "\(job.done) of \($0)" } ?? "\(job.done)"
    let words = job.error ?? job.detail
    // What an ended job counted last says less than its result.
    let told = job.endedAt == nil ? "\(amount) \(words ?? "")" : words ?? amount
    return "\(job.kind.rawValue) \(job.subject ?? ""): \(job.state.rawValue), \(told)"
      .replacing("  ", with: " ")
  }
}
