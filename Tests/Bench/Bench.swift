import Foundation

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

  private static func run() throws {
    let wanted = Set(CommandLine.arguments.dropFirst())
    let rows: [(String, () throws -> [Row])] = [
      ("start", StartBench.run), ("requests", RequestBench.run), ("tune", TuneBench.run),
      ("cpu", ProcessorBench.run), ("scale", ScaleBench.run), ("recovery", RecoveryBench.run),
      ("schedule", ScheduleBench.run), ("splice", SpliceBench.run), ("horizon", HorizonBench.run),
      ("pipeline", PipelineBench.run), ("pictures", PictureAccuracy.run),
      ("loudness", LoudnessAccuracy.run), ("hostile", HostileMedia.run),
      ("edit", EditBench.run),
    ]
    var table: [Row] = []
    for (name, run) in rows where wanted.isEmpty || wanted.contains(name) {
      print("· \(name)")
      let measured = try run()
      for row in measured { print("  \(row.line)") }
      table += measured
    }
    print("\n" + Row.table(table))
  }
}

/// One figure beside its bare limit.
struct Row {
  var what: String
  var ours: Double
  var bare: Double?
  var unit: String
  var aim: String
  /// Whether more is better; the ratio is ours to bare either way.
  var note = ""

  var ratio: String {
    guard let bare, bare > 0 else { return "–" }
    return String(format: "%.2f", ours / bare)
  }

  var line: String {
    "\(what): \(Self.figure(ours)) \(unit)"
      + (bare.map { ", bare \(Self.figure($0)) \(unit), ratio \(ratio)" } ?? "")
  }

  static func table(_ rows: [Row]) -> String {
    var lines = ["| what | ours | bare | ratio | aim |", "| --- | --- | --- | --- | --- |"]
    for row in rows {
      let bare = row.bare.map { "\(figure($0)) \(row.unit)" } ?? "–"
      lines.append(
        "| \(row.what) | \(figure(row.ours)) \(row.unit) | \(bare) | \(row.ratio) | \(row.aim) |")
    }
    return lines.joined(separator: "\n")
  }

  static func figure(_ value: Double) -> String {
    switch abs(value) {
    case 1000...: String(format: "%.0f", value)
    case 10...: String(format: "%.1f", value)
    default: String(format: "%.3f", value)
    }
  }
}

/// Seconds that the closure takes.
func seconds(_ body: () throws -> Void) rethrows -> Double {
  let start = ContinuousClock.now
  try body()
  let taken = ContinuousClock.now - start
  return Double(taken.components.seconds) + Double(taken.components.attoseconds) / 1e18
}
