import Control
import Library
import Packaging
import Playout

/// What a channel on air has done so far, for those who ask.
struct AirRecord {
  /// Since when it is on air.
  var since: Moment
  /// What it is doing.
  var state = OnAirStatus.State.starting
  /// Segments written.
  var segments: Int64 = 0
  /// Runs that failed.
  var failures = 0
  /// The last failure in words.
  var lastFailure: String?
  /// Why another screen is shown than the one that was chosen.
  var screenProblem: String?
  /// Why what is made can't be kept on disk as it should.
  var storageProblem: String?
  /// What was made from where on, oldest first: what viewers see now began some time ago.
  var made: [(from: StreamTime, method: String, isSlate: Bool)] = []

  init(since: Moment) {
    self.since = since
  }

  /// Notes how the stream is made from a position on.
  mutating func note(method: String, isSlate: Bool, from position: StreamTime) {
    made.append((position, method, isSlate))
  }

  /// How what viewers see at a moment was made.
  mutating func made(at now: Moment) -> (method: String, isSlate: Bool)? {
    let index = made.lastIndex { $0.from.milliseconds <= now.milliseconds } ?? made.startIndex
    made.removeFirst(index)
    return made.first.map { ($0.method, $0.isSlate) }
  }
}

/// What a channel keeps on disk so that it can go on after its process died.
struct AirState: Codable {
  /// The stream's counters and clock as of the last whole segment.
  var stream: StreamState
  /// The segments on disk.
  var window: SegmentWindow
  /// The playlist's target duration in seconds.
  var target: Int
  /// When it was written.
  var written: Moment
  /// When an on-demand channel was left; nil while it is on air.
  var paused: Moment?
}
