import ChildProcess
import Foundation
public import Library
import Pipeline

/// Takes the words of a file's subtitles out of it, and those beside it, into a folder of ours.
///
/// Each track becomes two files: words as ASS or SubRip for drawing, in UTF-8, and cues as WebVTT
/// for players. Fonts in the file go beside the words of ASS. A DVD's subtitles beside the file become
/// one file of pictures for each language. All names are made here. It blocks: only for plain threads.
///
///     let outcome = try SubtitleExtraction(ffmpeg: "ffmpeg").outcome(
///       of: path, stamp: stamp, probe: probe, into: folder, isCancelled: { false })
public struct SubtitleExtraction: Sendable {
  /// What it came to.
  public enum Outcome: Hashable, Sendable {
    /// What came of each track of words; the folder is there.
    case found([ExtractedSubtitles.Track])
    /// The file is not there, or not as it was scanned: it has to be scanned first.
    case changed
    /// It was told to end.
    case cancelled
  }

  private let ffmpeg: String
  private let deadline: @Sendable (Span) -> Duration

  /// An extraction by a program that is killed at a deadline, which follows from a file's length.
  public init(
    ffmpeg: String,
    deadline: @escaping @Sendable (Span) -> Duration = FileAnalysis.usualDeadline
  ) {
    self.ffmpeg = ffmpeg
    self.deadline = deadline
  }

  /// Takes out the words of all text tracks.
  ///
  /// - Parameters:
  ///   - path: The file's absolute path.
  ///   - stamp: How it looked when it was scanned.
  ///   - probe: Its tracks as the scan found them.
  ///   - folder: Where the files go; it must not be there. It comes as a whole or not at all.
  ///   - isCancelled: Asked ten times a second; a yes kills ffmpeg.
  /// - Returns: What it came to; never an endless wait.
  /// - Throws: When ffmpeg can't be started or the folder can't be written, which is no file's
  ///   fault.
  public func outcome(
    of path: String, stamp: FileStamp, probe: MediaProbe, into folder: String,
    isCancelled: @escaping () -> Bool
  ) throws -> Outcome {
    guard holds(path, stamp) else { return .changed }
    let work = SubtitleWorkFolder(path: folder + ".new")
    try work.make()
    defer { work.remove() }
    let texts = probe.subtitles.filter { $0.isText == true }
    let discs = probe.subtitles.filter { $0.isText == false && $0.file != nil }
    var failures: [Int: String] = [:]
    for pass in try passes(over: path, probe, texts, in: work) + discPasses(discs, in: work) {
      switch try run(pass.arguments, probe, isCancelled) {
      case .done: break
      case .failed(let reason): for track in pass.tracks { failures[track] = reason }
      // What lies beside the file was looked at a moment ago.
      case .gone where pass.isBeside: break
      case .gone: return .changed
      case .cancelled: return .cancelled
      }
      // What was written to meanwhile was read half old, half new.
      guard holds(path, stamp) else { return .changed }
    }
    work.unlink()
    let fonts = work.keepFonts()
    let tracks =
      try texts.map { try work.finish($0, hasFonts: fonts, failure: failures[$0.index]) }
      + discs.map { work.finish(pictures: $0, failure: failures[$0.index]) }
    try work.move(to: folder)
    return .found(tracks)
  }

  /// One run of ffmpeg, for some tracks.
  private struct Pass {
    var arguments: [String]
    var tracks: [Int]
    var isBeside = false
  }

  /// All streams of words in one go, and the captions among the pictures, which must be decoded.
  private func passes(
    over path: String, _ probe: MediaProbe, _ texts: [SubtitleStream], in work: SubtitleWorkFolder
  ) throws -> [Pass] {
    func output(_ track: SubtitleStream) -> SubtitleOutput {
      SubtitleOutput(stream: track.index, codec: track.codec, path: work.raw(track))
    }
    var passes: [Pass] = []
    let inFile = texts.filter { $0.file == nil && !probe.hidesInPictures($0) }
    // Teletext for itself: an ffmpeg that does not know it refuses all that is asked with it.
    for streams in [
      inFile.filter { $0.codec != SubtitleStream.teletext },
      inFile.filter { $0.codec == SubtitleStream.teletext },
    ] where !streams.isEmpty {
      let words = subtitleArguments(
        path: path, probe: probe, outputs: streams.map(output),
        attachments: holdsFonts(probe, streams) ? work.attachments : [])
      passes.append(Pass(arguments: words, tracks: streams.map(\.index)))
    }
    if let captions = texts.first(where: probe.hidesInPictures) {
      let link = try work.link(to: path)
      let words = captionArguments(link: link, probe: probe, output: work.raw(captions))
      passes.append(Pass(arguments: words, tracks: [captions.index]))
    }
    return passes
  }

  /// The pictures beside the file, each language into a file of ours.
  private func discPasses(_ discs: [SubtitleStream], in work: SubtitleWorkFolder) -> [Pass] {
    discs.compactMap { track in
      guard let file = track.file, SubtitleWorkFolder.holds(file),
        let pictures = DiscSubtitles.pictures(of: file.path)
      else { return nil }
      let words = discSubtitleArguments(
        index: file.path, pictures: pictures, stream: file.stream ?? 0,
        output: work.pictures(track))
      return Pass(arguments: words, tracks: [track.index], isBeside: true)
    }
  }

  private func holdsFonts(_ probe: MediaProbe, _ streams: [SubtitleStream]) -> Bool {
    probe.container.contains("matroska")
      && streams.contains { $0.codec == "ass" || $0.codec == "ssa" }
  }

  private enum Ending {
    case done, gone, cancelled
    case failed(String)
  }

  private func run(
    _ words: [String], _ probe: MediaProbe, _ isCancelled: @escaping () -> Bool
  ) throws(ChildError) -> Ending {
    do throws(ChildError) {
      let result = try runToEnd(
        ChildCommand(ffmpeg, words, niceness: 19, yieldsDisk: true),
        deadline: deadline(probe.duration), outputLimit: 1_000_000, keeping: .error,
        isCancelled: isCancelled)
      guard !result.status.isSuccess else { return .done }
      return failure(result.status, String(decoding: result.output, as: UTF8.self))
    } catch {
      switch error {
      case .cancelled: return .cancelled
      case .timedOut(_, let deadline):
        return .failed(
          "Reading the file took longer than \(deadline.components.seconds) seconds. It may be "
            + "damaged, or its disk slow.")
      case .outputTooLarge:
        return .failed("ffmpeg found more faults in the file than it can name. It is damaged.")
      case .notFound, .notExecutable, .noPipe, .failedToStart: throw error
      }
    }
  }

  private func failure(_ status: ChildStatus, _ text: String) -> Ending {
    if text.contains("option 'txt_page'") {
      return .failed("This ffmpeg was built without libzvbi, so it can't read teletext.")
    }
    var signal: Int32?
    if case .signaled(let number) = status { signal = number }
    let tail = text.split(whereSeparator: \.isNewline).suffix(50).map { String($0.prefix(500)) }
    let found = StderrClassification(stderrTail: tail, signal: signal)
    switch found.kind {
    // None of these is the file's fault: it is read another time.
    case .noSuchFile, .sourceAway, .killed: return .gone
    default: return .failed(found.sentence)
    }
  }

  private func holds(_ path: String, _ stamp: FileStamp) -> Bool {
    PathFacts(RawPath(path), followingLinks: true)?.stamp == stamp
  }
}
