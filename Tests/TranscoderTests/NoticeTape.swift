import Control
import Synchronization

/// What a viewer of the endless stream was told.
final class NoticeTape: Sendable {
  private let replies = Mutex<[ControlReply]>([])

  /// Takes what it is told.
  func take(_ reply: ControlReply) { replies.withLock { $0.append(reply) } }

  /// The segments so far.
  var notices: [SegmentNotice] {
    replies.withLock { $0 }.compactMap { if case .segment(let notice) = $0 { notice } else { nil } }
  }

  /// Why it was sent away.
  var failures: [ControlFailure] {
    replies.withLock { $0 }.compactMap { if case .failed(let reason) = $0 { reason } else { nil } }
  }
}
