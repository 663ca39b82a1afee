import Foundation
import Glibc
import Harness

/// `make bench`: the product beside the bare limit, in one run, as ratios.
@main
enum Bench {
  static func main() {
    do {
      try run()
    } catch {
      print("The benchmark stopped: \(String("\(error)".suffix(500)))")
      exit(1)
    }
  }

  /// Each row is printed as a line of the table once it is measured, so that what was measured
  /// stands there wherever the run is stopped.
  private static func run() throws {
    let wanted = Set(CommandLine.arguments.dropFirst())
    let parts: [(String, (([Row]) -> Void) throws -> Void)] = [
      ("start", StartBench.run), ("requests", RequestBench.run), ("tune", TuneBench.run),
      ("cpu", ProcessorBench.run), ("scale", ScaleBench.run), ("recovery", RecoveryBench.run),
      ("schedule", ScheduleBench.run), ("splice", SpliceBench.run), ("horizon", HorizonBench.run),
      ("pipeline", PipelineBench.run), ("ladder", LadderBench.run),
      ("pictures", PictureAccuracy.run), ("loudness", LoudnessAccuracy.run),
      ("sync", SyncAccuracy.run), ("aspect", AspectAccuracy.run), ("rate", RateAccuracy.run),
      ("hostile", HostileMedia.run), ("edit", EditBench.run),
    ]
    let unknown = wanted.subtracting(parts.map(\.0)).sorted()
    guard unknown.isEmpty else {
      throw Failure(
        "no part is named \(unknown.joined(separator: ", ")); there are "
          + parts.map(\.0).joined(separator: ", "))
    }
    var failures: [String] = []
    say(Row.head)
    for (name, run) in parts where wanted.isEmpty || wanted.contains(name) {
      do {
        try run { rows in for row in rows { say(row.line) } }
      } catch {
        say("    \(name) stopped: \("\(error)".suffix(500))")
        failures.append(name)
      }
    }
    guard failures.isEmpty else { throw Failure(failures.joined(separator: ", ")) }
  }
}

/// One figure beside its bare limit.
struct Row {
  var what: String
  var ours: Double
  var bare: Double?
  var unit: String
  var aim: String

  var ratio: String {
    guard let bare, bare > 0 else { return "–" }
    return String(format: "%.2f", ours / bare)
  }

  /// What stands above all rows.
  static let head = "| what | ours | bare | ratio | aim |\n| --- | --- | --- | --- | --- |"

  /// The row as a line of the table.
  var line: String {
    let beside = bare.map { "\(Self.figure($0)) \(unit)" } ?? "–"
    return "| \(what) | \(Self.figure(ours)) \(unit) | \(beside) | \(ratio) | \(aim) |"
  }

  static func figure(_ value: Double) -> String {
    switch abs(value) {
    case 1000...: String(format: "%.0f", value)
    case 10...: String(format: "%.1f", value)
    default: String(format: "%.3f", value)
    }
  }
}

/// Prints a line that is there even if the next moment is this process's last.
func say(_ line: String) {
  print(line)
  fflush(nil)
}

/// Seconds that the closure takes.
func seconds(_ body: () throws -> Void) rethrows -> Double {
  let start = ContinuousClock.now
  try body()
  let taken = ContinuousClock.now - start
  return Double(taken.components.seconds) + Double(taken.components.attoseconds) / 1e18
}
