import Library
import Schedule
import Testing

@Suite("Timeline upkeep")
struct TimelineUpkeepTests {
  /// A timeline with a diff applied, as the database does it.
  private func applied(_ diff: TimelineDiff?, to entries: [ScheduledItem]) -> [ScheduledItem] {
    guard let diff else { return entries }
    return entries.filter { $0.start < diff.removeFrom } + diff.insert
  }

  private func upkeep(_ library: LibrarySnapshot, seed: UInt64 = 7) throws -> TimelineUpkeep {
    TimelineUpkeep(
      try schedule(library, seed: seed).rundown, library: library, premiere: premiere)
  }

  private func isSeamless(_ entries: [ScheduledItem]) -> Bool {
    zip(entries, entries.dropFirst()).allSatisfy { $0.end == $1.start }
  }

  @Test("starts at the premiere and reaches the horizon")
  func buildsFirst() throws {
    let now = premiere + .minutes(7)
    let entries = applied(try upkeep(library(of: 20, seed: 1)).diff(existing: [], now: now), to: [])
    #expect(entries.first?.start == premiere)
    #expect(isSeamless(entries))
    #expect(entries.last.map { $0.end >= now + TimelineUpkeep.horizon } == true)
  }

  @Test("lays ahead what premieres later, and follows when the premiere moves")
  func buildsAheadOfPremiere() throws {
    let now = premiere - .days(2)
    let library = library(of: 20, seed: 1)
    let entries = applied(try upkeep(library).diff(existing: [], now: now), to: [])
    #expect(entries.first?.start == premiere)
    let later = TimelineUpkeep(
      try schedule(library).rundown, library: library, premiere: premiere + .hours(1))
    let moved = applied(later.diff(existing: entries, now: now), to: entries)
    #expect(moved.first?.start == premiere + .hours(1))
    #expect(isSeamless(moved))
  }

  @Test("does not make up for a premiere of long ago")
  func ignoresOldPremieres() throws {
    let now = premiere + .days(400)
    let entries = applied(try upkeep(library(of: 20, seed: 1)).diff(existing: [], now: now), to: [])
    #expect(entries.first.map { $0.start <= now && now - $0.start < .seconds(1) } == true)
  }

  @Test("changes nothing on a library that is the same")
  func isStable() throws {
    let upkeep = try upkeep(library(of: 20, seed: 1))
    let entries = applied(upkeep.diff(existing: [], now: premiere), to: [])
    #expect(upkeep.diff(existing: entries, now: premiere) == nil)
  }

  @Test("run every hour is what it is when built at once", arguments: [0, 1, 2])
  func extendsHourly(seed: UInt64) throws {
    let upkeep = try upkeep(library(of: 15, seed: seed), seed: seed)
    var entries: [ScheduledItem] = []
    for hour in 0..<72 {
      let now = premiere + .hours(Int64(hour))
      let diff = upkeep.diff(existing: entries, now: now)
      if !entries.isEmpty, let diff {
        #expect(diff.removeFrom == entries.last?.end)
      }
      entries = applied(diff, to: entries)
    }
    let whole = try schedule(library(of: 15, seed: seed), seed: seed).extend(
      after: nil, from: premiere, until: premiere + .hours(71) + TimelineUpkeep.horizon)
    #expect(entries == whole)
  }

  @Test("never moves what is on air or past when the library changes", arguments: 0..<25)
  func keepsWhatIsOnAir(seed: UInt64) throws {
    let before = library(of: 15, seed: seed)
    let entries = applied(try upkeep(before).diff(existing: [], now: premiere), to: [])
    let now = premiere + .minutes(Int64(seed) * 173 + 20)
    let kept = entries.filter { $0.start <= now }
    let gone = kept.last?.media
    let after = LibrarySnapshot(
      items: before.list.filter { $0.id != gone }
        + library(of: 2, seed: seed, firstID: 500).list)
    let rebuilt = applied(try upkeep(after).diff(existing: entries, now: now), to: entries)
    #expect(Array(rebuilt.prefix(kept.count)) == kept)
    #expect(!rebuilt.dropFirst(kept.count).contains { $0.media == gone })
    #expect(isSeamless(rebuilt))
    #expect(rebuilt.last.map { $0.end >= now + TimelineUpkeep.horizon } == true)
  }

