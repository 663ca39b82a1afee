import Library
import Schedule

/// Rules run over lists of programmes of given lengths, and what came of it in words.
struct Rehearsal {
  /// 2026-03-20, a Friday, 12:00 UTC.
  static let noon = Moment(seconds: 1_774_008_000)

  var entries: [ScheduledItem]
  var warnings: [ScheduleWarning]
  var start: Moment

  /// - Parameters:
  ///   - rules: What is run.
  ///   - lists: The lengths in minutes of each collection; items are numbered from ten times its
  ///     number on.
  ///   - hours: How long.
  ///   - start: From when.
  /// - Throws: What is wrong with the rules.
  init(
    _ rules: RuleSet, _ lists: [Int64: [Int64]], hours: Int64 = 6, from start: Moment = noon
  ) throws {
    var engine = Engine(
      try rules.rundown(seed: 3), library: Self.library(lists),
      zone: RandomCase.zone(rules.timeZone ?? "UTC"), state: EngineState(at: start))
    self.start = start
    entries = engine.run(until: start + .hours(hours))
    warnings = engine.warnings
  }

  static func library(_ lists: [Int64: [Int64]]) -> LibrarySnapshot {
    LibrarySnapshot(
      contents: Dictionary(
        uniqueKeysWithValues: lists.map { list, lengths in
          (
            ContentSelector.collection(CollectionID(rawValue: list)),
            lengths.enumerated().map { index, length in
              ScheduleItem(
                id: MediaID(rawValue: list * 10 + Int64(index)), duration: .minutes(length),
                title: "Item \(list * 10 + Int64(index))", position: index)
            }
          )
        }))
  }

  /// Each entry as its minute, its role where it is no programme, and its medium.
  var minutes: [String] {
    entries.map { entry in
      let minute = (entry.start - start).milliseconds / 60_000
      return "\(minute)" + (entry.role == .programme ? "" : " \(entry.role.rawValue)")
        + (entry.isBlack ? " black" : "")
        + (entry.media.rawValue == 0 ? "" : " \(entry.media.rawValue)")
    }
  }
}

/// A slot that plays a collection as it is listed.
func listed(
  _ list: Int64, name: String? = nil, start: String? = nil, count: Int? = nil,
  _ change: (inout Slot) -> Void = { _ in }
) -> Slot {
  var slot = Slot(
    name: name, content: RuleContent(kind: .collection, id: list), order: .custom, start: start,
    count: count)
  change(&slot)
  return slot
}
