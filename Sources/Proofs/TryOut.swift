import ChildProcess
import Foundation
public import Library
public import Pipeline
public import Playout

/// What ten seconds of a file are like in a profile, as they were really made.
public struct TryOut: Hashable, Codable, Sendable {
  /// Seconds of the file that were made.
  public var seconds: Double
  /// Seconds that it took.
  public var took: Double
  /// Bytes that came of it.
  public var bytes: Int
  /// What encoded, in words.
  public var method: String

  /// How many times as fast as it plays it was made.
  public var speed: Double { took > 0 ? seconds / took : 0 }

  /// The whole in a sentence.
  public var sentence: String {
    let bits = Double(bytes) * 8 / max(seconds, 0.1) / 1_000_000
    return
      "\(Self.short(seconds)) s were made in \(Self.short(took)) s, \(Self.short(speed)) times "
      + "as fast as they play; \(Self.short(bits)) Mbit/s. \(method)"
  }

  private static func short(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
}

/// Why a file could not be tried.
public struct TryOutFailure: Error, Hashable, CustomStringConvertible {
  /// The reason in a sentence.
  public var description: String
}

extension ProvingGround {
  /// How much of a file is tried.
  public static let tryLength = Span.seconds(10)

  /// Makes ten seconds out of the middle of a file as a run on air would, and a picture of it.
  ///
  /// - Parameters:
  ///   - path: The file's absolute path.
  ///   - probe: The file's streams as found by the scan.
  ///   - profile: The shape to bring it into.
  ///   - machine: What this machine has proven.
  ///   - picture: The file to write the picture to, as JPEG.
  ///   - overlay: What is drawn over the pictures; nil for nothing. Its files are made and removed.
  ///   - isCancelled: Asked ten times a second; ends it once it says yes.
  /// - Returns: What came of it.
  /// - Throws: A ``TryOutFailure`` in words for people, or a `ChildError`.
  public func tryOut(
    _ path: String, probe: MediaProbe, profile: TranscodeProfile, on machine: Capabilities?,
    picture: String, overlay: Overlay? = nil, isCancelled: @escaping () -> Bool = { false }
  ) throws -> TryOut {
    let (offset, length) = Self.part(of: probe)
    var overlay = overlay
    overlay?.scripts = "\(folder)/try-\(UUID().uuidString.prefix(8))"
    let outline = Outline(
      of: path, probe: probe, profile: profile, on: machine, overlay: overlay)
    let run = outline.run(of: path, probe: probe, from: offset, length: length)
    let scripts = run.scripts
    defer { for script in scripts { try? FileManager.default.removeItem(atPath: script.path) } }
    for script in scripts { try Data(script.text.utf8).write(to: URL(filePath: script.path)) }
    let trial = trialArguments(for: run)
    let began = ContinuousClock.now
    let result = try runToEnd(
      ChildCommand(ffmpeg, trial.arguments, niceness: 5), deadline: .seconds(120),
      outputLimit: 160 << 20, isCancelled: isCancelled)
    let took = began.duration(to: .now)
    guard result.status == .exited(0), result.output.count > 188 * 8 else {
      let words = StderrClassification(stderrTail: result.stderrTail)
      throw TryOutFailure(description: words.sentence)
    }
    let shows = outline.decision.video != .omitted
    if shows {
      let middle = Span(milliseconds: length.milliseconds / 2)
      try draw(result.output, trial.container, at: middle, to: picture)
    }
    return TryOut(
      seconds: length.seconds, took: took / .seconds(1), bytes: result.output.count,
      method: outline.decision.video == .copy
        ? "The picture is passed on as it is." : shows ? "\(outline.hardware)" : "Sound only.")
  }

  /// The part of a file that is tried: out of its middle.
  public static func part(of probe: MediaProbe) -> (offset: Span, length: Span) {
    let length = probe.duration > .zero ? min(tryLength, probe.duration) : tryLength
    let rest = max(0, probe.duration.milliseconds - length.milliseconds)
    return (Span(milliseconds: rest / 2), length)
  }

  /// Draws one picture out of the middle of a stream.
  private func draw(
    _ stream: [UInt8], _ container: String, at offset: Span, to picture: String
  ) throws {
    let file = "\(folder)/try-\(UUID().uuidString.prefix(8)).\(container)"
    defer { try? FileManager.default.removeItem(atPath: file) }
    try Data(stream).write(to: URL(filePath: file))
    let drawn = try runToEnd(
      ChildCommand(
        ffmpeg, pictureArguments(of: file, container: container, at: offset), niceness: 5),
      deadline: .seconds(30),
      outputLimit: 8 << 20)
    guard drawn.status == .exited(0), !drawn.output.isEmpty else {
      throw TryOutFailure(description: "What was made can't be decoded again.")
    }
    try Data(drawn.output).write(to: URL(filePath: picture), options: .atomic)
  }
}
