import Foundation
import Library
import Playout
import Store
import Synchronization
import TestSupport
import Testing

@testable import Jobs

/// A runner on a thread of its own.
private final class RunningBench: Sendable {
  let bench: Bench
  private let isEnding = Atomic<Bool>(false)
  private let ended = DispatchSemaphore(value: 0)

  init(_ bench: Bench) {
    self.bench = bench
    let thread = Thread { [self] in
      try? bench.runner.run(until: { self.isEnding.load(ordering: .relaxed) })
      ended.signal()
    }
    thread.start()
  }

  /// Ends the runner; false when it does not end within two seconds.
  func stop() -> Bool {
    isEnding.store(true, ordering: .relaxed)
    return ended.wait(timeout: .now() + 2) == .success
  }
}

@Suite("The job runner", .timeLimit(.minutes(1)))
struct JobRunnerTests {
  private let bench: Bench
  /// The published messages as they come.
  private let messages: AsyncStream<(String, String)>

  init() throws {
    bench = try Bench()
    let (stream, continuation) = AsyncStream.makeStream(of: (String, String).self)
    messages = stream
    bench.reaction.withLock { $0 = { continuation.yield(($0, $1)) } }
  }

  private func message(_ topic: String, containing parts: String...) async -> Bool {
    for await (found, json) in messages where found == topic {
      if parts.allSatisfy(json.contains) { return true }
    }
    return false
  }

  @Test("writes both guide files or none")
  func wholeGuide() throws {
    let paths = ["a.xml.gz", "a.xml"].map { bench.guide + "/" + $0 }
    func write(_ bytes: [UInt8]) throws {
      let files = try WholeFiles(paths)
      for index in paths.indices { try files.append(bytes, to: index) }
      try files.finish()
    }
    try write([1])
    do {
      // An end halfway leaves what was there.
      let files = try WholeFiles(paths)
      try files.append([3], to: 0)
    }
    try FileManager.default.createDirectory(
      atPath: paths[1] + ".new", withIntermediateDirectories: true)
    #expect(throws: FileFailure.self) { try write([2, 2]) }
    for path in paths { #expect(FileManager.default.contents(atPath: path) == Data([1])) }
    #expect(!FileManager.default.fileExists(atPath: paths[0] + ".new"))
  }

  @Test("does by itself what a fresh start needs, then what it is asked for")
  func works() async throws {
    let running = RunningBench(bench)
    #expect(await message("jobs", containing: #""kind":"guide""#, #""state":"done""#))
    #expect(try bench.store.jobsHeartbeat() != nil)
    #expect(FileManager.default.fileExists(atPath: bench.guide + "/xmltv.xml"))
    try bench.clips(["A.mp4"])
    let channel = try bench.channel()
    let folder = try bench.store.insertFolder(path: bench.media)
    try bench.store.enqueue(kind: .scan, subject: String(folder.id.rawValue))
    #expect(await message("channels", containing: "timeline"))
    #expect(try bench.store.lastEntry(of: channel) != nil)
    #expect(running.stop())
  }

  @Test("ends within two seconds in the middle of a scan, which goes back into the queue")
  func stops() async throws {
    try bench.clips((0..<80).map { "Film \($0).mp4" })
    let folder = try bench.store.insertFolder(path: bench.media)
    let job = try bench.store.enqueue(kind: .scan, subject: String(folder.id.rawValue))
    let running = RunningBench(bench)
    #expect(await message("library", containing: "scan"))
    #expect(running.stop())
    #expect(try bench.store.job(job.id)?.state == .queued)
    let found = try bench.store.media(query: MediaQuery()).total
    #expect(found > 0 && found < 80)
    #expect(try bench.runner.drain())
    #expect(try bench.store.job(job.id)?.state == .done)
    #expect(try bench.store.media(query: MediaQuery()).total == 80)
  }

  @Test("takes up what a dead runner left")
  func recovers() throws {
    let job = try bench.store.enqueue(kind: .guide)
    _ = try bench.store.claimJob()
    #expect(try bench.runner.drain())
    #expect(try bench.store.job(job.id)?.state == .done)
  }

  @Test("never works beside another one")
  func locks() throws {
    let lock = try #require(try RunnerLock.take(at: bench.folder.file("jobs.lock")))
    try bench.store.enqueue(kind: .guide)
    #expect(try bench.runner.drain() == false)
    #expect(try bench.store.jobs().first?.state == .queued)
    withExtendedLifetime(lock) {}
  }

  @Test("publishes jobs in the shape of the API's answer")
  func publishes() throws {
    let job = try bench.store.enqueue(kind: .prune)
    #expect(try bench.runner.drain())
    let json = bench.events.withLock { $0.last { $0.topic == "jobs" }?.json } ?? ""
    let decoded = try JSONDecoder().decode(Job.self, from: Data(json.utf8))
    #expect(decoded == (try bench.store.job(job.id)))
    #expect(json.contains(#""createdAt":"#) && json.contains(#""state":"done""#))
  }
}
