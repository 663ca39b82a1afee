import FastCGI
import Glibc
import Library
import Playout

/// Writes pieces of segments to a viewer, each when it is due.
struct PacedWriter {
  private let writer: StreamWriter
  private let joined = ContinuousClock.now
  private var pacer: Pacer
  /// How long writing the current segment has blocked: what the viewer did not take.
  private(set) var blocked = Duration.zero
  /// Whether the next segment had to be waited for.
  var hasWaited = false
  /// How many bytes are written at once: whole packets of 188 bytes, fewer where they are spread.
  let pieceSize: Int

  init(_ writer: StreamWriter, pacing: Pacing, bitrate: Int?) {
    self.writer = writer
    pacer = Pacer(pacing, bitrate: bitrate)
    pieceSize = pacing == .disabled && bitrate == nil ? 188 * 336 : 188 * 112
  }

  /// Whether the program was asked to end.
  var isShuttingDown: Bool { writer.isShuttingDown }

  /// Notes how far the viewer has come.
  func mark(_ mark: StreamMark) { writer.mark(mark) }

  /// Begins the next segment.
  mutating func begin(lasting duration: Span, bytes: Int) {
    blocked = .zero
    pacer.begin(length: duration.seconds, bytes: bytes, waited: hasWaited, at: now)
  }

  /// Waits until the piece is due and writes it; false when the viewer is gone.
  mutating func write(_ piece: UnsafeRawBufferPointer, after bytes: Int) -> Bool {
    wait(until: pacer.due(after: bytes))
    let began = ContinuousClock.now
    defer { blocked += began.duration(to: .now) }
    return writer.write(piece)
  }

  /// In naps, so that the program can end.
  private func wait(until due: Double) {
    while !isShuttingDown, !writer.isClientGone {
      let left = due - now
      guard left > 0.001 else { return }
      usleep(UInt32(min(left, 0.2) * 1_000_000))
    }
  }

  /// Seconds since the viewer joined.
  private var now: Double { joined.duration(to: .now) / .seconds(1) }
}
