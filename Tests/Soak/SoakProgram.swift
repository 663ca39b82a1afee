import Foundation
import Glibc
import Harness
import Synchronization

/// `make soak`: a station on the air for hours, watched by viewers who forgive nothing.
@main
enum SoakProgram {
  private static let isCancelled = Atomic<Bool>(false)

  static func main() {
    for number in [SIGINT, SIGTERM] {
      signal(number) { _ in SoakProgram.isCancelled.store(true, ordering: .relaxed) }
    }
    do {
      exit(try run() ? 0 : 1)
    } catch {
      say("The soak stopped: \(String("\(error)".suffix(2000)))")
      exit(1)
    }
  }

  /// Prints at once, whatever reads it.
  private static func say(_ text: String) {
    FileHandle.standardOutput.write(Data((text + "\n").utf8))
  }

  private static func run() throws -> Bool {
    let variables = ProcessInfo.processInfo.environment
    let channels = try number("CHANNELS", in: 1...64, else: 4, variables)
    let minutes = try number("MINUTES", in: 0.5...100_000, else: 10, variables)
    let ahead = max(20, min(120, minutes * 30))
    let clock = try StationClock.named(variables["SHIFT"] ?? "none", ahead: ahead)
    var soak = Soak(channels: Int(channels), seconds: minutes * 60, clock: clock)
    soak.tell = { say($0) }
    soak.isCancelled = { isCancelled.load(ordering: .relaxed) }
    say("\(Int(channels)) channels for \(minutes) minutes, clock \(clock.name)")
    let report = try soak.run()
    say("\n" + report.text)
    let file = URL(filePath: variables["REPORT"] ?? ".build/soak-report.json")
    try report.write(to: file)
    say("The figures are in \(file.path).")
    return report.isGood
  }

  private static func number(
    _ name: String, in range: ClosedRange<Double>, else usual: Double,
    _ variables: [String: String]
  ) throws -> Double {
    guard let text = variables[name], !text.isEmpty else { return usual }
    guard let value = Double(text), range.contains(value) else {
      throw Failure("\(name) is a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }
}
