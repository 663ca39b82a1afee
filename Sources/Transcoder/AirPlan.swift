import Library
import Playout

/// What a channel on air knows of its timeline: the last plan, and when to ask for the next.
struct AirPlan {
  /// How much of the future a plan must hold before it is asked for anew.
  private static let least = Span.minutes(20)
  /// How long to wait after a failed question.
  private static let pause = Span.seconds(5)

  private let channel: ChannelID
  private let source: Facilities.PlanSource
  private(set) var plan: Plan?
  /// Whether the plan changed where it is stored.
  private(set) var isExpired = false
  private var isKept = true
  private var askedInVain: Moment?

  /// Where items stand that failed, or whose files are remembered.
  var standings: [PlanItem.ID: Standing] = [:]

  /// A plan that was kept from an earlier time, for when none can be had.
  private let kept: () -> Plan?
  /// Keeps a fresh plan.
  private let keep: (Plan) -> Void

  init(
    channel: ChannelID, source: @escaping Facilities.PlanSource, kept: @escaping () -> Plan?,
    keep: @escaping (Plan) -> Void
  ) {
    self.channel = channel
    self.source = source
    self.kept = kept
    self.keep = keep
  }

  /// Has the plan asked for anew at the next occasion.
  mutating func expire() {
    isExpired = true
    askedInVain = nil
  }

  /// The plan, asked for anew where it was expired or runs out.
  ///
  /// A plan that can't be renewed goes on being used: what is known is still
  /// the best guess.
  ///
  /// - Throws: A ``PlanFailure`` when there has never been a plan, or the channel is gone.
  mutating func current(at position: Moment, now: Moment) throws(PlanFailure) -> Plan {
    if let plan, !needsRenewal(plan, at: position, now: now) { return plan }
    do throws(PlanFailure) {
      let fresh = try ask(from: min(position, now))
      plan = fresh
      isExpired = false
      askedInVain = nil
      forget(except: fresh)
      isKept = false
      return fresh
    } catch {
      askedInVain = now
      guard error != .unknownChannel else { throw error }
      if plan == nil { plan = kept().flatMap { $0.item(at: now) == nil ? nil : $0 } }
      guard let plan else { throw error }
      return plan
    }
  }

  /// Keeps the plan where it is new; left to when nobody waits for it.
  mutating func keepFresh() {
    guard !isKept, let plan else { return }
    keep(plan)
    isKept = true
  }

  /// Asks a second time where nothing at all is known yet: a worker may be just starting.
  private func ask(from: Moment) throws(PlanFailure) -> Plan {
    // Somebody waits for the first plan: it is short. The others last while workers are away.
    let hours = plan == nil ? 1 : 6
    do throws(PlanFailure) {
      return try source(channel, from, hours)
    } catch {
      guard plan == nil, error != .unknownChannel else { throw error }
      return try source(channel, from, hours)
    }
  }

  private func needsRenewal(_ plan: Plan, at position: Moment, now: Moment) -> Bool {
    if let askedInVain, askedInVain <= now, now < askedInVain + Self.pause { return false }
    guard !isExpired, let last = plan.items.last else { return true }
    return last.end < position + Self.least
  }

  private mutating func forget(except plan: Plan) {
    let ids = Set(plan.items.map(\.id))
    standings = standings.filter { ids.contains($0.key) }
  }
}
