import Foundation
import Library
import Logging
import Sources
import Store

/// Takes the words of subtitles out of media, one after the other: first out of those that are on
/// air within hours, then out of all others.
///
/// Each file's result is stored as it comes. A channel that is about to show the file is told, so
/// that even what is on air gets its words. A file that is away or being written to is passed over.
struct SubtitleJob {
  let tools: JobTools
  let job: RunningJob

  /// The subject of a job for what is on air within hours.
  static let soon = "soon"

  private struct Tally {
    var done = 0
    var failed = 0
    var passed: Set<MediaID> = []
    var last: MediaID?
  }

  func run() throws -> JobOutcome {
    guard try tools.store.usesSubtitles() else {
      return .done("No channel shows subtitles, so none are needed.")
    }
    let takesAll = job.job.subject != Self.soon && tools.analysesMedia
    let total = takesAll ? try tools.store.countSubtitlesDue() : nil
    let extraction = SubtitleExtraction(ffmpeg: tools.ffmpeg)
    var tally = Tally()
    while !job.isEnding, let (file, isSoon) = try next(takesAll, &tally) {
      let name = file.path.split(separator: "/").last.map(String.init)
      job.report(done: tally.done + tally.failed + tally.passed.count, total: total, detail: name)
      let folder = "\(file.id.rawValue)-\(String(UInt64.random(in: 0 ... .max), radix: 36))"
      let outcome = try extraction.outcome(
        of: file.path, stamp: FileStamp(size: file.stamp.size, modified: file.stamp.modified),
        probe: file.probe, into: "\(tools.store.subtitleFolder)/\(folder)",
        isCancelled: { job.isEnding })
      switch outcome {
      case .found(let tracks): try take(tracks, folder, file, isSoon: isSoon, &tally)
      case .changed: tally.passed.insert(file.id)
      case .cancelled: break
      }
    }
    try tools.dropUnusedSubtitles()
    if tally.done + tally.failed > 0 { tools.announce("library", because: "subtitles") }
    let words = words(tally)
    return job.isEnding ? .cancelled("\(words) What was taken out is kept.") : .done(words)
  }

  private func next(
    _ takesAll: Bool, _ tally: inout Tally
  ) throws -> (file: UnseenMedia, isSoon: Bool)? {
    let passed = tally.passed
    if let file = try tools.store.subtitlesDueSoon().first(where: { !passed.contains($0.id) }) {
      return (file, true)
    }
    guard takesAll else { return nil }
    while let file = try tools.store.nextSubtitlesDue(after: tally.last) {
      tally.last = file.id
      if !passed.contains(file.id) { return (file, false) }
    }
    return nil
  }

  private func take(
    _ tracks: [ExtractedSubtitles.Track], _ folder: String, _ file: UnseenMedia, isSoon: Bool,
    _ tally: inout Tally
  ) throws {
    let found = ExtractedSubtitles(folder: folder, tracks: tracks)
    guard try tools.store.keep(found, of: file) else {
      tally.passed.insert(file.id)
      return
    }
    let reasons = tracks.compactMap(\.failure)
    if let reason = reasons.first {
      tally.failed += 1
      tools.logger.notice(
        "subtitles can't be taken out",
        metadata: ["path": "\(file.path)", "reason": "\(reason)"])
    } else {
      tally.done += 1
    }
    guard isSoon, tracks.count > reasons.count else { return }
    for channel in try tools.store.channelsShowingSoon(file.id) { tools.refresh(channel) }
  }

  private func words(_ tally: Tally) -> String {
    let failed = tally.failed == 0 ? "" : ", \(tally.failed) had some that could not be read"
    let passed =
      tally.passed.isEmpty ? "" : ", \(tally.passed.count) are away or have changed"
    return "Subtitles of \(tally.done) media taken out\(failed)\(passed)."
  }
}

extension JobTools {
  /// Has the words of all media taken out, where the station looks through media by itself.
  func askForSubtitles() throws {
    guard analysesMedia, try store.usesSubtitles(), try store.countSubtitlesDue() > 0 else {
      return
    }
    try store.enqueue(kind: .subtitles)
  }

  /// Removes words that no medium has any more.
  ///
  /// What was made within the last hours may still be on air.
  func dropUnusedSubtitles() throws {
    let files = FileManager.default
    let used = try store.subtitleFolders()
    let folder = store.subtitleFolder
    for name in (try? files.contentsOfDirectory(atPath: folder)) ?? [] where !used.contains(name) {
      let path = "\(folder)/\(name)"
      let facts = try? files.attributesOfItem(atPath: path)
      let made = (facts?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
      guard Double(now().milliseconds) / 1000 - made > 6 * 3600 else { continue }
      try? files.removeItem(atPath: path)
    }
  }
}
