import ChildProcess
import Glibc
import Library

/// What reading one file came to.
struct ReadingOutcome: Sendable {
  enum Kind: Sendable {
    case media(ScannedMedia)
    case failed(reason: String)
    case gone
    /// ffprobe itself does not work, which is no file's fault.
    case noProbe(reason: String)
    case cancelled
  }

  var file: FoundFile
  var kind: Kind
}

/// Reads what is in one file, and tells in words what is wrong with it.
struct FileReading {
  let file: FoundFile
  /// The library's folder, for what the folders below it tell.
  let root: String
  let ffprobe: FFprobe
  let isCancelled: () -> Bool

  /// Reads the file, blocking until ffprobe's deadline at the latest.
  func outcome() -> ReadingOutcome {
    do {
      return ReadingOutcome(file: file, kind: try kind())
    } catch {
      return ReadingOutcome(file: file, kind: kind(for: error))
    }
  }

  private func kind() throws(ChildError) -> ReadingOutcome.Kind {
    guard access(file.path, F_OK) == 0 else { return .gone }
    guard file.stamp.size > 0 else { return .failed(reason: ProbeFault.empty) }
    guard access(file.path, R_OK) == 0 else { return .failed(reason: ProbeFault.denied) }
    let result = try ffprobe.describe(file.path, isCancelled: isCancelled)
    guard result.status.isSuccess, let answer = ProbeAnswer(json: result.output) else {
      guard access(file.path, F_OK) == 0 else { return .gone }
      return .failed(reason: ProbeFault.reason(for: result, path: file.path))
    }
    guard !answer.isGuess else { return .failed(reason: ProbeFault.notMedia) }
    return try kind(of: answer.mediaProbe, start: answer.format?.start ?? 0)
  }

  private func kind(of found: MediaProbe, start: Double) throws(ChildError) -> ReadingOutcome.Kind {
    guard let stream = found.video?.index ?? found.audio.first?.index else {
      return .failed(reason: ProbeFault.noStreams)
    }
    var probe = found
    if probe.duration == .zero {
      // Written by a live recorder that never came back to fill in the length.
      guard let times = try packets(of: stream, parts: []), let length = times.length else {
        return .failed(reason: ProbeFault.unknownLength)
      }
      probe.duration = length
      probe.video?.longestKeyFrameGap = times.longestKeyFrameGap(inParts: false)
    } else if probe.video?.codec == "h264" {
      let parts = Self.parts(of: probe.duration, start: start)
      probe.video?.longestKeyFrameGap = try packets(of: stream, parts: parts)?
        .longestKeyFrameGap(inParts: !parts.isEmpty)
    }
    if try hasCaptions(probe, start: start), let captions = probe.hiddenCaptions {
      probe.subtitles.append(captions)
    }
    return kind(of: probe)
  }

  /// Codecs that broadcasters hide captions in.
  private static let captioned: Set = ["h264", "hevc", "mpeg2video"]

  /// Whether the pictures carry captions, at their beginning or in their middle.
  private func hasCaptions(_ probe: MediaProbe, start: Double) throws(ChildError) -> Bool {
    guard let video = probe.video, Self.captioned.contains(video.codec) else { return false }
    let middle =
      probe.duration >= .minutes(2) ? [start + probe.duration.seconds / 2] as [Double?] : []
    do {
      let result = try ffprobe.frameSides(
        of: video.index, in: file.path, at: [nil] + middle, isCancelled: isCancelled)
      return String(decoding: result.output, as: UTF8.self).contains("Closed Captions")
    } catch .timedOut, .outputTooLarge {
      return false
    }
  }

  private func kind(of probe: MediaProbe) -> ReadingOutcome.Kind {
    // The tag of a picture that was cut later may tell more than there is.
    let duration = min(probe.video?.duration ?? probe.duration, probe.duration)
    guard duration >= .seconds(1) else { return .failed(reason: ProbeFault.tooShort) }
    var probe = probe
    if probe.video == nil, probe.artwork == nil {
      probe.artwork = SidecarArtwork.path(beside: file.path).map { .beside(path: $0) }
    }
    return .media(
      ScannedMedia(
        path: file.path, stamp: file.stamp, guess: guess(hasPicture: probe.video != nil),
        duration: duration, probe: probe))
  }

  private func guess(hasPicture: Bool) -> NameGuess {
    let guess = NameGuess.guess(path: file.path, root: root)
    return hasPicture ? guess : NameGuess(kind: .other, title: guess.title)
  }

  /// The packets of a stream; nil when ffprobe could not list them in time,
  /// which leaves the rest of what is known of the file as good as it is.
  private func packets(
    of stream: Int, parts: [PacketWindow]
  ) throws(ChildError) -> PacketTimes? {
    do {
      let result = try ffprobe.packets(
        of: stream, in: file.path, parts: parts, isCancelled: isCancelled)
      return PacketTimes(lines: result.output)
    } catch .timedOut, .outputTooLarge {
      return nil
    }
  }

  private func kind(for error: ChildError) -> ReadingOutcome.Kind {
    switch error {
    case .cancelled: .cancelled
    case .timedOut: .failed(reason: ProbeFault.tooSlow(ffprobe.deadline))
    case .outputTooLarge: .failed(reason: ProbeFault.tooLarge)
    case .notFound, .notExecutable, .noPipe, .failedToStart: .noProbe(reason: "\(error)")
    }
  }

  /// The parts of a file whose key frames are looked at: none, for the whole,
  /// of one that is short; else its beginning, middle and end.
  static func parts(of duration: Span, start: Double) -> [PacketWindow] {
    guard duration >= .minutes(2) else { return [] }
    let seconds = duration.seconds
    return [
      PacketWindow(start: nil, length: 20),
      PacketWindow(start: start + seconds / 2 - 10, length: 20),
      PacketWindow(start: start + seconds - 22, length: 20),
    ]
  }
}
