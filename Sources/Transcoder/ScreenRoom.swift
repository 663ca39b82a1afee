import Foundation
public import Logging
import Pipeline
import Playout
import Synchronization

/// Where the screens of all channels are made, each once, and kept as files to be looped.
///
/// Thread-safe, and nobody waits: who needs a screen that is not there yet
/// has it ordered and is rung when it is. One plain thread works while there
/// are orders, with one ffmpeg at a time.
public final class ScreenRoom: Sendable {
  /// How many orders may wait.
  static let mostOrders = 64
  /// How many outcomes are remembered.
  private static let mostEntries = 400
  /// After so long what was made of a user's files, or could not be made, is made anew.
  private static let shelfLife = Duration.seconds(600)
  private static let retry = Duration.seconds(30)

  private struct Entry {
    var outcome: ScreenWorkshop.Outcome
    var time: ContinuousClock.Instant
  }

  private struct State {
    var waiting: [ScreenOrder] = []
    var urgent: Set<ScreenOrder> = []
    var entries: [ScreenOrder: Entry] = [:]
    var bells: [ObjectIdentifier: WakeUp] = [:]
    var working: ScreenOrder?
    var hasThread = false
    var hasEnded = false
  }

  private let workshop: ScreenWorkshop
  private let state = Mutex(State())

  /// A room that keeps its files in a folder, which need not be there yet.
  public init(folder: String, ffmpeg: String, log: Logger) {
    workshop = ScreenWorkshop(folder: folder, ffmpeg: ffmpeg, log: log)
  }

  /// Takes no more orders and ends the ffmpeg that is at work.
  public func end() {
    state.withLock {
      $0.hasEnded = true
      $0.waiting = []
    }
  }

  /// Whether no screen is being made, down to the last process.
  var isSilent: Bool { state.withLock { !$0.hasThread } }

  /// What has become of an order.
  enum Answer {
    /// Here it is.
    case ready(ScreenReel)
    /// It is being made; the bell rings when there is something new.
    case pending
    /// It can't be made, nor anything in its place.
    case failed(String)
  }

  /// Has a screen made that may be needed: soon, or when there is nothing better to do.
  func prepare(_ order: ScreenOrder, isUrgent: Bool) {
    state.withLock { state in
      if state.entries[order] == nil { place(order, isUrgent: isUrgent, in: &state) }
    }
  }

  /// A screen for now; the bell is rung when one that is pending was made or has failed.
  func look(for order: ScreenOrder, bell: WakeUp) -> Answer {
    let outcome = state.withLock { state -> ScreenWorkshop.Outcome? in
      if let entry = state.entries[order] {
        if isStale(entry, order) { place(order, isUrgent: false, in: &state) }
        return entry.outcome
      }
      state.bells[ObjectIdentifier(bell)] = bell
      place(order, isUrgent: true, in: &state)
      return nil
    }
    switch outcome {
    case nil: return .pending
    case .failed(let reason): return .failed(reason)
    case .made(let made, let problem):
      if let reel = ScreenReel(path: workshop.path(of: made), order: made, problem: problem) {
        return .ready(reel)
      }
      forget(order)
      return .pending
    }
  }

  /// Has a screen made anew whose file is gone or worthless.
  func forget(_ order: ScreenOrder) {
    state.withLock { state in
      state.entries = state.entries.filter { key, entry in
        guard case .made(let made, _) = entry.outcome else { return key != order }
        return key != order && made != order
      }
    }
    try? FileManager.default.removeItem(atPath: workshop.path(of: order))
  }

  private func isStale(_ entry: Entry, _ order: ScreenOrder) -> Bool {
    let age = entry.time.duration(to: .now)
    switch entry.outcome {
    case .failed: return age > Self.retry
    case .made: return order.screen.usesFiles && age > Self.shelfLife
    }
  }
}

// MARK: - The thread that works

extension ScreenRoom {
  private func place(_ order: ScreenOrder, isUrgent: Bool, in state: inout State) {
    guard !state.hasEnded, state.working != order else { return }
    if isUrgent { state.urgent.insert(order) }
    if !state.waiting.contains(order), state.waiting.count < Self.mostOrders || isUrgent {
      if state.waiting.count >= Self.mostOrders { state.waiting.removeFirst() }
      state.waiting.append(order)
    }
    guard !state.hasThread else { return }
    state.hasThread = true
    let thread = Thread { [self] in
      while let order = next() { work(on: order) }
    }
    thread.name = "screens"
    thread.start()
  }

  private func next() -> ScreenOrder? {
    state.withLock { state in
      let index =
        state.waiting.firstIndex { state.urgent.contains($0) } ?? state.waiting.startIndex
      guard index < state.waiting.endIndex, !state.hasEnded else {
        state.hasThread = false
        return nil
      }
      let order = state.waiting.remove(at: index)
      state.working = order
      return order
    }
  }

  private func work(on order: ScreenOrder) {
    let isUrgent = state.withLock { $0.urgent.contains(order) }
    let outcome = workshop.produce(order, isUrgent: isUrgent) {
      self.state.withLock { $0.hasEnded }
    }
    let bells = state.withLock { state in
      defer { state.bells = [:] }
      if state.entries.count > Self.mostEntries { state.entries = [:] }
      state.entries[order] = Entry(outcome: outcome, time: .now)
      state.urgent.remove(order)
      state.working = nil
      return state.bells
    }
    for bell in bells.values { bell.ring() }
  }
}
