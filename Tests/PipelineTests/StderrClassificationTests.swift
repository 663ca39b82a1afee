import Foundation
import Library
import Pipeline
import Playout
import Testing

@Suite("The class of an ffmpeg's last words", .timeLimit(.minutes(1)))
struct StderrClassificationTests {
  private func lastWords(of path: String, decision: CopyDecision) async throws -> [String] {
    let run = RunRequest(
      path: path, probe: Clip.fitting.probe, frames: 30, decision: decision,
      profile: TranscodeProfile.builtIn[0])
    let result = try await runFFmpeg(arguments(for: run))
    return result.errors.split(separator: "\n").map(String.init)
  }

  private let encode = CopyDecision(video: .encode, audio: .encode)

  @Test("a file that is gone")
  func missing() async throws {
    let tail = try await lastWords(of: "/no/such/file.mp4", decision: encode)
    #expect(StderrClassification(stderrTail: tail).kind == .noSuchFile)
  }

  @Test("a text that is named .mp4")
  func text() async throws {
    let folder = try TestFolder()
    try "This is no film.".write(
      toFile: folder.path + "/a.mp4", atomically: true, encoding: .utf8)
    let tail = try await lastWords(of: folder.path + "/a.mp4", decision: encode)
    #expect([.truncated, .invalidData].contains(StderrClassification(stderrTail: tail).kind))
  }

  @Test("a playlist that took the place of a film opens nothing")
  func playlist() async throws {
    let folder = try TestFolder()
    try "#EXTM3U\n#EXTINF:2,\nfile:/etc/passwd\n".write(
      toFile: folder.path + "/a.mp4", atomically: true, encoding: .utf8)
    let tail = try await lastWords(of: folder.path + "/a.mp4", decision: encode)
    #expect(!tail.contains { $0.contains("passwd") })
    #expect([.truncated, .invalidData].contains(StderrClassification(stderrTail: tail).kind))
  }

  @Test("a film whose index is cut off")
  func truncated() async throws {
    let folder = try TestFolder()
    let path = folder.path + "/a.mp4"
    try await Clip.fitting.make(at: path)
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: path))
    let tail = try await lastWords(of: path, decision: encode)
    #expect(StderrClassification(stderrTail: tail).kind == .truncated)
  }

  @Test(
    "words that this ffmpeg does not say here",
    arguments: [
      ("file:/m/a.mkv: Permission denied", StderrClassification.Kind.permission),
      ("av_interleaved_write_frame(): No space left on device", .noSpace),
      ("Decoder (codec av1) not found for input stream #0:0", .unknownDecoder),
      ("Exiting normally, received signal 15.", .killed),
      ("Something new.", .unknown),
    ])
  func words(line: String, kind: StderrClassification.Kind) {
    let found = StderrClassification(stderrTail: ["[mov] some other line", line])
    #expect(found.kind == kind)
    #expect(found.sentence.hasSuffix("."))
  }

  @Test("an end by a signal without words")
  func signal() {
    #expect(StderrClassification(stderrTail: [], signal: 9).kind == .killed)
    #expect(StderrClassification(stderrTail: []).kind == .unknown)
  }
}
