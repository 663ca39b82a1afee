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
    var feed: SegmentFeed? = feed
    defer { feed?.close() }
    var step = first.map(Step.segment) ?? .nothing
    var last = first.map { $0.sequence - 1 }
    // Who was made to wait for the head is told at once that something is coming.
    var heard = ContinuousClock.now - (first == nil ? studio.patience.quiet : .zero)
    var pace = PacedWriter(writer, pacing: pacing, bitrate: bitrate)
    var waited = false
    while !writer.isShuttingDown, end.map({ ContinuousClock.now < $0 }) ?? true {
      switch step {
      case .segment(let notice):
        if let until, notice.start >= until { return }
        pace.hasWaited = waited
        waited = false
        guard pass(notice, after: &last, of: feed, to: &pace) else { return }
        heard = .now
      case .nothing:
        guard keepAlive(writer, since: heard) else { return }
        waited = true
      case .over: return
      }
      step = wait(on: &feed, hasBegun: last != nil)
    }
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
    _ notice: SegmentNotice, after last: inout Int64?, of feed: SegmentFeed?,
    to pace: inout PacedWriter
  ) -> Bool {
    // After a break the transcoder begins again at what is on air now.
    let before = last ?? notice.sequence - 1
    guard notice.sequence > before else { return true }
    for missed in max(before + 1, notice.sequence - Self.longestGap)..<notice.sequence {
      guard write("\(missed).ts", lasting: notice.duration, to: &pace) != nil else { return false }
    }
    last = notice.sequence
    guard let bytes = write(notice.file, lasting: notice.duration, to: &pace) else { return false }
    feed?.sent(notice.sequence, bytes)
    return true
  }

  /// Writes a file in pieces; one that is gone already is passed over.
  ///
  /// - Returns: How much was written; nil when the viewer is gone, or all but.
  private func write(
    _ file: String, lasting duration: Span, to pace: inout PacedWriter
  ) -> Int64? {
    guard isSegmentName(file) else { return 0 }
    let path = "\(studio.live)/\(reception)/\(file)"
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return 0 }
    defer { close(descriptor) }
    var status = stat()
    fstat(descriptor, &status)
    pace.begin(lasting: duration, bytes: Int(status.st_size))
    return withUnsafeTemporaryAllocation(byteCount: pace.pieceSize, alignment: 16) { buffer in
      var written = 0
      while !pace.isShuttingDown {
        let count = read(descriptor, buffer.baseAddress, buffer.count)
        guard count > 0 else { break }
        guard pace.write(UnsafeRawBufferPointer(rebasing: buffer.prefix(count)), after: written),
          pace.blocked < studio.patience.reading
        else { return nil }
        written += count
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
