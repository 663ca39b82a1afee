import Control
import Library
import Playout
import Schedule
import Store

/// What a build begins with.
struct NewBuild: Codable {
  /// What people call it.
  var name: String?
  /// When it begins; behind what is on air when it is left out.
  var from: Moment?
  /// What its steps play, each under a name.
  var contents: [ScriptContent]
  /// Steps that are called by name.
  var sequences: [ScriptSequence]?
}

/// What is done next.
struct NextSteps: Codable {
  var steps: [ScriptStep]
}

/// What is asked about a content.
struct PeekWish: Codable {
  /// Its name.
  var content: String
}

/// What would be played next.
struct PeekAnswer: Codable, Hashable {
  /// Missing where nothing is.
  var entry: ScheduleEntry?
  /// How long it is.
  var duration: Span?
}

func beginBuild(_ call: Call, _ wish: NewBuild) throws -> BuildAnswer {
  let channel = try call.programmedChannel()
  guard channel.channel.kind == .continuous else {
    throw Problem(
      409,
      "'\(channel.channel.name)' stands still while nobody watches, so nothing can be built "
        + "for a time of it.")
  }
  let now = call.studio.now()
  // What is on air and what is made ahead never moves.
  var build = ScriptBuild(
    name: try ChannelFields.line(wish.name ?? "Scripted", field: "name", in: 1...100),
    from: wish.from ?? now, to: now,
    script: Script(contents: wish.contents, sequences: wish.sequences, steps: []))
  let free = try BuildStage(build, of: channel, in: call).at
  build.from = wish.from ?? free
  guard build.from >= free, build.from <= now + TimelineUpkeep.horizon else {
    throw Problem.invalid(
      "from",
      "A build begins behind what is on air, at \(free.milliseconds), or later, at most 14 "
        + "days ahead.")
  }
  build.to = build.from
  try RuleCheck(store: call.studio.store, channel: channel.channel.id).checkParts(of: build.script)
  let session = BuildSession(
    id: BuildSession.drawnID(), channel: channel.channel.id, build: build, createdAt: now)
  try call.studio.store.insert(session, forgetting: now - .days(1))
  let stage = try BuildStage(build, of: channel, in: call)
  return try BuildAnswer(session, stage, in: call.studio.store)
}

func showBuild(_ call: Call) throws -> BuildAnswer {
  let (session, channel) = try call.build()
  let stage = try BuildStage(session.build, of: channel, in: call)
  let kept = try call.keep(session, session.build, stage)
  return try BuildAnswer(kept, stage, in: call.studio.store)
}

func addSteps(_ call: Call, _ wish: NextSteps) throws -> BuildAnswer {
  let (session, channel) = try call.build()
  guard !wish.steps.isEmpty else { throw Problem.invalid("steps", "Give at least one step.") }
  var build = session.build
  build.script.steps += wish.steps
  try RuleCheck(store: call.studio.store, channel: channel.channel.id)
    .check(Script(contents: [], steps: wish.steps).graphicUses("", "build"))
  let stage: BuildStage
  do { stage = try BuildStage(build, of: channel, in: call) } catch {
    try call.keep(session, session.build, nil)
    throw session.seen(error)
  }
  let kept = try call.keep(session, build, stage)
  return try BuildAnswer(kept, stage, from: session.build.to, in: call.studio.store)
}

func peekIntoContent(_ call: Call, _ wish: PeekWish) throws -> PeekAnswer {
  let (session, channel) = try call.build()
  var build = session.build
  guard build.script.contents.contains(where: { $0.name == wish.content }) else {
    throw Problem.invalid("content", "The build has no content '\(wish.content.prefix(60))'.")
  }
  build.script.steps.append(.count(1, of: wish.content))
  let stage = try BuildStage(build, of: channel, in: call)
  try call.keep(session, session.build, nil)
  let next = stage.entries.last { $0.role == .programme && $0.turn == build.lastTurn(stage) }
  guard let next, next.start >= session.build.to else { return PeekAnswer() }
  return PeekAnswer(
    entry: try ScheduleEntry.list([next], of: stage.rundown, in: call.studio.store).first,
    duration: next.end - next.start)
}

