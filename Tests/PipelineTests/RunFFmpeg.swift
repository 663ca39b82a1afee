import Foundation

/// What a short program left.
struct ProgramResult: Sendable {
  var status: Int32
  var output: Data
  var errors: String
}

/// Runs ffmpeg, or another program, to its end.
func runFFmpeg(
  _ arguments: [String], program: String = "ffmpeg", in workingFolder: String? = nil
) async throws -> ProgramResult {
  let folder = try TestFolder()
  let files = ["out", "err"].map { folder.path + "/" + $0 }
  for file in files { _ = FileManager.default.createFile(atPath: file, contents: nil) }
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = [program] + arguments
  if let workingFolder { process.currentDirectoryURL = URL(fileURLWithPath: workingFolder) }
  process.standardInput = FileHandle.nullDevice
  process.standardOutput = FileHandle(forWritingAtPath: files[0])
  process.standardError = FileHandle(forWritingAtPath: files[1])
  await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
    process.terminationHandler = { _ in continuation.resume() }
    do {
      try process.run()
    } catch {
      process.terminationHandler = nil
      continuation.resume()
    }
  }
  return ProgramResult(
    status: process.terminationStatus,
    output: try Data(contentsOf: URL(fileURLWithPath: files[0])),
    errors: String(
      decoding: try Data(contentsOf: URL(fileURLWithPath: files[1])), as: UTF8.self))
}

/// A folder that is gone when nobody holds it any more.
final class TestFolder: Sendable {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/exstreamtv-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
