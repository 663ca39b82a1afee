import Library
import Playout

/// Tells when the next piece of an endless stream is due, by the viewer's pacing.
///
/// A plain value that reads no clock: moments are given as seconds since the
/// viewer joined.
struct Pacer: Sendable {
  /// How much of the stream a burst holds, in seconds.
  static let burst = 10.0
  /// How much of the stream the adaptive way hands over at once to a viewer who joins, in seconds,
  /// even where it had to be waited for: as much as players look through before they begin.
  static let head = 6.0

  private let pacing: Pacing
  private let bytesPerSecond: Double?
  /// Seconds of the stream that were handed over with all segments before this one.
  private var played = 0.0
  private var segment = (start: 0.0, length: 0.0, bytes: 0)
  /// When all segments before this one were paid for by the highest rate.
  private var paid = 0.0
  /// Whether this segment had to be waited for; else the viewer is behind what is there.
  private var isAwaited = false

  /// A pacer for a viewer who joins.
  ///
  /// - Parameters:
  ///   - pacing: The way of the channel.
  ///   - bitrate: The most bits a second that are sent; nil: as many as there are.
  init(_ pacing: Pacing, bitrate: Int? = nil) {
    self.pacing = pacing
    bytesPerSecond = bitrate.map { Double(max($0, 1)) / 8 }
  }

  /// Begins the next segment.
  ///
  /// - Parameters:
  ///   - length: How many seconds it plays.
  ///   - bytes: Its size.
  ///   - waited: Whether it had to be waited for: what is there when a viewer joins, or has
  ///     fallen behind, was not.
  ///   - now: Seconds since the viewer joined.
  mutating func begin(length: Double, bytes: Int, waited: Bool, at now: Double) {
    played += segment.length
    if let bytesPerSecond { paid = max(now, paid + Double(segment.bytes) / bytesPerSecond) }
    segment = (now, max(0, length), max(1, bytes))
    isAwaited = waited
  }

  /// When the piece that follows the first so many bytes of the segment may be sent, in seconds
  /// since the viewer joined.
  func due(after bytes: Int) -> Double {
    let fraction = Double(bytes) / Double(segment.bytes)
    let paced =
      switch pacing {
      case .realtime: played + segment.length * fraction
      case .burst: played + segment.length * fraction - Self.burst
      case .adaptive:
        isAwaited && played >= Self.head ? segment.start + segment.length / 2 * fraction : 0
      case .disabled: 0.0
      }
    return max(paced, allowed(after: bytes))
  }

  /// When the highest rate allows the next piece.
  private func allowed(after bytes: Int) -> Double {
    bytesPerSecond.map { paid + Double(bytes) / $0 } ?? 0
  }
}
