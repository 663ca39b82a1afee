import Fetch
import Foundation
import Harness

/// How fast it is there, and what it costs to have it there.
enum StartBench {
  static func run(_ tell: ([Row]) -> Void) throws {
    let data = TemporaryFolder.make("bench")
    defer { try? FileManager.default.removeItem(at: data) }
    // The first start makes the demo; what counts is a start on existing data.
    try Station.run(data: data) { try $0.awaitChannel() }
    var starts: [Double] = []
    var bare: [Double] = []
    for _ in 0..<7 {
      starts.append(try Station.secondsToFirstAnswer(data: data))
      bare.append(try BareServer.secondsToFirstAnswer())
    }
    var memory: [String: Double] = [:]
    try Station.run(data: data) { station in
      try station.awaitChannel()
      // Idle: what the first requests and the first job touched is there.
      Thread.sleep(forTimeInterval: 3)
      for process in ProcessTree.below(station.process.pid) + [station.process.entry] {
        memory[process.name, default: 0] += ProcessTree.proportionalMegabytes(of: process.pid)
      }
    }
    let names = memory.sorted { $0.value > $1.value }
      .map { "\($0.key) \(Row.figure($0.value))" }.joined(separator: ", ")
    print("  memory: \(names)")
    tell([
      Row(
        what: "start on existing data to the first 200", ours: starts.median, bare: bare.median,
        unit: "s", aim: "under 0.15 s"),
      Row(
        what: "idle PSS of all processes", ours: memory.values.reduce(0, +), bare: nil, unit: "MB",
        aim: "under 60 MB"),
    ])
  }
}
