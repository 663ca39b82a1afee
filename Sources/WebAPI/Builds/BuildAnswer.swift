import Library
import Playout
import Schedule
import Store

/// A build that an external program has under way, or has finished.
struct BuildAnswer: Codable, Hashable {
  var id: String
  var channel: ChannelID
  var name: String
  /// When it begins.
  var from: Moment
  /// Up to where its steps have come: the end, once it is finished.
  var at: Moment
  /// How many steps it has.
  var steps: Int
  /// How many calls it may still make.
  var callsLeft: Int
  /// When it ends by itself.
  var expires: Moment
  /// What the steps of this call lay, or all of it where the call has none.
  var entries: [ScheduleEntry]
  /// What can't be done as the steps say.
  var warnings: [ScheduleAnswer.Warning]

  init(
    _ session: BuildSession, _ stage: BuildStage, from moment: Moment? = nil, in store: Store
  ) throws {
    id = session.id
    channel = session.channel
    name = session.build.name
    from = session.build.from
    at = stage.at
    steps = session.build.script.steps.count
    callsLeft = max(0, BuildSession.mostCalls - session.calls)
    expires = session.createdAt + BuildSession.longest
    let new = stage.entries.filter { $0.start >= moment ?? $0.start }
    entries = try ScheduleEntry.list(
      Array(new.suffix(ScheduleEntry.most)), of: stage.rundown, in: store)
    warnings = stage.warnings.map {
      .init(kind: $0.kind, path: $0.path, at: $0.at, count: $0.count, detail: $0.detail)
    }
  }
}

extension BuildSession {
  /// How many calls a build may make.
  static let mostCalls = 2000
  /// How many calls in a row may bring it no further.
  static let mostIdle = 100
  /// How long a build may be under way.
  static let longest = Span.hours(1)
}
