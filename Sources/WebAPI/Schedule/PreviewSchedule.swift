import Library
import Playout
import Schedule
import Store

/// Rules that are to be looked at.
struct ScheduleIdea: Codable {
  var rules: RuleSet
  /// Where lots are drawn from; the channel's when it is left out, or drawn anew.
  var seed: Int64?
  /// The channel that would go on by these rules behind what is on air; one that begins when it
  /// is left out.
  var channel: ChannelID?
  /// Now when it is left out.
  var from: Moment?
  /// A day later when it is left out, at most 31.
  var to: Moment?
}

/// What those rules would play.
struct ScheduleAnswer: Codable, Hashable {
  /// What can't be done as the rules say.
  struct Warning: Codable, Hashable {
    var kind: ScheduleWarning.Kind
    /// The way to the rule.
    var path: String
    /// When it first happens.
    var at: Moment
    /// How often.
    var count: Int
    var detail: String
  }

  var from: Moment
  var to: Moment
  /// Rules with this seed play what was shown; missing where it is the channel's own.
  var seed: Int64?
  /// Whether there is more than is told.
  var isCut: Bool
  var entries: [ScheduleEntry]
  var warnings: [Warning]
}

/// So many entries before a window are made at most, to know what is in it.
private let mostBefore = 50_000

func previewSchedule(_ call: Call, _ idea: ScheduleIdea) throws -> ScheduleAnswer {
  let store = call.studio.store
  let now = call.studio.now()
  let window = try ScheduleWindow(from: idea.from, to: idea.to, now: now)
  let check = RuleCheck(store: store, channel: idea.channel)
  do { try check.check(idea.rules) } catch { throw Problem(error).within("rules") }
  let channel = try idea.channel.map { try call.channel($0) }
  // A channel's own seed may be larger than what a page can hold.
  let seed = channel == nil || idea.seed != nil ? try ChannelFields.seed(idea.seed) : nil
  let rundown = try idea.rules.rundown(
    seed: seed.map(UInt64.init) ?? channel?.rules.seed ?? 0)
  var shelf = LibraryShelf(store: store)
  let state = try channel.flatMap { channel in
    try call.present(of: channel, channel.rundown(), &shelf, at: now)
  }
  var engine = Engine(
    rundown, library: try shelf.snapshot(for: rundown),
    zone: try idea.rules.zone(from: now, until: window.to),
    state: state ?? EngineState(at: min(now, window.from)))
  let before = engine.run(until: window.from, limit: mostBefore)
  let inside = engine.run(until: window.to, limit: ScheduleEntry.most)
  let entries = (before.suffix(50) + inside).filter { $0.end > window.from }
  return ScheduleAnswer(
    from: window.from, to: window.to, seed: seed, isCut: engine.state.at < window.to,
    entries: try ScheduleEntry.list(entries, of: rundown, in: store),
    warnings: engine.warnings.map(ScheduleAnswer.Warning.init))
}

extension ScheduleAnswer.Warning {
  init(_ warning: ScheduleWarning) {
    self.init(
      kind: warning.kind, path: warning.path, at: warning.at, count: warning.count,
      detail: warning.detail)
  }
}

extension Problem {
  /// The same problem, with the field seen from further out.
  fileprivate func within(_ place: String) -> Problem {
    var problem = self
    problem.field = field.map { "\(place).\($0)" }
    return problem
  }
}

extension Call {
  fileprivate func channel(_ id: ChannelID) throws -> ProgrammedChannel {
    guard let found = try studio.store.channel(id), found.channel.kind.isProgrammed else {
      throw Problem.invalid("channel", "There is no channel '\(id.rawValue)' with rules.")
    }
    return found
  }

  /// Where a channel stands behind what is on air.
  func present(
    of channel: ProgrammedChannel, _ rundown: Rundown, _ shelf: inout LibraryShelf, at now: Moment
  ) throws -> EngineState? {
    let store = studio.store
    let standing = try store.standing(of: channel.channel.id)
    let entries = ScheduledItem.whole(
      try store.timelineTail(
        of: channel.channel.id, from: standing?.at ?? Moment(milliseconds: 0)))
    return EngineState.reached(
      from: standing, by: entries, until: channel.channel.clock(at: now),
      items: EntryItems(rundown, try shelf.snapshot(for: rundown)))
  }
}
