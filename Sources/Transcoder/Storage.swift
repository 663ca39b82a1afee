import Library
import Packaging

/// What a channel has made and not yet on disk, and how the disk takes it.
///
/// Segments wait here, in order, while the disk refuses them. A segment counts
/// as stored once the state that tells of it is stored as well: so after a
/// crash no number is ever given to two different segments that were listed.
struct Storage {
  /// Segments that were finished at once, and the stream's state after the last of them.
  struct Batch {
    var segments: [Segment]
    var state: StreamState
  }

  /// A time during which the disk refused.
  struct Trouble {
    /// What it said last.
    var refusal: SegmentFolderError
    /// When it refused first.
    var since: ContinuousClock.Instant
    /// When it refused last.
    var last: ContinuousClock.Instant
  }

  /// How many batches may wait before no more is made.
  static let mostBatches = 8
  /// How many bytes may.
  static let mostBytes = 16 << 20
  /// How long the disk must have taken everything before it is trusted again.
  static let trial = Duration.seconds(4)
  /// How soon what waits is tried again without anything new.
  static let retry = Duration.milliseconds(250)

  private(set) var batches: [Batch] = []
  private(set) var bytes = 0
  private(set) var trouble: Trouble?
  /// Whether a segment was taken without ado since the disk refused last.
  private(set) var hasProof = false
  /// When writing was tried last.
  var triedAt = ContinuousClock.now
  /// Whether the channel holds bytes back for playlist and state.
  var hasReserve = false
  /// Whether the playlist on disk is not the newest.
  var isPlaylistStale = false
  /// The first segment that the playlist on disk lists; nil before there is one.
  var playlistFrom: Int64?
  /// The first segment that the state on disk has in the playlist, or will have.
  var stateFrom: Int64?

  /// Segments before this one are told of nowhere any more.
  var firstNeeded: Int64 { min(playlistFrom ?? .min, stateFrom ?? .min) }

  /// The names of the heads that go with what waits.
  var heads: Set<String> {
    Set(batches.flatMap(\.segments).flatMap(\.heads).map(\.name))
  }

  /// Whether so much waits that no more may be made.
  var isFull: Bool { batches.count >= Self.mostBatches || bytes >= Self.mostBytes }

  /// Takes what was finished.
  mutating func append(_ batch: Batch) {
    batches.append(batch)
    bytes += batch.size
  }

  /// Lets go of what is on disk by now.
  ///
  /// - Parameter last: When the disk refused last, before it was written.
  mutating func removeFirst(refusedBefore last: ContinuousClock.Instant?) {
    if trouble?.last == last { hasProof = true }
    bytes -= batches.removeFirst().size
  }

  /// Lets go of everything.
  mutating func removeAll() {
    batches = []
    bytes = 0
  }

  /// Notes that the disk refused, whether or not room could be made.
  ///
  /// - Returns: Whether it did not before.
  mutating func note(_ refusal: SegmentFolderError) -> Bool {
    let isNew = trouble == nil
    hasProof = false
    trouble = Trouble(refusal: refusal, since: trouble?.since ?? .now, last: .now)
    return isNew
  }

  /// Notes that the disk is trusted again.
  mutating func calm() { trouble = nil }
}

extension Storage.Batch {
  fileprivate var size: Int { segments.reduce(0) { $0 + $1.size } }
}

extension Segment {
  /// The bytes of all its files.
  fileprivate var size: Int {
    parts.reduce(bytes.count) { $0 + $1.bytes.count } + heads.reduce(0) { $0 + $1.bytes.count }
  }
}

extension SegmentFolderError {
  /// Whether the same may be written a moment later: the channel waits for that.
  var isPassing: Bool {
    switch code {
    case .diskFull, .readOnly, .deviceFailed, .tooManyFiles: true
    case .denied, .noFolder, .corrupt, .failed: false
    }
  }

  /// What goes wrong in a folder, and what to do, for those who watch over the station.
  func trouble(in folder: String) -> String {
    switch code {
    case .diskFull:
      "The disk of \(folder) is full, or its quota is used up. The channel goes on with less of "
        + "its past as long as it finds room; free some space there."
    case .readOnly:
      "The file system of \(folder) is read-only. Viewers see what was made before; mount it "
        + "writable."
    case .deviceFailed:
      "The disk of \(folder) fails: an input/output error. Viewers see what was made before; "
        + "look at the system's log and replace it."
    default: "\(self)."
    }
  }
}
