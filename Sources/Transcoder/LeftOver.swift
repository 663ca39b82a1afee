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
  static func channels(in live: String, now: Moment) -> [ChannelID] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: live)) ?? []
    return names.compactMap(ChannelID.init(rawValue:)).filter { id in
      let folder = SegmentFolder(path: live + "/" + id.rawValue)
      guard let state = (try? folder.readState(AirState.self)) ?? nil else {
        try? folder.clear(keepingState: false)
        return false
      }
      if !state.window.sequences.isEmpty, state.written + patience > now { return true }
      try? folder.clear(keepingState: true)
      return false
    }
  }
}