func finishBuild(_ call: Call) throws -> BuildAnswer {
  let (session, channel) = try call.build()
  var done = session
  let stage = try BuildStage(session.build, of: channel, in: call)
  guard let first = stage.entries.first else {
    throw Problem(409, "The build plays nothing yet; add steps such as {\"all\": …} before.")
  }
  done.build.from = first.start
  done.build.to = stage.at
  var rules = try channel.programming()
  let now = call.studio.now()
  let others = (rules.builds ?? []).filter {
    $0.to > now && ($0.to <= done.build.from || $0.from >= done.build.to)
  }
  rules.builds = (others + [done.build]).sorted { $0.from < $1.from }
  try RuleCheck(store: call.studio.store, channel: channel.channel.id).check(rules)
  done.calls += 1
  done.ended = "It was finished."
  try call.studio.store.update(done, after: session.calls)
  var programmed = channel
  try programmed.programme(by: rules)
  try call.studio.store.update(programmed)
  try call.programmingChanged(programmed.channel.id)
  call.publish(.channels, "updated")
  return try BuildAnswer(done, stage, in: call.studio.store)
}

func discardBuild(_ call: Call) throws {
  let (session, _) = try call.build()
  var ended = session
  ended.calls += 1
  ended.ended = "It was discarded."
  try call.studio.store.update(ended, after: session.calls)
}

extension Call {
  /// The build in the path, if it is still under way, and its channel.
  fileprivate func build() throws -> (BuildSession, ProgrammedChannel) {
    let id = captures["id"] ?? ""
    guard let session = try studio.store.build(id),
      let channel = try studio.store.channel(session.channel)
    else { throw Problem.notFound("There is no build '\(id.prefix(40))'.") }
    if let ended = session.ended { throw Problem(410, "The build takes no more calls. \(ended)") }
    if session.createdAt + BuildSession.longest < studio.now() {
      throw try end(session, "It was under way for more than an hour.")
    }
    if session.calls >= BuildSession.mostCalls {
      throw try end(session, "It made \(BuildSession.mostCalls) calls; give several steps in one.")
    }
    if session.idle >= BuildSession.mostIdle {
      throw try end(
        session,
        "It made \(BuildSession.mostIdle) calls in a row that brought it no further than "
          + "\(session.build.to.milliseconds).")
    }
    return (session, channel)
  }

  /// Ends a build, and says why.
  private func end(_ session: BuildSession, _ reason: String) throws -> Problem {
    var ended = session
    ended.calls += 1
    ended.ended = reason
    try studio.store.update(ended, after: session.calls)
    return Problem(410, "The build takes no more calls. \(reason)")
  }

  /// Keeps where a build is after a call.
  @discardableResult
  fileprivate func keep(
    _ session: BuildSession, _ build: ScriptBuild, _ stage: BuildStage?
  ) throws -> BuildSession {
    var kept = session
    kept.build = build
    kept.build.to = stage?.at ?? session.build.to
    kept.calls += 1
    kept.idle = kept.build.to > session.build.to ? 0 : session.idle + 1
    try studio.store.update(kept, after: session.calls)
    return kept
  }
}

extension BuildSession {
  fileprivate static func drawnID() -> String {
    let letters = Array("abcdefghijklmnopqrstuvwxyz234567")
    return String((0..<16).map { _ in letters[Int.random(in: 0..<32)] })
  }

  /// A fault as the one sees it who gave only the latest steps.
  fileprivate func seen(_ error: any Error) -> any Error {
    guard var fault = error as? RuleFault else { return error }
    let way = "builds.0.script."
    guard fault.field.hasPrefix(way) else { return error }
    var parts = fault.field.dropFirst(way.count).split(separator: ".").map(String.init)
    let before = build.script.steps.count
    if parts.first == "steps", parts.count > 1, let index = Int(parts[1]), index >= before {
      parts[1] = "\(index - before)"
    }
    fault.field = parts.joined(separator: ".")
    return fault
  }
}

extension ScriptBuild {
  /// The run of the last step that laid anything.
  fileprivate func lastTurn(_ stage: BuildStage) -> Int? { stage.entries.last?.turn }
}
