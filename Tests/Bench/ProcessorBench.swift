import Fetch
import Foundation
import Harness

/// What a second of television costs in processor time, against ffmpeg alone.
enum ProcessorBench {
  static func run(_ tell: ([Row]) -> Void) throws {
    let media = TemporaryFolder.make("cpu")
    defer { try? FileManager.default.removeItem(at: media) }
    let clip = media.appending(path: "Long (2001).mp4")
    try Clips.benchmark(at: clip)
    for (profile, name, copies) in [("720p", "copy", true), ("720p encode", "720p encode", false)] {
      var ours = 0.0
      try Station.run(media: media) { station in
        try station.awaitChannel()
        try station.setProfile(profile)
        ours = try costPerSecond(station)
      }
      let bare = try BareEncoder.costPerSecond(clip, copies: copies)
      tell([
        Row(
          what: "CPU of one \(name) channel with a viewer", ours: ours * 1000, bare: bare * 1000,
          unit: "ms per second", aim: "")
      ])
    }
  }

  /// Processor time of everything we run, for each second of television made.
  private static func costPerSecond(_ station: Station) throws -> Double {
    let root = station.process.pid
    let viewer = try StreamViewer(station)
    defer { viewer.leave() }
    try eventually(within: .seconds(20), "a picture") { viewer.count > 100_000 }
    let start = try made(station)
    let before = ProcessTree.processorSeconds(below: root)
    Thread.sleep(forTimeInterval: 40)
    let after = ProcessTree.processorSeconds(below: root)
    return (after - before) / (try made(station) - start)
  }

  /// Where the channel's stream has been made up to, in seconds.
  private static func made(_ station: Station) throws -> Double {
    let answer = try station.json("/api/on-air")
    let lead = answer["channels"][0]["stream"]["lead"].number ?? 0
    return Double((answer["at"].number ?? 0) + lead) / 1000
  }
}
