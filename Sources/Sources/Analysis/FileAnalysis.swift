import ChildProcess
public import Library
import Pipeline

/// Reads one whole file with an ffmpeg that yields to everything else, and tells what is in it.
///
/// It takes as long as decoding the file does, so it is done once, in the background. It blocks:
/// only for plain threads.
///
///     let outcome = try FileAnalysis(ffmpeg: "ffmpeg").outcome(
///       of: path, stamp: stamp, probe: probe, isCancelled: { false })
public struct FileAnalysis: Sendable {
  /// What looking through a file came to.
  public enum Outcome: Hashable, Sendable {
    /// What was found.
    case found(MediaAnalysis)
    /// The file is at fault, in words.
    case failed(String)
    /// The file is not there, or not as it was scanned: it has to be scanned first.
    case changed
    /// It was told to end.
    case cancelled
  }

  private let ffmpeg: String
  private let deadline: @Sendable (Span) -> Duration

  /// As many bytes as ffmpeg may say: thousands of dark scenes, but no endless complaints.
  private static let mostWords = 4_000_000

  /// How long a file may take: four times what it plays, since decoding has the lowest priority.
  public static let usualDeadline: @Sendable (Span) -> Duration = { length in
    .milliseconds(min(60_000 + 4 * length.milliseconds, Span.hours(12).milliseconds))
  }

  /// An analysis by a program that is killed at a deadline, which follows from a file's length.
  public init(
    ffmpeg: String, deadline: @escaping @Sendable (Span) -> Duration = usualDeadline
  ) {
    self.ffmpeg = ffmpeg
    self.deadline = deadline
  }

  /// Looks through a file.
  ///
  /// - Parameters:
  ///   - path: The file's absolute path.
  ///   - stamp: How it looked when it was scanned.
  ///   - probe: Its streams as the scan found them.
  ///   - isCancelled: Asked ten times a second; a yes kills ffmpeg.
  /// - Returns: What it came to; never an endless wait.
  /// - Throws: When ffmpeg can't be started, which is no file's fault.
  public func outcome(
    of path: String, stamp: FileStamp, probe: MediaProbe, isCancelled: @escaping () -> Bool
  ) throws -> Outcome {
    guard holds(path, stamp) else { return .changed }
    let outcome =
      switch try attempt(path, probe, isCancelled) {
      case .ended(let outcome): outcome
      case .refused(let reason): try inParts(path, probe, reason, isCancelled)
      }
    // What was written to meanwhile was read half old, half new.
    return holds(path, stamp) ? outcome : .changed
  }

  /// What one ffmpeg came to.
  private enum Attempt {
    case ended(Outcome)
    /// It gave up by itself, which a single track may be the reason for.
    case refused(String)
  }

  /// Looks through a file that ffmpeg would not look through as a whole: one track that can't be
  /// decoded is not to cost the others.
  private func inParts(
    _ path: String, _ probe: MediaProbe, _ reason: String, _ isCancelled: @escaping () -> Bool
  ) throws -> Outcome {
    var parts = probe.measuredAudio.map { probe.alone($0) }
    guard parts.count > 1 else { return .failed(reason) }
    // The picture goes with the sound that its dark places are silent in.
    parts[0].video = probe.video
    var found: MediaAnalysis?
    for part in parts {
      switch try attempt(path, part, isCancelled) {
      case .ended(.found(let more)):
        found = MediaAnalysis(
          dips: (found?.dips ?? []) + more.dips,
          loudness: (found?.loudness ?? []) + more.loudness)
      case .ended(let other): return other
      case .refused: continue
      }
    }
    found?.loudness.sort { $0.stream < $1.stream }
    return found.map(Outcome.found) ?? .failed(reason)
  }

  private func attempt(
    _ path: String, _ probe: MediaProbe, _ isCancelled: @escaping () -> Bool
  ) throws(ChildError) -> Attempt {
    guard let words = analysisArguments(path: path, probe: probe) else {
      return .ended(.found(MediaAnalysis()))
    }
    do throws(ChildError) {
      let result = try runToEnd(
        ChildCommand(ffmpeg, words, niceness: 19, yieldsDisk: true),
        deadline: deadline(probe.duration), outputLimit: Self.mostWords, keeping: .error,
        isCancelled: isCancelled)
      let text = String(decoding: result.output, as: UTF8.self)
      guard !result.status.isSuccess else {
        return .ended(.found(AnalysisWords(text).analysis(of: probe)))
      }
      return failure(result.status, text)
    } catch {
      switch error {
      case .cancelled: return .ended(.cancelled)
      case .timedOut(_, let deadline):
        return .ended(
          .failed(
            "Looking through it took longer than \(deadline.components.seconds) seconds. The file "
              + "may be damaged, or its disk slow."))
      case .outputTooLarge:
        return .ended(
          .failed("ffmpeg found more faults in it than it can name. The file is damaged."))
      case .notFound, .notExecutable, .noPipe, .failedToStart: throw error
      }
    }
  }

  private func failure(_ status: ChildStatus, _ text: String) -> Attempt {
    var signal: Int32?
    if case .signaled(let number) = status { signal = number }
    let tail = text.split(whereSeparator: \.isNewline).suffix(50).map { String($0.prefix(500)) }
    let found = StderrClassification(stderrTail: tail, signal: signal)
    switch found.kind {
    // None of these is the file's fault: it is looked through another time.
    case .noSuchFile, .sourceAway, .killed: return .ended(.changed)
    default: return .refused(found.sentence)
    }
  }

  private func holds(_ path: String, _ stamp: FileStamp) -> Bool {
    PathFacts(RawPath(path), followingLinks: true)?.stamp == stamp
  }
}

extension MediaProbe {
  /// The file as if it had nothing but a sound track.
  fileprivate func alone(_ track: AudioStream) -> MediaProbe {
    var probe = self
    probe.video = nil
    probe.audio = [track]
    return probe
  }
}
