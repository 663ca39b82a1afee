import Library
import Playout
import Schedule
import Store

/// Lays programmes ahead for one channel or for all.
struct TimelineJob {
  let tools: JobTools
  let job: RunningJob

  func run() throws -> JobOutcome {
    var channels = try tools.store.channels()
    if let subject = job.job.subject {
      channels = channels.filter { $0.channel.id.rawValue == subject }
      guard !channels.isEmpty else {
        // The channel was removed in the meantime: its guide goes as well.
        try tools.store.enqueue(kind: .guide)
        return .done("The channel is gone.")
      }
    }
    var snapshots: [ContentSelector: LibrarySnapshot] = [:]
    var changed = 0
    var failures: [String] = []
    for (index, channel) in channels.enumerated() {
      if job.isEnding { break }
      job.report(done: index, total: channels.count, detail: channel.channel.name)
      do {
        if try build(channel, &snapshots) { changed += 1 }
      } catch {
        failures.append("Channel \(channel.channel.number): \(error)")
      }
    }
    let pauses = channels.count { $0.channel.pausedAt != nil }
    let isOpen = try tools.store.hasOpenTakeOvers(at: tools.now())
    try tell(changed: changed, moving: pauses + (isOpen ? 1 : 0))
    if job.isEnding { return .cancelled("\(changed) timelines changed.") }
    guard failures.isEmpty else { return .failed(failures.joined(separator: " ")) }
    return .done("\(changed) of \(channels.count) timelines changed.")
  }

  /// Builds one channel; tells whether anything changed.
  private func build(
    _ channel: ProgrammedChannel, _ snapshots: inout [ContentSelector: LibrarySnapshot]
  ) throws -> Bool {
    guard channel.channel.kind.isProgrammed else { return false }
    let id = channel.channel.id
    let content = channel.rules.content
    let snapshot = try snapshots[content] ?? tools.store.snapshot(for: content)
    snapshots[content] = snapshot
    let now = channel.channel.clock(at: tools.now())
    let existing = ScheduledItem.whole(try tools.store.timelineTail(of: id, from: now))
    let mirrors = try tools.store.mirrors(of: id)
    // What nobody watches has not been made ahead: an edit counts from the next programme on.
    let lead = ([id] + mirrors).contains(where: tools.isOnAir) ? TimelineUpkeep.lead : .zero
    let anchor = TimelineUpkeep.anchor(of: existing, now: now, lead: lead)
    let item = try anchor.flatMap { try tools.store.scheduleItem($0.media, of: content) }
    let upkeep = TimelineUpkeep(
      schedule: ContinuousSchedule(rules: channel.rules, library: snapshot),
      premiere: channel.channel.premiere)
    guard let diff = upkeep.diff(existing: existing, now: now, lead: lead, item: item) else {
      return false
    }
    try tools.store.apply(diff, to: id)
    for shown in [id] + mirrors { tools.refresh(shown) }
    return true
  }

  /// Asks for a guide where there is something new to tell.
  ///
  /// A job for one channel comes from an edit, which the guide shows even
  /// when the programmes stay. What a paused channel would show moves with the clock, as does the
  /// end of a take-over that has none.
  private func tell(changed: Int, moving: Int) throws {
    guard changed + moving > 0 || job.job.subject != nil else { return }
    try tools.store.enqueue(kind: .guide)
    tools.announce("channels", because: "timeline")
  }
}

extension ScheduledItem {
  /// The entries as they were scheduled: what was interrupted by pauses counts once.
  static func whole(_ entries: [TimelineEntry]) -> [ScheduledItem] {
    entries.reduce(into: []) { items, entry in
      let goesOn = entry.inPoint > .zero && items.last?.media == entry.media
      if goesOn { items[items.count - 1].end = entry.end } else { items.append(.init(entry)) }
    }
  }

  fileprivate init(_ entry: TimelineEntry) {
    self.init(start: entry.start, end: entry.end, media: entry.media, cycle: entry.cycle)
  }
}
