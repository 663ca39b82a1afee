import Library
import Schedule
import Store

/// Drops what is past keeping.
struct PruneJob {
  let tools: JobTools

  func run() throws -> JobOutcome {
    let before = tools.now() - TimelineUpkeep.past
    let entries = try tools.store.pruneTimelines(
      olderThan: TimelineUpkeep.past, now: tools.now())
    let media = try tools.store.pruneLibrary(before: before)
    try tools.dropUnusedSubtitles()
    let jobs = try tools.store.pruneJobs()
    return .done("\(entries) timeline entries, \(media) media and \(jobs) jobs dropped.")
  }
}
