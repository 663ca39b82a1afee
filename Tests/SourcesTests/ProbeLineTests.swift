import Foundation
import Glibc
import Sources
import Synchronization
import TestSupport
import Testing

@Suite("Reading several files at a time", .timeLimit(.minutes(1)))
struct ProbeLineTests {
  @Test("no more programs run at once than allowed")
  func bounded() async throws {
    let folder = try ScanFolder()
    for number in 0..<12 { try folder.add("x", as: "\(number).mp3") }
    let told = try await folder.scan(with: Fixture.program("crowded"), parallel: 3)
    #expect(told.media.count == 12)
    let crowd = try String(contentsOfFile: folder.file("crowd"), encoding: .utf8)
      .split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
    #expect(crowd.count == 12)
    #expect(crowd.allSatisfy { $0 <= 3 })
    #expect(crowd.contains { $0 > 1 })
  }

  @Test("one that hangs is killed at its deadline and told")
  func deadline() async throws {
    let folder = try ScanFolder()
    try folder.add("x", as: "a.mp3")
    let told = try await folder.scan(with: Fixture.program("hanging"), deadline: .seconds(1))
    #expect(told.failed["a.mp3"]?.contains("longer than 1 second") == true)
    #expect(told.result.isComplete)
    #expect(try await isGone(hangingPID("a.mp3", in: folder)))
  }

  @Test("cancelling kills the running programs and ends the scan, incomplete")
  func cancel() async throws {
    let folder = try ScanFolder()
    for name in ["a.mp3", "b.mp3", "c.mp3"] { try folder.add("x", as: name) }
    let marks = ["a.mp3", "b.mp3", "c.mp3"].map { folder.file($0 + ".pid") }
    let told = try await folder.scan(with: Fixture.program("hanging"), parallel: 2) {
      marks.count { access($0, F_OK) == 0 } == 2
    }
    #expect(!told.result.isComplete)
    #expect(told.media.isEmpty)
    #expect(told.failed.isEmpty)
    for mark in marks where access(mark, F_OK) == 0 {
      let pid = try #require(
        Int32(String(contentsOfFile: mark, encoding: .utf8).dropLast()))
      #expect(try await isGone(pid))
    }
  }

  @Test("an error of the one who listens ends the scan and the programs")
  func listenerFails() async throws {
    struct Full: Error {}
    let folder = try ScanFolder()
    for number in 0..<8 { try folder.add("x", as: "\(number).mp3") }
    let path = folder.path
    await #expect(throws: Full.self) {
      try await onThread {
        _ = try FolderScan(ffprobe: Fixture.program("counting"), parallel: 2).run(
          folder: path, known: [:],
          report: { if case .media = $0 { throw Full() } }, isCancelled: { false })
      }
    }
  }

  @Test("a crash is told and costs no other file")
  func crash() async throws {
    let folder = try ScanFolder()
    for name in ["crash.mp3", "a.mp3", "b.mp3"] { try folder.add("x", as: name) }
    let told = try await folder.scan(with: Fixture.program("crashing"))
    #expect(Set(told.media.keys) == ["a.mp3", "b.mp3"])
    #expect(told.failed["crash.mp3"]?.contains("crashed") == true)
  }

  @Test("without ffprobe no file is blamed")
  func noProbe() async throws {
    let folder = try ScanFolder()
    try folder.add("x", as: "a.mp3")
    let error = await #expect(throws: ScanError.self) {
      try await folder.scan(with: "/no/such/ffprobe")
    }
    #expect("\(try #require(error))".contains("/no/such/ffprobe"))
    #expect("\(try #require(error))".contains(folder.path))
  }

  private func hangingPID(_ name: String, in folder: ScanFolder) throws -> Int32 {
    let text = try String(contentsOfFile: folder.file(name + ".pid"), encoding: .utf8)
    return try #require(Int32(text.dropLast()))
  }

  /// Whether a process goes; the time limit of the suite is the patience.
  private func isGone(_ pid: Int32) async throws -> Bool {
    while kill(pid, 0) == 0 { try await Task.sleep(for: .milliseconds(10)) }
    return true
  }
}
