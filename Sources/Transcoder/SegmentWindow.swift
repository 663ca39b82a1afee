import Control
import Library
import Packaging

/// The segments of a channel that are on disk: which of them viewers are told
/// of, and which may go.
///
/// Segments are made ahead of the clock. A segment is listed once the one two
/// before it has begun: players start three segments before the end of a live
/// playlist, so they show what the guide says is on now, and a viewer of the
/// endless stream has two segments in hand. Where segments are short, as on a
/// channel that has just begun, it is listed ``headway`` before its time.
struct SegmentWindow: Codable, Equatable, Sendable {
  /// How much of the past stays in the playlist.
  static let history = Span.seconds(30)
  /// How long a segment outlives its place in the playlist.
  ///
  /// A client may ask for a segment until it has played all that the playlist
  /// listed when it was read (RFC 8216, 6.2.2).
  static let grace = Span.seconds(60)
  /// How many segments are listed ahead of the one that is on now.
  static let ahead = 2
  /// How long before its time a segment may be listed, whatever lies between: two segments of the
  /// usual length.
  ///
  /// Clients that look through five seconds of a stream before they show anything, as ffmpeg
  /// does, are not made to wait for the clock.
  static let headway = Span.seconds(4)

  /// Segments that left the playlist but are still on disk.
  private(set) var retired: [ListedSegment] = []
  /// Segments in the playlist.
  private(set) var listed: [ListedSegment] = []
  /// Segments that are made but not told of yet.
  private(set) var waiting: [ListedSegment] = []
  /// Nothing on disk.
  init() {}

  /// Takes a finished segment.
  mutating func append(_ segment: ListedSegment) {
    waiting.append(segment)
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

  private func due(_ segment: ListedSegment) -> Moment {
    guard listed.count >= Self.ahead else { return .distantPast }
    return min(listed[listed.count - Self.ahead].moment, segment.moment - Self.headway)
  }

  /// Takes what is past out of the playlist, after ``history``.
  ///
  /// - Parameters:
  ///   - now: The moment that counts as present.
  ///   - target: The playlist's target duration in seconds; three of them
  ///     always stay listed (RFC 8216, 6.2.2).
  mutating func retire(at now: Moment, target: Int) {
    while let first = listed.first, first.endMoment + Self.history < now, shorten(target: target) {}
  }

  /// Takes all segments before a number out of the playlist.
  mutating func retire(before sequence: Int64) {
    let count = listed.prefix { $0.sequence < sequence }.count
    retired += listed.prefix(count)
    listed.removeFirst(count)
  }

  /// Takes the oldest segment out of the playlist, unless that would become too short.
  ///
  /// - Returns: Whether it did.
  mutating func shorten(target: Int) -> Bool {
    let rest = listed.dropFirst().reduce(Span.zero) { $0 + $1.span }
    guard !listed.isEmpty, rest >= .seconds(Int64(target) * 3) else { return false }
    retired.append(listed.removeFirst())
    return true
  }

  /// Takes out the segments whose files may be removed, after ``grace``.
  ///
  /// - Parameters:
  ///   - now: The moment that counts as present.
  ///   - needed: The first segment that a file on disk still tells of.
  /// - Returns: What they were.
  mutating func takeGone(at now: Moment, before needed: Int64) -> [ListedSegment] {
    let gone = retired.prefix {
      $0.sequence < needed && $0.endMoment + Self.history + Self.grace < now
    }
    retired.removeFirst(gone.count)
    return Array(gone)
  }

  /// Takes out the oldest segment that left the playlist, for its room; nil when there is none.
  mutating func takeOldest(before needed: Int64) -> ListedSegment? {
    guard let first = retired.first, first.sequence < needed else { return nil }
    return retired.removeFirst()
  }

  /// The first segment that is listed or is to be.
  var firstWanted: Int64? { (listed.first ?? waiting.first)?.sequence }

  /// What a viewer who joins now is sent first: the segment that is on, and all listed after it.
  func joining(at now: Moment) -> [SegmentNotice] {
    let first = listed.lastIndex { $0.moment <= now } ?? listed.startIndex
    return listed[first...].map(\.notice)
  }

  /// Where the segments that are on disk end; nil without any.
  var end: StreamTime? {
    (waiting.last ?? listed.last)?.end
  }

  /// The names of the files that are read before the fragments of what is on disk.
  var heads: Set<String> { Set((retired + listed + waiting).flatMap(\.heads.values)) }

  /// Every file's sequence number.
  var sequences: [Int64] { (retired + listed + waiting).map(\.sequence) }
}

extension Moment {
  /// Before anything that happens.
  fileprivate static let distantPast = Moment(milliseconds: .min)
}

extension ListedSegment {
  /// When its first picture is shown.
  var moment: Moment { Moment(milliseconds: start.milliseconds) }
  /// When its last picture has been shown.
  var endMoment: Moment { Moment(milliseconds: end.milliseconds) }
  /// How long it plays.
  var span: Span { Span(milliseconds: (duration + 45) / 90) }
  /// What viewers are told.
  var notice: SegmentNotice {
    SegmentNotice(sequence: sequence, start: moment, duration: span, file: name)
  }
}
