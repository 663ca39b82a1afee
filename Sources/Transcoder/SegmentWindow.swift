import Control
import Library
import Packaging

/// The segments of a channel that are on disk: which of them viewers are told
/// of, and which may go.
///
/// Segments are made ahead of the clock. A segment is listed once the one two
/// before it has begun: players start three segments before the end of a live
/// playlist, so they show what the guide says is on now, and a viewer of the
/// endless stream has two segments in hand.
struct SegmentWindow: Codable, Equatable, Sendable {
  /// A segment on disk.
  struct Entry: Codable, Equatable, Sendable {
    /// What viewers are told.
    var notice: SegmentNotice
    /// Whether the timestamps jump before it.
    var isDiscontinuous: Bool
    /// The first picture's time in ticks, for exact lengths.
    var start: StreamTime
    /// The length in ticks.
    var ticks: Int64
  }

  /// How much of the past stays in the playlist.
  static let history = Span.seconds(30)
  /// How long a segment outlives its place in the playlist.
  ///
  /// A client may ask for a segment until it has played all that the playlist
  /// listed when it was read (RFC 8216, 6.2.2).
  static let grace = Span.seconds(60)
  /// How many segments are listed ahead of the one that is on now.
  static let ahead = 2

  /// Segments that left the playlist but are still on disk.
  private(set) var retired: [Entry] = []
  /// Segments in the playlist.
  private(set) var listed: [Entry] = []
  /// Segments that are made but not told of yet.
  private(set) var waiting: [Entry] = []
  /// How many discontinuities left the playlist.
  private(set) var discontinuitiesGone: Int64 = 0

  /// How many discontinuities there have been, told of or not.
  var discontinuities: Int64 {
    discontinuitiesGone + Int64((listed + waiting).filter(\.isDiscontinuous).count)
  }

  /// Nothing on disk.
  init(discontinuitiesGone: Int64 = 0) {
    self.discontinuitiesGone = discontinuitiesGone
  }

  /// Takes a finished segment.
  mutating func append(_ segment: Segment) {
    let notice = SegmentNotice(
      sequence: segment.sequence, start: Moment(milliseconds: segment.start.milliseconds),
      duration: Span(milliseconds: (segment.duration + 45) / 90),
      file: "\(segment.sequence).ts")
    waiting.append(
      Entry(
        notice: notice, isDiscontinuous: segment.isDiscontinuous, start: segment.start,
        ticks: segment.duration))
  }

  /// Lists the next segment if its time has come.
  ///
  /// - Returns: What viewers are to be told, or nil when nothing is due.
  mutating func listNext(at now: Moment) -> SegmentNotice? {
    guard let next = waiting.first, due(next) <= now else { return nil }
    listed.append(waiting.removeFirst())
    return next.notice
  }

  /// When the next segment is to be listed; nil when none is made.
  var nextDue: Moment? { waiting.first.map(due) }

  private func due(_ entry: Entry) -> Moment {
    guard listed.count >= Self.ahead else { return .distantPast }
    return listed[listed.count - Self.ahead].notice.start
  }

  /// Takes out what is past: from the playlist after ``history``, from disk after ``grace``.
  ///
  /// - Parameters:
  ///   - now: The moment that counts as present.
  ///   - target: The playlist's target duration in seconds; three of them
  ///     always stay listed (RFC 8216, 6.2.2).
  /// - Returns: The sequence numbers whose files may be removed.
  mutating func retire(at now: Moment, target: Int) -> [Int64] {
    let least = Span.seconds(Int64(target) * 3)
    while let first = listed.first, first.notice.start + first.notice.duration + Self.history < now,
      listed.dropFirst().reduce(Span.zero, { $0 + $1.notice.duration }) >= least
    {
      if first.isDiscontinuous { discontinuitiesGone += 1 }
      retired.append(listed.removeFirst())
    }
    let gone = retired.prefix {
      $0.notice.start + $0.notice.duration + Self.history + Self.grace < now
    }
    retired.removeFirst(gone.count)
    return gone.map(\.notice.sequence)
  }

  /// What a viewer who joins now is sent first: the segment that is on, and all listed after it.
  func joining(at now: Moment) -> [SegmentNotice] {
    let first = listed.lastIndex { $0.notice.start <= now } ?? listed.startIndex
    return listed[first...].map(\.notice)
  }

  /// Where the segments that are on disk end; nil without any.
  var end: StreamTime? {
    (waiting.last ?? listed.last).map { StreamTime(ticks: $0.start.ticks + $0.ticks) }
  }

  /// Every file's sequence number.
  var sequences: [Int64] { (retired + listed + waiting).map(\.notice.sequence) }
}

extension Moment {
  /// Before anything that happens.
  fileprivate static let distantPast = Moment(milliseconds: .min)
}
