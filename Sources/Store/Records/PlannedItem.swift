import GRDB
import Library
import Playout

/// An item of a plan on its way there, with what decides which graphics it shows.
struct PlannedItem {
  var item: PlanItem
  var role = EntryRole.programme
  /// Which graphics it shows.
  var look = Look.channel
  /// What came of taking out its subtitles.
  var extracted: ExtractedSubtitles?

  /// Reads a row of ``TimelineSQL/plan``.
  init(row: Row) {
    item = PlanItem(row: row)
    role = EntryRole(rawValue: row["role"]) ?? .programme
    look = Look(word: row["look"])
    extracted = ExtractedSubtitles(folder: row["folder"], tracks: row["tracks"])
  }
}

extension PlannedItem: Shown {
  var start: Moment {
    get { item.start }
    set { item.start = newValue }
  }
  var end: Moment {
    get { item.end }
    set { item.end = newValue }
  }

  mutating func enter(late span: Span) { item.enter(late: span) }

  /// What other channels show has the graphics of the one that is watched.
  func shown(through entry: PlannedItem) -> PlannedItem {
    var shown = self
    shown.look = entry.look
    return shown
  }
}

extension PlannedItem: Hourly {
  init?(_ hour: LiveHour) {
    guard let item = PlanItem(hour) else { return nil }
    self.item = item
  }
}
