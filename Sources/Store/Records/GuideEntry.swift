import GRDB
import Library
import Playout

/// A timeline entry on its way into the guide.
struct GuideEntry {
  /// What would be shown of it.
  var programme: Programme
  /// What it is there for.
  var role: EntryRole
  /// When the first of the entries started that belong together.
  var group: Moment
  /// Whether it is no programme of its own.
  var isHidden: Bool
  /// Whether the rules say its title.
  var isTitled = false
}

extension GuideEntry: Shown {
  var start: Moment {
    get { programme.start }
    set { programme.start = newValue }
  }
  var end: Moment {
    get { programme.end }
    set { programme.end = newValue }
  }

  mutating func enter(late span: Span) { programme.enter(late: span) }
}

extension GuideEntry: Hourly {
  init?(_ hour: LiveHour) {
    guard let programme = Programme(hour) else { return nil }
    self.init(programme: programme, role: .programme, group: programme.start, isHidden: false)
  }
}

extension GuideEntry {
  init(row: Row) {
    var programme = Programme(
      id: row[0], start: Moment(milliseconds: row[1]), end: Moment(milliseconds: row[2]),
      name: MediaTitle(row: row, at: 4), media: MediaID(rawValue: row[3]))
    if let title = row[10] as String? { (programme.title, programme.subtitle) = (title, nil) }
    self.init(
      programme: programme, role: EntryRole(rawValue: row[11]) ?? .programme,
      group: Moment(milliseconds: (row[12] as Int64?) ?? row[1]), isHidden: row[13],
      isTitled: (row[10] as String?) != nil)
  }
}

extension Collection<GuideEntry> {
  /// What viewers read: parts of a programme are one again, short fillers belong to the programme
  /// before them, and longer gaps are told as what they are.
  func folded() -> [Programme] {
    var fold = GuideFold()
    for entry in self { fold.add(entry) }
    return fold.ended()
  }
}

/// Makes programmes of entries, one after the other.
private struct GuideFold {
  /// A longer gap is told of.
  private static let longestJoin = Span.minutes(15)

  private var shown: [Programme] = []
  private var group: Moment?
  private var gap: Programme?
  private var screen = Span.zero

  mutating func add(_ entry: GuideEntry) {
    if entry.isHidden { return wait(for: entry) }
    let before = gap?.start ?? shown.last?.end
    let reaches = (gap?.end ?? shown.last?.end) == entry.start
    if reaches, group == entry.group, let last = shown.last, last.end == before,
      last.media == entry.programme.media
        || (entry.isTitled && last.title == entry.programme.title)
    {
      shown[shown.count - 1].end = entry.end
      gap = nil
      return
    }
    var programme = entry.programme
    if let opening = close(), opening.end == programme.start { programme.start = opening.start }
    shown.append(programme)
    group = entry.group
  }

  mutating func ended() -> [Programme] {
    _ = close()
    return shown
  }

  private mutating func wait(for entry: GuideEntry) {
    if gap?.end != entry.start {
      _ = close()
      gap = entry.programme
      screen = .zero
    }
    gap?.end = entry.end
    if entry.role.isScreen { screen = screen + (entry.end - entry.start) }
  }

  /// Ends a gap; gives it back where no programme is before it that it could belong to.
  private mutating func close() -> Programme? {
    guard var gap else { return nil }
    self.gap = nil
    let length = gap.end - gap.start
    if length <= Self.longestJoin {
      guard let last = shown.last, last.end == gap.start else { return gap }
      shown[shown.count - 1].end = gap.end
      return nil
    }
    let isOffAir = screen.milliseconds * 2 >= length.milliseconds
    gap = Programme(
      id: gap.id, start: gap.start, end: gap.end,
      title: isOffAir ? "Off air" : "Between programmes",
      kind: .other, media: MediaID(rawValue: 0))
    shown.append(gap)
    group = nil
    return nil
  }
}
