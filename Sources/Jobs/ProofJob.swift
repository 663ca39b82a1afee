import Library
import Pipeline
import Proofs
import Store

/// Has this machine's cards prove what they can, unless nothing changed since they did.
struct ProofJob {
  let tools: JobTools
  let job: RunningJob

  func run() throws -> JobOutcome {
    guard let proving = tools.proving else { return .done("There is nothing to test with.") }
    if job.job.subject == nil, let known = proving.book.read(), proving.ground.isCurrent(known) {
      return .done("Nothing has changed since the last test.")
    }
    let job = job
    let found = try proving.ground.prove(
      now: tools.now(),
      report: { done, total, kind in
        job.report(done: done, total: total, detail: "Testing \(kind.title)")
      }, isCancelled: { job.isEnding })
    try proving.book.write(found)
    let cards = HardwareKind.cards.filter { kind in
      found.proofs.contains { $0.kind == kind && $0.ability == .encode && $0.isPassed }
    }.map(\.title)
    return .done(
      cards.isEmpty
        ? "No card passed; the processor encodes." : "Passed: \(cards.joined(separator: ", ")).")
  }
}
