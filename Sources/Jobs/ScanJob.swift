import FoundationEssentials
import Library
import Sources
import Store

/// Reads a folder and brings the library up to date with it.
///
/// Found files are stored as they come, so an end halfway loses nothing.
/// Files count as missing only after a complete reading of a folder that is
/// there and holds something: an unplugged disk never empties the library.
struct ScanJob {
  let tools: JobTools
  let job: RunningJob

  /// How many files are stored in one transaction at most.
  static let batchSize = 50
  /// How long a found file waits for the next transaction.
  static let batchTime = Duration.milliseconds(500)
  /// How long ffprobe may take for one file.
  static let probeDeadline = Duration.seconds(30)

  func run() throws -> JobOutcome {
    guard let subject = job.job.subject, let number = Int64(subject),
      let folder = try tools.store.folder(FolderID(rawValue: number))
    else {
      return .failed("There is no folder \(job.job.subject ?? "") to scan; it was removed.")
    }
    if let problem = FolderProblem.of(folder.path) { return try end(folder, with: problem) }
    var writer = ScanWriter(tools: tools, folder: folder, job: job)
    let known = try tools.store.stamps(of: folder.id).mapValues { stamp in
      FileStamp(size: stamp.size, modified: stamp.modified)
    }
    let subtitles = try tools.store.subtitleFiles(of: folder.id)
    let scan = FolderScan(ffprobe: tools.ffprobe, probeDeadline: Self.probeDeadline)
    let result = try Result {
      try scan.run(
        folder: folder.path, known: known, subtitles: subtitles, report: { try writer.take($0) },
        isCancelled: { job.isEnding })
    }.mapError { error in
      // What was found before is kept, whatever ended the scan.
      try? writer.flush()
      return error
    }.get()
    try writer.flush()
    return try end(folder, writer, result)
  }

  private func end(
    _ folder: LibraryFolder, _ writer: ScanWriter, _ result: ScanResult
  ) throws -> JobOutcome {
    var writer = writer
    if job.isEnding {
      writer.announceChanges()
      return .cancelled("\(writer.done) files read; what was found is kept.")
    }
    if let problem = FolderProblem.of(folder.path) { return try end(folder, with: problem) }
    if result.isComplete, !result.seen.isEmpty {
      writer.changes += try tools.store.markMissing(in: folder.id, except: result.seen)
    }
    let read = try tools.store.folder(folder.id) ?? folder
    let state = state(of: read, result)
    try tools.store.setState(state.0, detail: state.1, of: folder.id)
    writer.announceChanges(isLast: true)
    return .done(Self.words(read))
  }

  private func state(
    of folder: LibraryFolder, _ result: ScanResult
  ) -> (LibraryFolder.State, String?) {
    guard result.seen.isEmpty else {
      return (.ok, result.isComplete ? nil : "Some of its folders could not be read.")
    }
    guard folder.items + folder.failed > 0 else {
      return (.empty, "The folder holds no videos.")
    }
    return (
      .missing,
      "The folder is empty now. Its \(folder.items + folder.failed) files are kept in case its "
        + "disk is not mounted; remove the folder to drop them."
    )
  }

  /// The media stay as they are: they come back with the folder.
  private func end(_ folder: LibraryFolder, with problem: FolderProblem) throws -> JobOutcome {
    try tools.store.setState(problem.state, detail: problem.detail, of: folder.id)
    tools.announce("library", because: "folder")
    return .failed(problem.detail)
  }

  private static func words(_ folder: LibraryFolder) -> String {
    let failed = folder.failed == 0 ? "" : ", \(folder.failed) files can't be played"
    return "\(folder.items) media\(failed)."
  }
}
