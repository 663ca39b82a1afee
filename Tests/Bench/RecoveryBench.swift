import Foundation
import Glibc
import Harness

/// How long viewers are left without a picture when a program is killed.
enum RecoveryBench {
  private static let victims: [(name: String, pool: String?)] = [
    ("ffmpeg", nil), ("exstreamtv-transcoder", nil), ("exstreamtv-worker", "api"),
    ("exstreamtv-worker", "streams"), ("exstreamtv-jobs", nil), ("nginx", nil),
  ]

  static func run(_ tell: ([Row]) -> Void) throws {
    let media = try SoakClip.folder()
    try Station.run(media: media) { station in
      try station.awaitChannel()
      // Somebody who stays keeps the channel on air between the measurements.
      let other = try StreamViewer(station)
      defer { other.leave() }
      for victim in victims {
        let seen = try kill(victim.name, victim.pool, station)
        let what = "SIGKILL of \(victim.pool.map { "a worker of \($0)" } ?? victim.name)"
        tell([row("\(what): pause of an HLS viewer", seen.playlist)])
        tell([row("\(what): pause of a TS viewer", seen.stream)])
        if let again = seen.again { tell([row("\(what): until a TS viewer is back", again)]) }
        if !seen.faults.isEmpty { print("  \(what): \(seen.faults.joined(separator: "; "))") }
      }
    }
  }

  private static func row(_ what: String, _ seconds: Double) -> Row {
    Row(what: what, ours: seconds, bare: nil, unit: "s", aim: "under 2 s")
  }

  private static func kill(
    _ name: String, _ pool: String?, _ station: Station
  ) throws -> (playlist: Double, stream: Double, again: Double?, faults: [String]) {
    let pair = try ViewerPair(station)
    pair.watch(4)
    pair.mark()
    try station.signal(SIGKILL, to: name, pool: pool)
    pair.watch(10)
    let playlist = pair.playlist.findings
    let stream = pair.stream.findings
    pair.leave()
    return (
      playlist.freeze.longest, stream.freeze.longest, stream.breaks.max(),
      (playlist.faults.lines + stream.faults.lines).map { String($0.prefix(300)) }
    )
  }
}
