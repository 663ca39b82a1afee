import Control
import FastCGI
import Foundation
import Library
import Playout

/// Passes a channel's segments on to one viewer as they become ready.
///
/// Segments of a channel are one uninterrupted transport stream, so they are
/// written one after another, unchanged. While none come, null packets tell
/// viewer and proxies that the connection lives.
struct SegmentRelay: Sendable {
  let studio: Studio
  let reception: Reception
  let viewer: Viewer
  /// How fast it is handed over.
  let pacing: Pacing
  /// The most bits a second that are sent; nil for any number.
  let bitrate: Int?
  /// When the viewer wants to stop, if it said so.
  let end: ContinuousClock.Instant?
  /// The moment of the timeline that the viewer does not want any more, if it said so.
  let until: Moment?

  /// What waiting for a segment brought.
  private enum Step {
    case segment(SegmentNotice)
    case nothing
    case over
  }

  /// The most segments that are fetched after a break.
  private static let longestGap: Int64 = 60

  func run(from first: SegmentNotice?, of feed: SegmentFeed, to writer: StreamWriter) {
    // Who was made to wait for the head is told at once that something is coming.
    let heard = ContinuousClock.now - (first == nil ? studio.patience.quiet : .zero)
    let place = first.map { StreamMark(unit: $0.sequence - 1) }
    run(first.map(Step.segment) ?? .nothing, of: feed, after: place, heard: heard, to: writer)
  }

  /// Goes on where another process left the viewer.
  func goOn(after place: StreamMark?, to writer: StreamWriter) {
    run(.nothing, of: nil, after: place, heard: .now, to: writer)
  }

  private func run(
    _ step: Step, of feed: SegmentFeed?, after place: StreamMark?, heard: ContinuousClock.Instant,
    to writer: StreamWriter
  ) {
    var (step, feed, place, heard) = (step, feed, place, heard)
    defer { feed?.close() }
    writer.keep(RelayNote(self).bytes)
    var pace = PacedWriter(writer, pacing: pacing, bitrate: bitrate)
    var waited = false
    while !writer.isShuttingDown, end.map({ ContinuousClock.now < $0 }) ?? true {
      switch step {
      case .segment(let notice):
        if let until, notice.start >= until { return }
        pace.hasWaited = waited
        waited = false
        guard pass(notice, after: &place, of: feed, to: &pace) else { return }
        heard = .now
      case .nothing:
        guard keepAlive(writer, since: heard) else { return }
        waited = true
      case .over: return
      }
      step = wait(on: &feed, hasBegun: place != nil)
    }
    guard writer.isShuttingDown else { return }
    writer.handOver()
  }

  /// Waits for one pulse; a transcoder that went away is looked for again.
  private func wait(on feed: inout SegmentFeed?, hasBegun: Bool) -> Step {
    do throws(ControlFailure) {
      if let feed { return try feed.next(studio.patience.pulse).map(Step.segment) ?? .nothing }
      nap()
      feed = try studio.control.watch(reception, viewer)
    } catch {
      feed?.close()
      feed = nil
      // Somebody stopped the channel or ended the session, or there is no place.
      // Who has not seen anything yet did not come for the channel that ends, but for the next one.
      let isOver = [.limit, .unknownChannel, .ended].contains(error.code)
      if isOver || (error.code == .stopped && hasBegun) { return .over }
      nap()
    }
    return .nothing
  }

  /// Writes a segment, and those before it that were missed; false when the viewer is gone.
  private func pass(
    _ notice: SegmentNotice, after place: inout StreamMark?, of feed: SegmentFeed?,
    to pace: inout PacedWriter
  ) -> Bool {
    // After a break the transcoder begins again at what is on air now.
    let before = place?.unit ?? notice.sequence - 1
    guard notice.sequence > before else { return true }
    let first = max(before + 1, notice.sequence - Self.longestGap)
    for sequence in first...notice.sequence where !pace.isShuttingDown {
      let file = sequence == notice.sequence ? notice.file : "\(sequence).ts"
      var mark = StreamMark(
        unit: sequence - 1, bytes: sequence == before + 1 ? place?.bytes ?? 0 : 0)
      guard let bytes = write(file, from: &mark, lasting: notice.duration, to: &pace) else {
        return false
      }
      // What was broken off because the program ends is for the next one to finish.
      if !pace.isShuttingDown { mark = StreamMark(unit: sequence) }
      pace.mark(mark)
      place = mark
      if sequence == notice.sequence { feed?.sent(sequence, bytes) }
    }
    return true
  }

  /// Writes a file in pieces; one that is gone already is passed over.
  ///
  /// - Returns: How much was written; nil when the viewer is gone, or all but.
  private func write(
    _ file: String, from mark: inout StreamMark, lasting duration: Span, to pace: inout PacedWriter
  ) -> Int64? {
    guard isSegmentName(file) else { return 0 }
    let path = "\(studio.live)/\(reception)/\(file)"
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return 0 }
    defer { close(descriptor) }
    var status = stat()
    fstat(descriptor, &status)
    lseek(descriptor, off_t(mark.bytes), SEEK_SET)
    let rest = max(0, Int64(status.st_size) - mark.bytes)
    pace.mark(mark)
    pace.begin(
      lasting: Span(milliseconds: duration.milliseconds * rest / max(1, Int64(status.st_size))),
      bytes: Int(rest))
    return withUnsafeTemporaryAllocation(byteCount: pace.pieceSize, alignment: 16) { buffer in
      var written = 0
      while !pace.isShuttingDown {
        let count = read(descriptor, buffer.baseAddress, buffer.count)
        guard count > 0 else { break }
        guard pace.write(UnsafeRawBufferPointer(rebasing: buffer.prefix(count)), after: written),
          pace.blocked < studio.patience.reading
        else { return nil }
        written += count
        mark.bytes += Int64(count)
        pace.mark(mark)
      }
      return Int64(written)
    }
  }

  /// Names come over a socket; only a number may become part of a path.
  private func isSegmentName(_ file: String) -> Bool {
    file.hasSuffix(".ts") && file.utf8.count > 3
      && file.utf8.dropLast(3).allSatisfy { (48...57).contains($0) }
  }

  /// Looks whether the viewer is still there, and gives it a sign of life.
  private func keepAlive(_ writer: StreamWriter, since heard: ContinuousClock.Instant) -> Bool {
    guard !writer.isClientGone else { return false }
    let silence = ContinuousClock.now - heard
    guard silence < studio.patience.silence else { return false }
    return silence < studio.patience.quiet || writer.write(NullPacket.run)
  }

  private func nap() {
    let milliseconds = studio.patience.pulse.components.attoseconds / 1_000_000_000_000_000
    usleep(UInt32(clamping: milliseconds * 1000))
  }
}

/// The packet that a receiver throws away.
enum NullPacket {
  /// Seven of them, as much as fits one network packet.
  static let run = [[UInt8]](repeating: packet, count: 7).flatMap { $0 }

  private static let packet: [UInt8] =
    [0x47, 0x1F, 0xFF, 0x10] + [UInt8](repeating: 0xFF, count: 184)
}
