public import Library

/// What the clocks on the wall show somewhere: the offsets from UTC and when they change.
///
/// Schedules run by a zone that is given to them as a value, so that the same
/// rules give the same programmes on every machine.
public struct ZoneTable: Hashable, Sendable {
  /// A change of the offset.
  public struct Change: Hashable, Sendable {
    /// When it happens.
    public var moment: Moment
    /// How far the clock is ahead of UTC from then on.
    public var offset: Span

    /// A change with both its parts.
    public init(moment: Moment, offset: Span) {
      self.moment = moment
      self.offset = offset
    }
  }

  /// How far the clock is ahead of UTC before the first change.
  public var first: Span
  /// All later changes, in order.
  public var changes: [Change]

  /// A table of its parts.
  public init(first: Span = .zero, changes: [Change] = []) {
    self.first = first
    self.changes = changes
  }

  /// Clocks that show UTC.
  public static let utc = ZoneTable()

  /// How far the clock is ahead of UTC at a moment.
  public func offset(at moment: Moment) -> Span {
    let begun = changes.sortedCount { $0.moment <= moment }
    return begun == 0 ? first : changes[begun - 1].offset
  }

  /// What the clock shows at a moment.
  func wall(at moment: Moment) -> WallTime {
    WallTime(milliseconds: moment.milliseconds + offset(at: moment).milliseconds)
  }

  /// When the clock shows a time: the first of two such moments, and the end of the hour that is
  /// left out where there is none.
  func moment(of wall: WallTime) -> Moment {
    // Whichever offset holds, the moment is within a day of the reading taken for UTC.
    let near = Moment(milliseconds: wall.milliseconds)
    var found: Moment?
    var index = changes.sortedCount { $0.moment <= near - .days(2) }
    var offset = index == 0 ? first : changes[index - 1].offset
    var begin: Moment?
    while found == nil {
      let end = index < changes.count ? changes[index].moment : nil
      let moment = near - offset
      if let begin, moment < begin { return begin }
      if end.map({ moment < $0 }) ?? true { found = moment }
      guard let end else { break }
      begin = end
      offset = changes[index].offset
      index += 1
    }
    return found ?? near
  }
}

/// A reading of the clock on the wall, as the milliseconds since 1970 of a place without offset.
struct WallTime: Hashable, Comparable, Sendable {
  static let dayLength: Int64 = 86_400_000

  var milliseconds: Int64

  init(milliseconds: Int64) { self.milliseconds = milliseconds }

  init(day: Int, time: Span) {
    milliseconds = Int64(day) * Self.dayLength + time.milliseconds
  }

  /// The days since 1970-01-01.
  var day: Int {
    Int(
      (milliseconds - ((milliseconds % Self.dayLength) + Self.dayLength) % Self.dayLength)
        / Self.dayLength)
  }

  /// The time since midnight.
  var time: Span { .milliseconds(milliseconds - Int64(day) * Self.dayLength) }

  static func < (earlier: WallTime, later: WallTime) -> Bool {
    earlier.milliseconds < later.milliseconds
  }
}
