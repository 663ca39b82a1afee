import Library
import Playout
import Schedule
import Store

/// A build as far as it has come: its steps run by the same engine that lays the channel.
struct BuildStage {
  /// So many entries are laid before and within a build at most.
  private static let most = 20_000

  /// What its steps lay.
  var entries: [ScheduledItem] = []
  /// Up to where.
  var at: Moment
  /// What can't be done as the steps say.
  var warnings: [ScheduleWarning] = []
  /// What they are told by.
  var rundown: Rundown

  /// Lays a build behind what is on air.
  ///
  /// - Throws: What is wrong with its steps.
  init(_ build: ScriptBuild, of channel: ProgrammedChannel, in call: Call) throws {
    var shelf = LibraryShelf(store: call.studio.store)
    let now = call.studio.now()
    var rules = try channel.programming()
    let old = try channel.rundown()
    let state =
      try call.present(of: channel, old, &shelf, at: now + TimelineUpkeep.lead)
      ?? EngineState(at: min(now, build.from))
    rundown = old
    at = max(build.from, state.at)
    guard !build.script.steps.isEmpty else { return }
    var open = build
    open.to = build.from + ScriptBuild.longest
    rules.builds = [open] + (rules.builds ?? []).filter { $0.to <= build.from }
    rundown = try rules.rundown(seed: channel.rules.seed)
    var engine = Engine(
      rundown, library: try shelf.snapshot(for: rundown),
      zone: try rules.zone(from: now, until: open.to), state: state)
    _ = engine.run(until: build.from, limit: Self.most)
    at = max(build.from, engine.state.at)
    let inside = engine.run(until: open.to, limit: Self.most)
    entries = Array(inside.prefix { $0.isStep(of: build) })
    at = entries.last?.end ?? at
    warnings = engine.warnings.filter { $0.path.hasPrefix(build.programName) }
  }
}

extension ScheduledItem {
  /// Whether a step of a build made it, and not what is left behind its last one.
  fileprivate func isStep(of build: ScriptBuild) -> Bool {
    path.hasPrefix(build.programName + "/s") && !path.hasSuffix("/stuck")
  }
}
