import Library
public import Playout
public import Schedule

extension ScheduledItem {
  /// The entries as they were scheduled: what was interrupted by pauses counts once.
  public static func whole(_ entries: [TimelineEntry]) -> [ScheduledItem] {
    entries.reduce(into: []) { items, entry in
      let goesOn =
        entry.inPoint > .zero && items.last?.media == entry.media
        && items.last?.group == entry.group
      if goesOn { items[items.count - 1].end = entry.end } else { items.append(.init(entry)) }
    }
  }

  /// An entry as it was scheduled.
  public init(_ entry: TimelineEntry) {
    self.init(
      start: entry.start, end: entry.end, media: entry.media, cycle: entry.cycle,
      inPoint: entry.inPoint, role: entry.role, content: entry.content, path: entry.path,
      turn: entry.turn, group: entry.group, title: entry.title, isHidden: entry.isHidden,
      target: entry.target, look: entry.look)
  }
}
