import ChildProcess
import Foundation
import Logging
import Packaging
import Pipeline
import Playout

/// Makes screens with one ffmpeg each and keeps them as files.
///
/// Blocks while it works: for the room's own thread.
struct ScreenWorkshop: Sendable {
  /// How long a screen may take.
  static let deadline = Duration.seconds(60)
  /// How many files are kept, and how many bytes of them.
  static let mostFiles = 96
  static let mostBytes: Int64 = 512 << 20

  /// What became of an order.
  enum Outcome {
    /// It was made, or something in its place because of a problem.
    case made(ScreenOrder, problem: String?)
    /// Nothing was made.
    case failed(String)
  }

  let folder: String
  let ffmpeg: String
  let log: Logger

  /// Where an order's file is, or would be.
  func path(of order: ScreenOrder) -> String { "\(folder)/\(order.name).ts" }

  /// Makes a screen, or what is next best, with the reason.
  func produce(
    _ order: ScreenOrder, isUrgent: Bool, isEnding: @escaping () -> Bool
  ) -> Outcome {
    var problem: String?
    for attempt in [order] + order.substitutes {
      if !attempt.screen.usesFiles, FileManager.default.fileExists(atPath: path(of: attempt)) {
        return .made(attempt, problem: problem)
      }
      do throws(ScreenFailure) {
        try make(attempt, isUrgent: isUrgent, isEnding)
        return .made(attempt, problem: problem)
      } catch {
        let reason = "\(attempt.subject) can't be made: \(error.reason)"
        if !isEnding() { log.warning("screen not made", metadata: ["reason": "\(reason)"]) }
        problem = problem ?? reason
      }
    }
    return .failed(problem ?? "no screen can be made")
  }

  private func make(
    _ order: ScreenOrder, isUrgent: Bool, _ isEnding: @escaping () -> Bool
  ) throws(ScreenFailure) {
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
    let stream = try encode(order, niceness: isUrgent ? nil : 15, isEnding)
    guard let loop = LoopCut(from: order.loop.start, ticks: order.loop.length).cut(stream) else {
      throw ScreenFailure(reason: "ffmpeg brought less than \(order.loop.seconds) s of it")
    }
    try keep { () throws in
      // Beside it and renamed: a file that is there is whole.
      try Data(loop).write(to: URL(filePath: path(of: order)), options: .atomic)
    }
    removeOldest()
  }

  private func encode(
    _ order: ScreenOrder, niceness: Int?, _ isEnding: @escaping () -> Bool
  ) throws(ScreenFailure) -> [UInt8] {
    let command = ChildCommand(
      ffmpeg, screenArguments(for: order), workingDirectory: folder, niceness: niceness)
    do throws(ChildError) {
      let result = try runToEnd(
        command, deadline: Self.deadline, outputLimit: 64 << 20, isCancelled: isEnding)
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

extension ScreenWorkshop {
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
