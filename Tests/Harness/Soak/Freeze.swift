import Foundation

/// How long a player's picture stands still because what comes next is not there.
///
/// The player begins where it is told to, plays on in real time, and waits where nothing is left.
package struct Freeze: Sendable {
  /// The longest that it stood still, in seconds.
  package internal(set) var longest = 0.0
  private var playing: (from: Double, since: ContinuousClock.Instant)?
  private var end = 0.0
  /// More than that from where it plays, the stream has jumped and the player follows.
  private static let jump = 600.0

  /// What is there reaches up to some second of television.
  ///
  /// - Parameters:
  ///   - end: The end of what can be played.
  ///   - start: Where a player that has just come begins.
  mutating func note(end: Double, start: Double) {
    guard let place, abs(end - place) < Self.jump else {
      playing = (start, .now)
      self.end = end
      return
    }
    noteNothing()
    // It goes on where it stood.
    if place > self.end, end > self.end { playing = (self.end, .now) }
    self.end = end
  }

  /// Nothing came.
  mutating func noteNothing() {
    if let place { longest = max(longest, place - end) }
  }

  /// The player begins anew with what comes next.
  mutating func restart() { playing = nil }

  private var place: Double? {
    playing.map { $0.from + ($0.since.duration(to: .now)).inSeconds }
  }
}
