import Library
import Store
import Testing

@Suite("Jobs in the store")
struct JobQueriesTests {
  private let test: TestStore
  private var store: Store { test.store }

  init() throws { test = try TestStore() }

  @Test("wait once, however often they are asked for")
  func noTwins() throws {
    let first = try store.enqueue(kind: .scan, subject: "1")
    #expect(try store.enqueue(kind: .scan, subject: "1") == first)
    #expect(try store.enqueue(kind: .scan, subject: "2") != first)
    let guide = try store.enqueue(kind: .guide)
    #expect(try store.enqueue(kind: .guide) == guide)
    #expect(try store.claimJob()?.id == first.id)
    #expect(try store.enqueue(kind: .scan, subject: "1").id != first.id, "one runs, one waits")
  }

  @Test("are claimed in order, one of each kind at a time")
  func claims() throws {
    let scan = try store.enqueue(kind: .scan, subject: "1")
    let second = try store.enqueue(kind: .scan, subject: "2")
    let guide = try store.enqueue(kind: .guide)
    let claimed = try #require(store.claimJob())
    #expect(claimed.id == scan.id && claimed.state == .running && claimed.startedAt == today)
    #expect(try store.claimJob()?.id == guide.id)
    #expect(try store.claimJob() == nil)
    try store.finish(job: scan.id, .done, detail: "5 files")
    #expect(try store.claimJob()?.id == second.id)
  }

  @Test("tell how far they are and how they ended")
  func progress() throws {
    let id = try store.enqueue(kind: .scan, subject: "1").id
    _ = try store.claimJob()
    let half = try store.progress(job: id, done: 5, total: 10, detail: "a.mkv")
    #expect(half.done == 5 && half.total == 10 && half.detail == "a.mkv")
    let failed = try store.finish(job: id, .failed, error: "no ffprobe")
    #expect(failed.state == .failed && failed.error == "no ffprobe" && failed.endedAt == today)
    #expect(try store.progress(job: id, done: 9, total: 10, detail: nil).done == 5)
    #expect(try store.jobs(limit: 5) == [failed])
  }

  @Test("are cancelled at once while they wait, asked to end while they run")
  func cancels() throws {
    let waiting = try store.enqueue(kind: .guide)
    #expect(try store.requestCancel(job: waiting.id).state == .cancelled)
    let running = try store.enqueue(kind: .scan, subject: "1")
    _ = try store.claimJob()
    #expect(try store.requestCancel(job: running.id).state == .running)
    #expect(try store.isCancelRequested(job: running.id))
    let stranger = #expect(throws: StoreError.self) {
      try store.requestCancel(job: JobID(rawValue: 99))
    }
    #expect(stranger?.code == .notFound)
  }

  @Test("of a dead runner go back into the queue, once each")
  func recovers() throws {
    let scan = try store.enqueue(kind: .scan, subject: "1")
    let guide = try store.enqueue(kind: .guide)
    let prune = try store.enqueue(kind: .prune)
    while try store.claimJob() != nil {}
    let twin = try store.enqueue(kind: .guide)
    _ = try store.requestCancel(job: prune.id)
    #expect(try store.recoverJobs() == 3)
    #expect(try store.job(scan.id)?.state == .queued)
    #expect(try store.job(guide.id)?.state == .cancelled)
    #expect(try store.job(prune.id)?.state == .cancelled)
    #expect(try store.claimJob()?.id == scan.id)
    #expect(try store.claimJob()?.id == twin.id)
    #expect(try store.claimJob() == nil)
  }

  @Test("are forgotten when they ended and many newer ones came")
  func prunes() throws {
    for _ in 0..<6 {
      let id = try store.enqueue(kind: .guide).id
      _ = try store.claimJob()
      try store.finish(job: id, .done)
    }
    #expect(try store.pruneJobs(keeping: 3) == 3)
    #expect(try store.jobs().count == 3)
  }

  @Test("have a runner whose heart is heard")
  func heartbeat() throws {
    #expect(try store.jobsHeartbeat() == nil)
    try store.beatJobs()
    #expect(try store.jobsHeartbeat() == today)
  }
}
