import Foundation
import Library
import Logging
import Packaging
import Playout

/// What a transcoder that was killed left in the folder of live channels.
enum LeftOver {
  /// How old a channel's last segment may be for its viewers to be there still.
  ///
  /// Players give up after some tens of seconds without anything new.
  private static let patience = Span.seconds(60)

  /// The channels that were on air; the files of all others are removed.
  ///
  /// A channel that ended in order has no segments left, only its counters.
  static func channels(in live: String, now: Moment) -> [Reception] {
    receptions(in: live).filter { reception in
      let folder = SegmentFolder(path: live + "/" + reception.description)
      guard let state = (try? folder.readState(AirState.self)) ?? nil else {
        try? folder.clear(keepingState: false)
        return false
      }
      if !state.window.sequences.isEmpty, state.written + reception.shift + patience > now {
        return true
      }
      try? folder.clear(keepingState: true)
      return false
    }
  }

  /// Removes what shifted channels left that nobody can come back to.
  ///
  /// Their counters are kept as long as caches may keep segments of theirs: a
  /// number is never given twice.
  ///
  /// - Parameters:
  ///   - live: The folder of live channels.
  ///   - now: The present, by the clock of everybody.
  ///   - isOnAir: Whether one is on air, so that its folder is in use; asked
  ///     after its folder was seen.
  static func sweep(_ live: String, now: Moment, except isOnAir: (Reception) -> Bool) {
    for reception in receptions(in: live) where !reception.isLive && !isOnAir(reception) {
      let path = live + "/" + reception.description
      let state = (try? SegmentFolder(path: path).readState(AirState.self)) ?? nil
      if let state, state.written + reception.shift + memory > now { continue }
      try? FileManager.default.removeItem(atPath: path)
    }
  }

  /// For how long nginx tells players to keep a segment.
  private static let memory = Span.hours(1)

  private static func receptions(in live: String) -> [Reception] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: live)) ?? []
    return names.compactMap(Reception.init)
  }
}
