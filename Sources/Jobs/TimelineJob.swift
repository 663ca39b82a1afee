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
    var contents = LibraryShelf(store: tools.store)
    var changed = 0
    var warned = 0
    var failures: [String] = []
    for (index, channel) in channels.enumerated() {
      if job.isEnding { break }
      job.report(done: index, total: channels.count, detail: channel.channel.name)
      do {
        let found = try build(channel, &contents)
        changed += found.isChanged ? 1 : 0
        warned += try keep(found.warnings, of: channel) ? 1 : 0
      } catch {
        if let fault = error as? RuleFault {
          warned += try keep([ScheduleWarning(fault, at: tools.now())], of: channel) ? 1 : 0
        }
        let reason = (error as? RuleFault).map { "\($0.field): \($0.detail)" } ?? "\(error)"
        failures.append("Channel \(channel.channel.number): \(reason)")
      }
    }
    let pauses = channels.count { $0.channel.pausedAt != nil }
    let isOpen = try tools.store.hasOpenTakeOvers(at: tools.now())
    try tell(changed: changed, moving: pauses + (isOpen ? 1 : 0))
    if warned > 0 { tools.announce("channels", because: "warnings") }
    if job.isEnding { return .cancelled("\(changed) timelines changed.") }
    guard failures.isEmpty else { return .failed(failures.joined(separator: " ")) }
    return .done("\(changed) of \(channels.count) timelines changed.")
  }

  /// What building a channel brought.
  private struct Built {
    var isChanged = false
    var warnings: [ScheduleWarning] = []
  }

  /// Builds one channel.
  private func build(
    _ channel: ProgrammedChannel, _ contents: inout LibraryShelf
  ) throws -> Built {
    guard channel.channel.kind.isProgrammed else { return Built() }
    let id = channel.channel.id
    let now = channel.channel.clock(at: tools.now())
    let rules = try channel.programming()
    let rundown = try rules.rundown(seed: channel.rules.seed)
    let standing = try tools.store.standing(of: id)
    let existing = ScheduledItem.whole(
      try tools.store.timelineTail(of: id, from: standing?.at ?? .init(milliseconds: 0)))
    var library = try contents.snapshot(for: rundown)
    library.past = try contents.past(existing, of: rundown, in: library)
    let mirrors = try tools.store.mirrors(of: id)
    // What nobody watches has not been made ahead: an edit counts from the next programme on.
    let lead = ([id] + mirrors).contains(where: tools.isOnAir) ? TimelineUpkeep.lead : .zero
    let upkeep = TimelineUpkeep(
      rundown, library: library,
      zone: try rules.zone(from: now, until: now + TimelineUpkeep.horizon),
      premiere: channel.channel.premiere)
    let found = upkeep.finding(after: standing, existing: existing, now: now, lead: lead)
    let isMoved = found.state != standing
    // What starts late as the rules allow it is no trouble; previews tell of it.
    let warnings =
      try circles(of: channel, at: now) + found.warnings.filter { $0.kind != .late }
    guard found.diff != nil || isMoved else { return Built(warnings: warnings) }
    try tools.store.apply(found.diff, standing: isMoved ? found.state : nil, to: id)
    guard found.diff != nil else { return Built(warnings: warnings) }
    for shown in [id] + mirrors { tools.refresh(shown) }
    return Built(isChanged: true, warnings: warnings)
  }

  private func keep(_ warnings: [ScheduleWarning], of channel: ProgrammedChannel) throws -> Bool {
    try tools.store.keep(warnings, of: channel.channel.id)
  }

  /// Channels that show each other in a circle show the screen instead.
  private func circles(of channel: ProgrammedChannel, at now: Moment) throws -> [ScheduleWarning] {
    guard let circle = try tools.store.circle(through: channel.channel.id) else { return [] }
    return [
      ScheduleWarning(
        kind: .circle, path: "base", at: now,
        detail: "Channels show each other in a circle, \(circle); the screen is shown instead.")
    ]
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

extension ScheduleWarning {
  /// What is said of rules that can't be followed at all.
  fileprivate init(_ fault: RuleFault, at now: Moment) {
    self.init(
      kind: .stuck, path: "base", at: now,
      detail: "The rules can't be followed (\(fault.field)): \(fault.detail)")
  }
}
