import Library
import Schedule
import TestSupport
import Testing

/// What gaps may hold, checked entry by entry against the rules as they are written, with nothing
/// remembered but what was shown when.
@Suite("Fillers, beside a model")
struct FillerModelTests {
  private struct Ledger {
    var lists: [FillerRow: [ScheduleItem]]
    var shown: [MediaID: Moment] = [:]
    var used: [FillerRow: Moment] = [:]

    /// Whether a row could show something of a length at most, at a moment.
    func offers(_ row: FillerRow, at moment: Moment, within length: Span) -> Bool {
      if let last = used[row], last + (row.listCoolDown ?? .zero) > moment { return false }
      return (lists[row] ?? []).contains { item in
        item.duration <= length
          && shown[item.id].map { $0 + (row.coolDown ?? .zero) <= moment } ?? true
      }
    }
  }

  @Test(
    "are shown where one fits and has rested, and a screen only where none does",
    arguments: 0..<200)
  func matchesModel(seed: UInt64) throws {
    var random = RandomRules(seed: seed + 555)
    let lengths = (0..<random.number(1...5)).map { _ in Int64(random.number(20...50)) }
    let rows = (0..<random.number(1...3)).map { index in
      FillerRow(
        place: .gap, content: RuleContent(kind: .collection, id: Int64(index + 2)),
        weight: random.number(1...4),
        coolDown: random.chance(70) ? .minutes(Int64(random.number(1...120))) : nil,
        listCoolDown: random.chance(40) ? .minutes(Int64(random.number(1...20))) : nil)
    }
    var contents = Rehearsal.library([1: lengths]).contents
    var ledger = Ledger(lists: [:])
    for (index, row) in rows.enumerated() {
      let items = (0..<random.number(0...6)).map { place in
        ScheduleItem(
          id: MediaID(rawValue: Int64(100 * (index + 1) + place)),
          duration: .seconds(Int64(random.number(10...400))), title: "")
      }
      ledger.lists[row] = items
      contents[.collection(CollectionID(rawValue: Int64(index + 2)))] = items
    }
    let rules = RuleSet(
      base: Programming(
        style: .slots,
        slots: (0..<24).map { listed(1, start: ($0 < 10 ? "0" : "") + "\($0):00", count: 1) }),
      fillers: rows)
    var engine = Engine(
      try rules.rundown(seed: seed), library: LibrarySnapshot(contents: contents), zone: .utc,
      state: EngineState(at: Rehearsal.noon))
    for entry in engine.run(until: Rehearsal.noon + .days(1)) where entry.role != .programme {
      try check(entry, rows, &ledger, seed)
    }
  }

  private func check(
    _ entry: ScheduledItem, _ rows: [FillerRow], _ ledger: inout Ledger, _ seed: UInt64
  ) throws {
    let hour = Moment(milliseconds: (entry.start.milliseconds / 3_600_000 + 1) * 3_600_000)
    let room = hour - entry.start
    guard entry.role == .gap else {
      // A screen ends where the gap does, or where something has rested that fits.
      #expect(entry.role == .flex && entry.end <= hour, "seed \(seed) \(entry)")
      #expect(!rows.contains { ledger.offers($0, at: entry.start, within: room) }, "seed \(seed)")
      // Nothing that fits has rested before it ends.
      let rests =
        rows.flatMap { row in
          (ledger.lists[row] ?? []).compactMap { item in
            ledger.shown[item.id].map { $0 + (row.coolDown ?? .zero) }
          }
        } + rows.compactMap { row in ledger.used[row].map { $0 + (row.listCoolDown ?? .zero) } }
      for moment in rests where moment > entry.start && moment + .seconds(1) < entry.end {
        #expect(
          !rows.contains { ledger.offers($0, at: moment, within: hour - moment) },
          "seed \(seed) \(entry)")
      }
      return
    }
    let row = try #require(
      rows.first { ledger.lists[$0]?.contains { $0.id == entry.media } == true })
    let item = try #require(ledger.lists[row]?.first { $0.id == entry.media })
    #expect(entry.end - entry.start == item.duration && entry.end <= hour, "seed \(seed)")
    #expect(ledger.offers(row, at: entry.start, within: room), "seed \(seed) \(entry)")
    let last = ledger.shown[entry.media]
    #expect(last.map { $0 + (row.coolDown ?? .zero) <= entry.start } ?? true, "seed \(seed)")
    ledger.shown[entry.media] = entry.end
    ledger.used[row] = entry.end
  }
}