  @Test("sees as much from where it stood as with the whole of the past", arguments: 0..<25)
  func needsOnlyTheTail(seed: UInt64) throws {
    let before = library(of: 6, seed: seed)
    let first = try upkeep(before).finding(existing: [], now: premiere)
    let entries = applied(first.diff, to: [])
    let now = premiere + .minutes(Int64(seed) * 61)
    let after = LibrarySnapshot(items: before.list + library(of: 1, seed: 3, firstID: 70).list)
    let state = try upkeep(before).finding(existing: entries, now: now - .minutes(60)).state
    let tail = entries.filter { $0.start >= state?.at ?? premiere }
    #expect(tail.count < entries.count || seed < 6)
    let upkeep = try upkeep(after)
    let whole = upkeep.finding(existing: entries, now: now)
    #expect(upkeep.finding(after: state, existing: tail, now: now).diff == whole.diff)
  }

  @Test("goes on now after an outage, in the same round")
  func closesHoles() throws {
    let library = library(of: 30, seed: 1)
    let entries = Array(
      applied(try upkeep(library).diff(existing: [], now: premiere), to: []).prefix(8))
    let now = entries[7].end + .hours(5) + .milliseconds(321)
    let rebuilt = applied(try upkeep(library).diff(existing: entries, now: now), to: entries)
    #expect(Array(rebuilt.prefix(8)) == entries)
    #expect(rebuilt[8].start.milliseconds % 1000 == 0)
    #expect(rebuilt[8].start <= now && now - rebuilt[8].start < .seconds(1))
    let round = rebuilt.filter { $0.cycle == 0 }.map(\.media)
    #expect(Set(round).count == 30 && round.count == 30)
  }

  @Test("leaves the on-air entry alone and lays nothing ahead when there is nothing to play")
  func emptiesTimelines() throws {
    let entries = applied(
      try upkeep(library(of: 9, seed: 1)).diff(existing: [], now: premiere), to: [])
    let nothing = try upkeep(LibrarySnapshot(items: []))
    let emptied = applied(nothing.diff(existing: entries, now: premiere), to: entries)
    #expect(emptied == [entries[0]])
    #expect(nothing.diff(existing: emptied, now: premiere) == nil)
  }

  @Test("bounds how many entries lie ahead")
  func boundsEntries() throws {
    let clip = ScheduleItem(id: MediaID(rawValue: 1), duration: .seconds(10), title: "Clip")
    let upkeep = try upkeep(LibrarySnapshot(items: [clip]))
    let entries = applied(upkeep.diff(existing: [], now: premiere), to: [])
    #expect(entries.count == TimelineUpkeep.most)
    let later = premiere + .hours(1)
    let extended = applied(upkeep.diff(existing: entries, now: later), to: entries)
    #expect(extended.count { $0.start > later + TimelineUpkeep.lead } == TimelineUpkeep.most)
    #expect(isSeamless(extended))
  }

  @Test(
    "moves nothing that streams have made already; all but what is on where none are made",
    arguments: [TimelineUpkeep.lead, .zero])
  func keepsWhatIsMade(lead: Span) throws {
    let short = ScheduleItem(id: MediaID(rawValue: 1), duration: .seconds(10), title: "Old")
    let other = ScheduleItem(id: MediaID(rawValue: 2), duration: .seconds(10), title: "New")
    let entries = applied(
      try upkeep(LibrarySnapshot(items: [short])).diff(existing: [], now: premiere), to: [])
    let now = premiere + .minutes(5)
    let changed = applied(
      try upkeep(LibrarySnapshot(items: [other])).diff(existing: entries, now: now, lead: lead),
      to: entries)
    let frozen = now + lead
    #expect(changed.prefix { $0.start <= frozen } == entries.prefix { $0.start <= frozen })
    #expect(changed.drop { $0.start <= frozen }.allSatisfy { $0.media == other.id })
    #expect(isSeamless(changed))
  }
}
