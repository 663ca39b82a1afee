import ChildProcess
import Foundation
public import Pipeline
public import Playout
import Synchronization

/// Draws graphics over one picture, for somebody who wants to see how they look.
public final class DrawingBoard: Sendable {
  /// How many pictures are drawn at once, at most.
  private static let mostAtOnce = 2
  /// How long one may take.
  private static let deadline = Duration.seconds(20)
  /// How old a file is that nobody can be drawing with any more, in seconds.
  private static let leftOver: TimeInterval = 60

  private let ffmpeg: String
  private let folder: String
  private let busy = Mutex(0)

  /// A board that keeps its files in a folder, which need not be there yet; what a killed worker
  /// left there is removed.
  public init(ffmpeg: String, folder: String) {
    self.ffmpeg = ffmpeg
    self.folder = folder
    sweep()
  }

  /// Draws graphics; blocks until they are drawn.
  ///
  /// - Parameters:
  ///   - graphics: What is drawn, later ones above.
  ///   - profile: The shape of the picture.
  ///   - stage: What is drawn over.
  /// - Returns: The picture as JPEG.
  /// - Throws: A `GraphicFailure` that names what can't be drawn.
  public func draw(
    _ graphics: [Graphic], in profile: TranscodeProfile, on stage: GraphicStage
  ) throws -> [UInt8] {
    guard take() else {
      throw GraphicFailure(reason: "Other pictures are being drawn. Try again in a moment.")
    }
    defer { busy.withLock { $0 -= 1 } }
    sweep()
    let scripts = "\(folder)/\(UUID().uuidString)"
    let overlay = Overlay(showing: graphics, at: stage.moment, scripts: scripts)
    let files = previewScripts(of: overlay, in: profile, on: stage)
    let result = try run(
      previewArguments(of: overlay, in: profile, on: stage), with: files)
    if result.status == .exited(0), !result.output.isEmpty { return result.output }
    for rehearsal in overlay.rehearsals {
      let tried = try run(
        rehearsal.arguments(scripts: scripts), with: rehearsal.scripts(at: scripts))
      guard tried.status != .exited(0) else { continue }
      throw GraphicFailure(
        reason: "It can't be drawn: \(rehearsal.refusal(complaints: tried.stderrTail)).")
    }
    throw GraphicFailure(
      reason: stage.film == nil
        ? "ffmpeg could not draw it." : "ffmpeg can't read that place of the file.")
  }

  /// Removes files by their age, as other workers draw in the same folder.
  private func sweep() {
    let files = FileManager.default
    let oldest = Date.now - Self.leftOver
    for name in (try? files.contentsOfDirectory(atPath: folder)) ?? [] {
      let path = "\(folder)/\(name)"
      guard let made = try? files.attributesOfItem(atPath: path)[.modificationDate] as? Date,
        made < oldest
      else { continue }
      try? files.removeItem(atPath: path)
    }
  }

  private func take() -> Bool {
    busy.withLock { busy in
      guard busy < Self.mostAtOnce else { return false }
      busy += 1
      return true
    }
  }

  private func run(_ arguments: [String], with files: [Overlay.Script]) throws -> ChildResult {
    defer { for file in files { try? FileManager.default.removeItem(atPath: file.path) } }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for file in files { try Data(file.text.utf8).write(to: URL(filePath: file.path)) }
    return try runToEnd(
      ChildCommand(ffmpeg, arguments, niceness: 5), deadline: Self.deadline,
      outputLimit: 32 << 20)
  }
}
