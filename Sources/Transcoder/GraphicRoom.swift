import ChildProcess
import Foundation
public import Logging
import Pipeline
import Synchronization

/// Where what is drawn over pictures is tried, each thing once, before it goes on air, and where the
/// files of words are kept while a run reads them.
///
/// Thread-safe, and nobody waits: who asks for what was not tried yet is rung when it was. One plain
/// thread works while there is something to try.
public final class GraphicRoom: Sendable {
  /// How long a trial may take.
  private static let deadline = Duration.seconds(10)
  /// How many outcomes are remembered.
  private static let mostEntries = 1000
  /// After so long what was refused is tried again, though its file is the same.
  private static let retry = Duration.seconds(300)

  /// What became of a trial.
  enum Outcome: Equatable {
    /// It can be drawn.
    case passed
    /// It can't, with the reason in a few words.
    case refused(String)
  }

  private struct Entry {
    var mark: FileMark?
    var outcome: Outcome
    var time: ContinuousClock.Instant
  }

  private struct State {
    var entries: [Rehearsal: Entry] = [:]
    var waiting: [Rehearsal] = []
    var bells: [ObjectIdentifier: WakeUp] = [:]
    var hasThread = false
    var hasEnded = false
    var count = 0
  }

  private let folder: String
  private let ffmpeg: String
  private let log: Logger
  private let state = Mutex(State())

  /// A room with a folder of its own, which is emptied: whose files are there runs no more.
  public init(folder: String, ffmpeg: String, log: Logger) {
    self.folder = folder
    self.ffmpeg = ffmpeg
    self.log = log
    try? FileManager.default.removeItem(atPath: folder)
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  /// Tries nothing any more and ends the ffmpeg that is at work.
  public func end() {
    state.withLock {
      $0.hasEnded = true
      $0.waiting = []
    }
  }

  /// Whether nothing is being tried, down to the last process.
  var isSilent: Bool { state.withLock { !$0.hasThread } }

  /// What the paths of a run's files of words begin with; never the same twice.
  func newScripts(for channel: String) -> String {
    let number = state.withLock { state in
      state.count += 1
      return state.count
    }
    return "\(folder)/\(channel)-\(number)"
  }

  /// What became of a trial; nil where it is under way: then the bell rings when there is news.
  func outcome(of rehearsal: Rehearsal, bell: WakeUp?) -> Outcome? {
    let mark = rehearsal.file.map(FileMark.init)
    if let mark, !mark.isThere { return .refused("\(rehearsal.name) is not there") }
    return state.withLock { state in
      if let entry = state.entries[rehearsal], entry.mark == mark,
        entry.outcome == .passed || entry.time.duration(to: .now) < Self.retry
      {
        return entry.outcome
      }
      guard !state.hasEnded else { return .refused("\(rehearsal.name) was not tried") }
      if let bell { state.bells[ObjectIdentifier(bell)] = bell }
      if !state.waiting.contains(rehearsal) { state.waiting.append(rehearsal) }
      startThread(&state)
      return nil
    }
  }

  private func startThread(_ state: inout State) {
    guard !state.hasThread else { return }
    state.hasThread = true
    let thread = Thread { [self] in
      while let rehearsal = next() { work(on: rehearsal) }
    }
    thread.name = "graphics"
    thread.start()
  }

  private func next() -> Rehearsal? {
    state.withLock { state in
      guard let rehearsal = state.waiting.first, !state.hasEnded else {
        state.hasThread = false
        return nil
      }
      return rehearsal
    }
  }

  private func work(on rehearsal: Rehearsal) {
    let mark = rehearsal.file.map(FileMark.init)
    let outcome = tried(rehearsal)
    if case .refused(let reason) = outcome {
      log.warning("graphic not shown", metadata: ["reason": "\(reason)"])
    }
    let bells = state.withLock { state in
      defer { state.bells = [:] }
      if state.entries.count > Self.mostEntries { state.entries = [:] }
      state.entries[rehearsal] = Entry(mark: mark, outcome: outcome, time: .now)
      state.waiting.removeAll { $0 == rehearsal }
      return state.bells
    }
    for bell in bells.values { bell.ring() }
  }

  private func tried(_ rehearsal: Rehearsal) -> Outcome {
    let scripts = newScripts(for: "trial")
    let files = rehearsal.scripts(at: scripts)
    defer { for file in files { try? FileManager.default.removeItem(atPath: file.path) } }
    do {
      for file in files { try file.write() }
      let result = try runToEnd(
        ChildCommand(ffmpeg, rehearsal.arguments(scripts: scripts)), deadline: Self.deadline,
        outputLimit: 65_536, isCancelled: { self.state.withLock { $0.hasEnded } })
      guard result.status != .exited(0) else { return .passed }
      return .refused(rehearsal.refusal(complaints: result.stderrTail))
    } catch {
      return .refused(rehearsal.refusal(complaints: []))
    }
  }
}

extension Overlay.Script {
  /// Writes it to where ffmpeg looks for it.
  func write() throws {
    try Data(text.utf8).write(to: URL(filePath: path))
  }
}

/// What tells a file from another of the same name.
private struct FileMark: Equatable {
  var size: Int64 = 0
  var time: Date?
  var isThere = false

  init(_ path: String) {
    guard let facts = try? FileManager.default.attributesOfItem(atPath: path) else { return }
    isThere = true
    size = (facts[.size] as? NSNumber)?.int64Value ?? 0
    time = facts[.modificationDate] as? Date
  }
}
