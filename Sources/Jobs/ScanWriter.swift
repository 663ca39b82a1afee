import Library
import Logging
import Sources
import Store

/// Collects what a scan finds and stores it in batches.
struct ScanWriter {
  /// How many rows changed so far.
  var changes = 0
  /// How many files were looked at.
  private(set) var done = 0

  private let tools: JobTools
  private let folder: LibraryFolder
  private let job: RunningJob
  private var batch = ScanBatch()
  private var begun = ContinuousClock.now
  private var total: Int?
  private var hasAskedForTimelines = false

  init(tools: JobTools, folder: LibraryFolder, job: RunningJob) {
    self.tools = tools
    self.folder = folder
    self.job = job
  }

  /// Takes one event of the scan.
  mutating func take(_ event: ScanEvent) throws {
    var path: String?
    switch event {
    case .counted(let count):
      total = count
    case .media(let media):
      batch.found.append(FoundMedia(media))
      path = media.path
    case .failed(let failedPath, let stamp, let reason):
      batch.failed.append(
        FailedMedia(path: failedPath, stamp: MediaStamp(stamp), reason: reason))
      path = failedPath
    case .subtitles(let besidePath, let tracks):
      batch.unchanged.append(besidePath)
      batch.subtitles[besidePath] = tracks
      path = besidePath
    case .unchanged(let unchangedPath):
      batch.unchanged.append(unchangedPath)
      path = unchangedPath
    }
    if let path { note(path) }
    let isOld = ContinuousClock.now - begun >= ScanJob.batchTime
    if batch.count >= ScanJob.batchSize || (isOld && batch.count > 0) { try flush() }
  }

  /// Stores what was collected.
  mutating func flush() throws {
    begun = .now
    guard batch.count > 0 else { return }
    let changed = try tools.store.upsertScan(batch, in: folder.id)
    batch = ScanBatch()
    guard changed > 0 else { return }
    changes += changed
    tools.announce("library", because: "scan")
    guard !hasAskedForTimelines else { return }
    // A new library goes on air with its first files; the end of the scan asks again.
    hasAskedForTimelines = true
    try tools.store.enqueue(kind: .timeline)
  }

  /// Tells of what changed and lets the channels follow.
  func announceChanges(isLast: Bool = false) {
    if changes > 0 || isLast { tools.announce("library", because: "scan") }
    guard changes > 0 else { return }
    do {
      try tools.store.enqueue(kind: .timeline)
    } catch {
      // The hourly upkeep sees the same library.
      tools.logger.warning("timelines not asked for", metadata: ["error": "\(error)"])
    }
  }

  private mutating func note(_ path: String) {
    done += 1
    let name = path.split(separator: "/").last.map(String.init)
    job.report(done: done, total: total, detail: name)
  }
}

extension MediaStamp {
  fileprivate init(_ stamp: FileStamp) {
    self.init(size: stamp.size, modified: stamp.modified)
  }
}

extension FoundMedia {
  fileprivate init(_ media: ScannedMedia) {
    self.init(
      path: media.path, stamp: MediaStamp(media.stamp), kind: media.guess.kind,
      title: media.guess.title, year: media.guess.year, showTitle: media.guess.show,
      season: media.guess.season, episode: media.guess.episode, duration: media.duration,
      probe: media.probe)
  }
}
