public import Library

/// Reads a library folder: which media files it holds, and what is in each.
///
/// One file that is broken, hangs or is hostile costs no other; it is told in
/// words and the scan goes on.
///
///     let scan = FolderScan(ffprobe: "/usr/bin/ffprobe")
///     let result = try scan.run(
///       folder: "/media/films", known: stamps, report: store, isCancelled: { false })
public struct FolderScan: Sendable {
  private let ffprobe: FFprobe
  private let parallel: Int

  /// A scan that runs so many ffprobe at once and gives each so much time.
  public init(ffprobe: String, parallel: Int = 4, probeDeadline: Duration = .seconds(30)) {
    self.ffprobe = FFprobe(program: ffprobe, deadline: probeDeadline)
    self.parallel = max(1, parallel)
  }

  /// Scans the folder to its end.
  ///
  /// It blocks: only for plain threads.
  ///
  /// - Parameters:
  ///   - folder: The folder's absolute path.
  ///   - known: How files looked when they were scanned before; one that still
  ///     looks the same is not read again, whether it was playable or not.
  ///   - subtitles: The files with subtitles that were beside media when they were scanned before.
  ///   - report: Called on this thread with each event, probes in the order
  ///     in which they end. What it throws ends the scan.
  ///   - isCancelled: Asked on this thread ten times a second; a yes kills the
  ///     running probes and ends the scan within a second, incomplete.
  /// - Returns: Which files are there, and whether that is all.
  /// - Throws: ``ScanError`` when the folder can't be scanned at all, and what `report` throws.
  public func run(
    folder: String, known: [String: FileStamp], subtitles: [String: [SubtitleFile]] = [:],
    report: (ScanEvent) throws -> Void, isCancelled: () -> Bool
  ) throws -> ScanResult {
    let walk = try FolderWalk.walk(folder, isCancelled: isCancelled)
    var result = ScanResult(seen: walk.seen, isComplete: walk.isComplete)
    guard !isCancelled() else { return result.cut() }
    try report(.counted(walk.files.count + walk.refused.count))
    for refused in walk.refused {
      try report(.failed(path: refused.path, stamp: refused.stamp, reason: refused.reason))
    }
    let beside = walk.subtitles.tracks(beside: walk.files)
    var changed: [FoundFile] = []
    for file in walk.files {
      let tracks = beside[file.path] ?? []
      if !known.holds(file) {
        changed.append(file)
      } else if tracks.compactMap(\.file) != subtitles[file.path] ?? [] {
        try report(.subtitles(path: file.path, tracks))
      } else {
        try report(.unchanged(path: file.path))
      }
    }
    let line = ProbeLine(files: changed, root: walk.root, ffprobe: ffprobe, parallel: parallel)
    let isDone = try line.run(isCancelled: isCancelled) { outcome in
      if case .gone = outcome.kind { result.seen.remove(outcome.file.path) }
      try report(outcome.event(in: walk.root, beside: beside[outcome.file.path] ?? []))
    }
    return isDone ? result : result.cut()
  }
}

extension ScanResult {
  fileprivate func cut() -> ScanResult { ScanResult(seen: seen, isComplete: false) }
}

extension ReadingOutcome {
  /// What the scan tells of the file.
  fileprivate func event(
    in folder: String, beside tracks: [SubtitleStream]
  ) throws -> ScanEvent {
    switch kind {
    case .media(var media):
      media.probe.subtitles += tracks
      return .media(media)
    case .failed(let reason): return .failed(path: file.path, stamp: file.stamp, reason: reason)
    case .gone: return .failed(path: file.path, stamp: file.stamp, reason: ProbeFault.gone)
    case .noProbe(let reason): throw ScanError.noProbe(folder: folder, reason: reason)
    case .cancelled: throw CancellationError()
    }
  }
}

extension [String: FileStamp] {
  /// Whether the file was scanned as it looks now, under its name to the byte.
  ///
  /// Strings that differ only in how accents are composed are equal to Swift,
  /// yet they name two files.
  fileprivate func holds(_ file: FoundFile) -> Bool {
    guard let index = index(forKey: file.path) else { return false }
    let entry = self[index]
    return entry.value == file.stamp && entry.key.utf8.elementsEqual(file.path.utf8)
  }
}
