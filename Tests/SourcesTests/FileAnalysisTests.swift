import Foundation
import Glibc
import Library
import Sources
import Synchronization
import TestSupport
import Testing

@Suite("Looking through one file", .timeLimit(.minutes(2)))
struct FileAnalysisTests {
  private let folder: ScanFolder

  init() throws { folder = try ScanFolder() }

  /// Scans the folder's one file and looks through it.
  private func outcome(
    with ffmpeg: String = "/usr/bin/ffmpeg", deadline: Duration = .seconds(60),
    isCancelled: @escaping @Sendable () -> Bool = { false },
    meanwhile: @escaping @Sendable (String) -> Void = { _ in }
  ) async throws -> FileAnalysis.Outcome {
    let media = try #require(try await folder.scan().media.values.first)
    meanwhile(media.path)
    return try await onThread {
      try FileAnalysis(ffmpeg: ffmpeg, deadline: { _ in deadline }).outcome(
        of: media.path, stamp: media.stamp, probe: media.probe, isCancelled: isCancelled)
    }
  }

  /// A program that does what a line of shell says.
  private func program(_ line: String) throws -> String {
    try folder.add("#!/bin/sh\n\(line)\n", as: "program")
    chmod(folder.file("program"), 0o755)
    return folder.file("program")
  }

  @Test(
    "finds loudness where there is sound, whatever else is in the file",
    arguments: ["film.mp4", "song.m4a", "covered.mp3"])
  func sound(name: String) async throws {
    let clips = ["film.mp4": Clips.film, "song.m4a": Clips.song, "covered.mp3": Clips.covered]
    try folder.add(try #require(clips[name]), as: name)
    guard case .found(let found) = try await outcome() else { return #expect(Bool(false)) }
    #expect(try #require(found.loudness.first?.integrated) < -5)
    #expect(found.dips.isEmpty)
  }

  @Test("finds no loudness in a picture without sound")
  func mute() async throws {
    try folder.add(Clips.silent, as: "mute.mkv")
    #expect(try await outcome() == .found(MediaAnalysis()))
  }

  @Test("of a damaged file ends with what could be read, or with a reason")
  func damaged() async throws {
    try folder.add(Clips.streamable, as: "a.mp4")
    let result = try await outcome(meanwhile: { path in
      // The stamp is that of the scan, so that only the contents differ.
      var facts = stat()
      stat(path, &facts)
      let file = open(path, O_WRONLY)
      let size = Int(facts.st_size)
      let noise = [UInt8](repeating: 0xA5, count: size * 3 / 4)
      pwrite(file, noise, noise.count, off_t(size - noise.count))
      close(file)
      var times = [facts.st_atim, facts.st_mtim]
      utimensat(AT_FDCWD, path, &times, 0)
    })
    switch result {
    case .found, .failed: break
    case .changed, .cancelled: Issue.record("\(result)")
    }
  }

  @Test("passes over a file that changed since the scan, changes meanwhile, or is gone")
  func changed() async throws {
    try folder.add(Clips.film, as: "a.mp4")
    #expect(try await outcome(meanwhile: { truncate($0, 5000) }) == .changed)
    try folder.add(Clips.film, as: "a.mp4")
    #expect(try await outcome(meanwhile: { unlink($0) }) == .changed)
    try folder.add(Clips.film, as: "a.mp4")
    let touching = try program("for word; do :; done; touch \(folder.file("a.mp4"))")
    #expect(try await outcome(with: touching) == .changed)
  }

  @Test("never waits longer than the deadline")
  func deadline() async throws {
    try folder.add(Clips.film, as: "a.mp4")
    let result = try await outcome(with: try program("sleep 600"), deadline: .seconds(1))
    guard case .failed(let reason) = result else { return #expect(Bool(false)) }
    #expect(reason.contains("longer than 1 second"))
  }

  @Test("ends a program that never stops complaining")
  func flood() async throws {
    try folder.add(Clips.film, as: "a.mp4")
    let result = try await outcome(with: try program("yes complaint >&2"))
    guard case .failed(let reason) = result else { return #expect(Bool(false)) }
    #expect(reason.contains("damaged"))
  }

  @Test("tells why ffmpeg gave up, and passes over what was no file's fault")
  func failures() async throws {
    try folder.add(Clips.film, as: "a.mp4")
    let words = "echo 'Invalid data found when processing input' >&2; exit 1"
    guard case .failed(let reason) = try await outcome(with: try program(words)) else {
      return #expect(Bool(false))
    }
    #expect(reason.contains("damaged"))
    guard case .failed(let crash) = try await outcome(with: try program("kill -SEGV $$")) else {
      return #expect(Bool(false))
    }
    #expect(crash.contains("crashed"))
    #expect(try await outcome(with: try program("kill -KILL $$")) == .changed)
    #expect(
      try await outcome(with: try program("echo 'x: Input/output error' >&2; exit 1")) == .changed)
  }

  @Test("of a file with a track that can't be decoded finds what the others tell")
  func brokenTrack() async throws {
    try folder.add(Clips.tracks, as: "a.mkv")
    guard case .found(let whole) = try await outcome() else { return #expect(Bool(false)) }
    #expect(whole.loudness.map(\.stream) == [1, 2, 3])
    for (broken, left) in [(2, [1, 3]), (1, [2, 3])] {
      let refusing = try program(
        "case \"$*\" in *0:\(broken)*) echo 'Decoder (codec none) not found' >&2; exit 1;; esac; "
          + "exec ffmpeg \"$@\"")
      guard case .found(let found) = try await outcome(with: refusing) else {
        return #expect(Bool(false))
      }
      #expect(found.loudness == whole.loudness.filter { left.contains($0.stream) })
    }
    let asked = folder.file("asked")
    let hanging = try program("echo x >> \(asked); exec sleep 600")
    guard case .failed = try await outcome(with: hanging, deadline: .seconds(1)) else {
      return #expect(Bool(false))
    }
    #expect(try String(contentsOfFile: asked, encoding: .utf8) == "x\n", "waited for once only")
  }

  @Test("ends at once when it is cancelled")
  func cancelled() async throws {
    try folder.add(Clips.film, as: "a.mp4")
    #expect(
      try await outcome(with: try program("sleep 600"), isCancelled: { true }) == .cancelled)
  }

  @Test("is no file's fault where there is no ffmpeg")
  func missingProgram() async throws {
    try folder.add(Clips.film, as: "a.mp4")
    await #expect(throws: (any Error).self) { try await outcome(with: "/no/such/ffmpeg") }
  }
}
