import ChildProcess
import Foundation
public import Logging
import Packaging
import Pipeline
import Playout
import Synchronization

/// Where the screens of all channels are made, each once, and kept as files to be looped.
///
/// Thread-safe, and nobody waits: who needs a screen that is not there yet
/// has it ordered and is rung when it is. One plain thread works while there
/// are orders, with one ffmpeg at a time.
public final class ScreenRoom: Sendable {
  /// How long a screen may take.
  static let deadline = Duration.seconds(60)
  /// How many orders may wait.
  static let mostOrders = 64
  /// How many files are kept, and how many bytes of them.
  static let mostFiles = 96
  static let mostBytes: Int64 = 512 << 20
  /// After so long what was made of a user's files, or could not be made, is made anew.
  private static let shelfLife = Duration.seconds(600)
  private static let retry = Duration.seconds(30)

  private enum Outcome {
    case made(ScreenOrder, problem: String?)
    case failed(String)
  }

  private struct Entry {
    var outcome: Outcome
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

  private let folder: String
  private let ffmpeg: String
  private let log: Logger
  private let state = Mutex(State())

  /// A room that keeps its files in a folder, which need not be there yet.
  public init(folder: String, ffmpeg: String, log: Logger) {
    self.folder = folder
    self.ffmpeg = ffmpeg
    self.log = log
  }

  /// Takes no more orders and ends the ffmpeg that is at work.
  public func end() {
    state.withLock {
      $0.hasEnded = true
      $0.waiting = []
    }
  }

  /// What has become of an order.
  enum Answer {
    /// Here it is.
    case ready(ScreenReel)
    /// It is being made; the bell rings when there is something new.
    case pending
    /// It can't be made, nor anything in its place.
    case failed(String)
  }

  /// Has a screen made when there is nothing better to do.
  func prepare(_ order: ScreenOrder) {
    state.withLock { state in
      if state.entries[order] == nil { place(order, isUrgent: false, in: &state) }
    }
  }

  /// A screen for now; the bell is rung when one that is pending was made or has failed.
  func look(for order: ScreenOrder, bell: WakeUp) -> Answer {
    let outcome = state.withLock { state -> Outcome? in
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
      if let reel = ScreenReel(path: path(of: made), order: made, problem: problem) {
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
    try? FileManager.default.removeItem(atPath: path(of: order))
  }

  private func isStale(_ entry: Entry, _ order: ScreenOrder) -> Bool {
    let age = entry.time.duration(to: .now)
    switch entry.outcome {
    case .failed: return age > Self.retry
    case .made: return order.screen.usesFiles && age > Self.shelfLife
    }
  }

  private func path(of order: ScreenOrder) -> String { "\(folder)/\(order.name).ts" }
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
    let outcome = produce(order)
    let bells = state.withLock { state in
      defer { state.bells = [:] }
      if state.entries.count > 4 * Self.mostFiles { state.entries = [:] }
      state.entries[order] = Entry(outcome: outcome, time: .now)
      state.urgent.remove(order)
      state.working = nil
      return state.bells
    }
    for bell in bells.values { bell.ring() }
  }

  /// Makes a screen, or what is next best, with the reason.
  private func produce(_ order: ScreenOrder) -> Outcome {
    var problem: String?
    for attempt in [order] + order.substitutes {
      if !attempt.screen.usesFiles, FileManager.default.fileExists(atPath: path(of: attempt)) {
        return .made(attempt, problem: problem)
      }
      do throws(ScreenFailure) {
        try make(attempt)
        return .made(attempt, problem: problem)
      } catch {
        let reason = "\(attempt.subject) can't be made: \(error.reason)"
        if !isEnding { log.warning("screen not made", metadata: ["reason": "\(reason)"]) }
        problem = problem ?? reason
      }
    }
    return .failed(problem ?? "no screen can be made")
  }

  private var isEnding: Bool { state.withLock { $0.hasEnded } }

  private func make(_ order: ScreenOrder) throws(ScreenFailure) {
    let isUrgent = state.withLock { $0.urgent.contains(order) }
    let words = order.words
    defer {
      for line in words { try? FileManager.default.removeItem(atPath: "\(folder)/\(line.file)") }
    }
    try keep { () throws in
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
      for line in words {
        try Data(line.text.utf8).write(to: URL(filePath: "\(folder)/\(line.file)"))
      }
    }
    let stream = try encode(order, niceness: isUrgent ? 5 : 15)
    guard let loop = LoopCut(from: order.loop.start, ticks: order.loop.length).cut(stream) else {
      throw ScreenFailure(reason: "ffmpeg brought less than \(order.loop.seconds) s of it")
    }
    try keep { () throws in
      // Beside it and renamed: a file that is there is whole.
      try Data(loop).write(to: URL(filePath: path(of: order)), options: .atomic)
    }
    removeOldest()
  }

  private func encode(_ order: ScreenOrder, niceness: Int) throws(ScreenFailure) -> [UInt8] {
    let command = ChildCommand(
      ffmpeg, screenArguments(for: order), workingDirectory: folder, niceness: niceness)
    do throws(ChildError) {
      let result = try runToEnd(
        command, deadline: Self.deadline, outputLimit: 64 << 20, isCancelled: { self.isEnding })
      guard result.status == .exited(0) else {
        throw ChildError.failedToStart(
          program: "ffmpeg", reason: StderrClassification(stderrTail: result.stderrTail).sentence)
      }
      return result.output
    } catch {
      guard case .failedToStart("ffmpeg", let reason) = error else {
        throw ScreenFailure(reason: "\(error)")
      }
      throw ScreenFailure(reason: reason)
    }
  }

  private func keep(_ work: () throws -> Void) throws(ScreenFailure) {
    do { try work() } catch { throw ScreenFailure(reason: "\(error.localizedDescription)") }
  }
}

/// Why a screen was not made.
private struct ScreenFailure: Error {
  var reason: String
}

// MARK: - Room on the disk

extension ScreenRoom {
  /// Removes what was not used for longest until few enough files are left.
  private func removeOldest() {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    var files = names.filter { $0.hasSuffix(".ts") }.compactMap { name -> (String, Date, Int64)? in
      let facts = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
      guard let time = facts?[.modificationDate] as? Date, let size = facts?[.size] as? NSNumber
      else { return nil }
      return (name, time, size.int64Value)
    }.sorted { $0.1 > $1.1 }
    while files.count > Self.mostFiles || files.reduce(0, { $0 + $1.2 }) > Self.mostBytes {
      guard let oldest = files.popLast() else { return }
      try? FileManager.default.removeItem(atPath: "\(folder)/\(oldest.0)")
    }
  }
}

extension ScreenOrder {
  /// What it is, for people; of the user's files only the name.
  fileprivate var subject: String {
    let files = [screen.image, screen.music].compactMap { $0?.split(separator: "/").last }
    let names = files.isEmpty ? "" : " with " + files.joined(separator: " and ")
    return "The screen \(screen.picture.rawValue), \(screen.sound.rawValue)\(names)"
  }
}
