import Library
import Logging
import Sources
import Store

/// Looks through media that nobody has looked through, one after the other.
///
/// Each file's result is stored as it comes, so an end at any moment loses one file's work at
/// most. A file that is away or being written to is passed over, until a scan has read it.
struct AnalysisJob {
  let tools: JobTools
  let job: RunningJob

  private struct Tally {
    var done = 0
    var failed = 0
    var passed = 0
    var hasDips = false
  }

  private enum Break {
    case cancelled
    case scan
    case wish
  }

  func run() throws -> JobOutcome {
    guard let scope = AnalysisScope(job.job.subject ?? "") else {
      return .failed("'\(job.job.subject ?? "")' is nothing that can be looked through.")
    }
    let analysis = FileAnalysis(ffmpeg: tools.ffmpeg)
    let total = try tools.store.countToAnalyze(scope)
    var tally = Tally()
    var last: MediaID?
    var reason: Break?
    while let file = try tools.store.nextToAnalyze(scope, after: last) {
      reason = try pause(scope)
      if reason != nil { break }
      last = file.id
      let name = file.path.split(separator: "/").last.map(String.init)
      job.report(done: tally.done + tally.failed + tally.passed, total: total, detail: name)
      let outcome = try analysis.outcome(
        of: file.path, stamp: FileStamp(size: file.stamp.size, modified: file.stamp.modified),
        probe: file.probe, isCancelled: { job.isEnding })
      try take(outcome, of: file, &tally)
    }
    return try end(tally, reason)
  }

  /// Why the next file is left for later: somebody wants others first, or new ones may be found.
  private func pause(_ scope: AnalysisScope) throws -> Break? {
    if job.isEnding { return .cancelled }
    guard scope == .unseen else { return nil }
    if try tools.store.isAnalysisAskedFor() { return .wish }
    return try tools.store.isScanning() ? .scan : nil
  }

  private func take(
    _ outcome: FileAnalysis.Outcome, of file: UnseenMedia, _ tally: inout Tally
  ) throws {
    switch outcome {
    case .found(let found):
      try tools.store.keep(found, of: file.id, stamp: file.stamp)
      tally.done += 1
      tally.hasDips = tally.hasDips || !found.dips.isEmpty
    case .failed(let reason):
      try tools.store.keep(MediaAnalysis(), failure: reason, of: file.id, stamp: file.stamp)
      tools.logger.notice(
        "file can't be looked through", metadata: ["path": "\(file.path)", "reason": "\(reason)"])
      tally.failed += 1
    case .changed: tally.passed += 1
    case .cancelled: break
    }
  }

  private func end(_ tally: Tally, _ reason: Break?) throws -> JobOutcome {
    if tally.done + tally.failed > 0 { tools.announce("library", because: "analysis") }
    // Breaks are laid anew where programmes are interrupted at dips.
    if tally.hasDips { try tools.store.enqueue(kind: .timeline) }
    let words = words(tally)
    if job.isEnding { return .cancelled("\(words) What was found is kept.") }
    switch reason {
    case .wish:
      // Behind those that somebody waits for.
      try tools.store.enqueue(kind: .analysis)
      return .done("\(words) It goes on after what was asked for meanwhile.")
    case .scan: return .done("\(words) It goes on after the scan.")
    case .cancelled, nil: return .done(words)
    }
  }

  private func words(_ tally: Tally) -> String {
    let failed = tally.failed == 0 ? "" : ", \(tally.failed) could not be"
    let passed = tally.passed == 0 ? "" : ", \(tally.passed) are away or have changed"
    return "\(tally.done) media looked through\(failed)\(passed)."
  }
}

extension JobTools {
  /// Has what nobody has looked through looked through, where the station does so by itself.
  func askForAnalysis() throws {
    guard analysesMedia, try store.countToAnalyze(.unseen) > 0 else { return }
    try store.enqueueAnalysis(.unseen)
  }
}
