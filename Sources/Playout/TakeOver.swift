public import Library

/// A stretch of time in which a live source is shown in the place of a channel's programmes.
///
/// A layer above the timeline: no entry of the timeline moves or is cut for
/// it. While it lasts the timeline runs on below, is shown where no source can
/// be, and comes back at its end where it then is.
public struct TakeOver: Identifiable, Hashable, Codable, Sendable {
  /// How many a channel may have that are not over.
  public static let most = 50
  /// The longest one, and how far ahead one may begin.
  public static let longest = Span.days(366)

  /// The row number.
  public var id: Int64
  /// When it begins.
  public var start: Moment
  /// When it ends; nil: when somebody ends it.
  public var end: Moment?
  /// What viewers read.
  public var title: String
  /// Where the picture comes from, best first.
  public var sources: [LiveSource]
  /// What is laid over its pictures, in a plan; nil for nothing.
  public var graphics: [Graphic]?

  /// A take-over with all its parts.
  public init(id: Int64, start: Moment, end: Moment?, title: String, sources: [LiveSource]) {
    self.id = id
    self.start = start
    self.end = end
    self.title = title
    self.sources = sources
  }

  /// When it ends at the latest.
  public var latestEnd: Moment { end ?? start + Self.longest }

  /// Whether it is on at a moment; its end belongs to what follows.
  public func isOn(at moment: Moment) -> Bool { start <= moment && moment < latestEnd }

  /// Whether both are on at some time.
  public func overlaps(_ other: TakeOver) -> Bool {
    start < other.latestEnd && other.start < latestEnd
  }

  /// Where the guide has it end: nobody knows when one ends that has to be ended by hand, so the
  /// guide promises it for an hour to come, in whole hours.
  public func shownEnd(at now: Moment) -> Moment {
    guard end == nil else { return latestEnd }
    let hour = Span.hours(1).milliseconds
    let least = (max(start, now) + .hours(1)).milliseconds
    return min(Moment(milliseconds: (least + hour - 1) / hour * hour), latestEnd)
  }
}

extension TakeOver {
  /// A number that no entry of a timeline and no hour of a live channel has.
  private var shownID: Int64 { -1_000_000_000 - id }

  /// What the guide shows of it.
  public func programme(at now: Moment) -> Programme {
    Programme(
      id: shownID, start: start, end: shownEnd(at: now), title: title, subtitle: "Live",
      kind: .other, media: MediaID(rawValue: 0), takeOver: id)
  }

  /// What the stream shows of it.
  public var item: PlanItem {
    var item = PlanItem(
      id: shownID, start: start, end: latestEnd, inPoint: .zero, title: title, path: "",
      probe: MediaProbe(container: "", duration: .zero), live: sources)
    item.graphics = graphics
    return item
  }
}

extension Collection<Programme> {
  /// The programmes with what takes over laid above them: they are cut where it begins, and go on
  /// where it ends.
  ///
  /// - Parameters:
  ///   - takeOvers: What lies above, without overlap.
  ///   - from: What ends by then is left out.
  ///   - to: What begins then or later is left out.
  ///   - now: The present, by which one without an end is shown.
  /// - Returns: All in order.
  public func takenOver(
    by takeOvers: [TakeOver], from: Moment, to: Moment, now: Moment
  ) -> [Programme] {
    guard !takeOvers.isEmpty else { return Array(self) }
    let above = takeOvers.map { $0.programme(at: now) }
    let below = flatMap { programme in
      above.reduce([programme]) { pieces, other in pieces.flatMap { $0.pieces(beside: other) } }
    }
    return (below + above).filter { $0.end > from && $0.start < to }
      .sorted { $0.start < $1.start }
  }
}

extension Programme {
  /// What is left of it before and after another one.
  fileprivate func pieces(beside other: Programme) -> [Programme] {
    guard start < other.end, other.start < end else { return [self] }
    var (before, after) = (self, self)
    before.end = other.start
    after.start = other.end
    return [before, after].filter { $0.start < $0.end }
  }
}

extension Plan {
  /// What takes over at a moment.
  public func takeOver(at moment: Moment) -> TakeOver? {
    takeOvers.first { $0.isOn(at: moment) }
  }
}
