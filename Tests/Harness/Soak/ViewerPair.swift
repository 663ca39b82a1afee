import Foundation
import Glibc

/// A viewer of playlists and one of the endless stream, on one channel at once.
package final class ViewerPair: Sendable {
  /// The viewer of the endless stream.
  package let stream: StreamWatch
  /// The viewer of playlists.
  package let playlist: PlaylistWatch
  private let guide: GuideDesk

  /// Both tune to a channel.
  package init(
    _ station: Station, channel: String = "1", clock: StationClock = StationClock()
  ) throws {
    guide = GuideDesk(station, clock: clock)
    try guide.refresh()
    playlist = try PlaylistWatch(station, channel: channel, clock: clock)
    stream = try StreamWatch(station, channel: channel, clock: clock, guide: guide)
  }

  /// Asks for the guide anew: what is seen is held to it.
  package func refreshGuide() throws { try guide.refresh() }

  /// Waits until both have seen some seconds of television more.
  package func watch(_ seconds: Double) { Thread.sleep(forTimeInterval: seconds) }

  /// Both leave.
  package func leave() {
    playlist.stop()
    stream.stop()
  }

  /// Begins to measure pauses anew.
  package func mark() {
    stream.mark()
    playlist.mark()
  }
}

extension Station {
  /// Sends a signal to one of the station's programs, as soon as it runs.
  ///
  /// - Parameters:
  ///   - number: The signal.
  ///   - name: The program.
  ///   - pool: The worker's pool.
  /// - Throws: A ``Failure`` where there is none.
  package func signal(_ number: Int32, to name: String, pool: String? = nil) throws {
    try eventually(within: .seconds(40), "a running \(name)") {
      let found = ProcessTree.named(name, below: process.pid).filter { entry in
        guard let pool else { return true }
        let words = (try? Data(contentsOf: URL(filePath: "/proc/\(entry.pid)/cmdline"))) ?? Data()
        return words.split(separator: 0).last == Data(pool.utf8)
      }
      // nginx's master is the one that was started first.
      guard let victim = found.min(by: { $0.pid < $1.pid })?.pid else { return false }
      return Glibc.kill(victim, number) == 0
    }
  }
}
