public import Library

/// What plays instead of the base at certain times.
public struct Layer: Hashable, Codable, Sendable {
  /// What people call it.
  public var name: String
  /// The days on which it begins; every day when left out.
  public var days: DayRule?
  /// The time of day at which it begins; midnight when left out.
  public var start: String?
  /// The time of day at which it ends, on the next day if that is not later; midnight when left out.
  public var end: String?
  /// How late it may begin, so that a programme can end; 0 when left out.
  public var lateness: Span?
  /// What plays.
  public var programming: Programming

  /// A layer of its parts.
  public init(
    name: String, days: DayRule? = nil, start: String? = nil, end: String? = nil,
    lateness: Span? = nil, programming: Programming
  ) {
    self.name = name
    self.days = days
    self.start = start
    self.end = end
    self.lateness = lateness
    self.programming = programming
  }
}

/// Hours in which a channel is off air.
public struct SleepHours: Hashable, Codable, Sendable {
  /// The days on which they begin; every day when left out.
  public var days: DayRule?
  /// The time of day at which they begin.
  public var start: String
  /// The time of day at which they end, on the next day if that is not later.
  public var end: String
  /// How late they may begin, so that a programme can end; 0 when left out.
  public var lateness: Span?

  /// Hours of their parts.
  public init(days: DayRule? = nil, start: String, end: String, lateness: Span? = nil) {
    self.days = days
    self.start = start
    self.end = end
    self.lateness = lateness
  }
}

/// A list of fillers, and where they go.
public struct FillerRow: Hashable, Codable, Sendable {
  /// The places for fillers.
  public enum Place: String, Codable, CaseIterable, Sendable {
    /// Before the first programme of a slot.
    case head
    /// Before each programme.
    case pre
    /// Inside of each programme.
    case mid
    /// Behind each programme.
    case post
    /// Behind the last programme of a slot, as long as anything fits.
    case tail
    /// In every gap, as long as anything fits.
    case gap
    /// In what nothing fits into; cut at the gap's end.
    case fallback
  }

  /// Where they go.
  public var place: Place
  /// The fillers.
  public var content: RuleContent
  /// How often this list is chosen, against the other lists of its place; 1 when left out.
  public var weight: Int?
  /// How many at a time; 1 when left out. (Head, pre, mid, post.)
  public var count: Int?
  /// As many as fit into this time, instead of a number. (Head, pre, mid, post.)
  public var duration: Span?
  /// How long the same filler is not shown again.
  public var coolDown: Span?
  /// How long the list rests when one of it was shown.
  public var listCoolDown: Span?
  /// Where the breaks are. (Mid.)
  public var breaks: BreakRule?

  /// A row of its commonest parts.
  public init(
    place: Place, content: RuleContent, weight: Int? = nil, count: Int? = nil,
    duration: Span? = nil, coolDown: Span? = nil, listCoolDown: Span? = nil,
    breaks: BreakRule? = nil
  ) {
    self.place = place
    self.content = content
    self.weight = weight
    self.count = count
    self.duration = duration
    self.coolDown = coolDown
    self.listCoolDown = listCoolDown
    self.breaks = breaks
  }
}

/// Where programmes are interrupted; exactly one of the first four, or chapters and detected both:
/// then at chapters where there are any.
public struct BreakRule: Hashable, Codable, Sendable {
  /// At the beginning of each chapter but the first.
  public var chapters: Bool?
  /// After each such time.
  public var every: Span?
  /// At such percentages of the length.
  public var percents: [Int]?
  /// Where the picture goes black in silence, as the analysis of the file found.
  public var detected: Bool?
  /// How long it must be black for that; 300 ms when left out. (Detected.)
  public var black: Span?
  /// How far breaks are apart at least; 5 minutes for detected ones when left out, else one.
  public var apart: Span?
  /// Shorter programmes are not interrupted.
  public var least: Span?
  /// How many breaks there are at most.
  public var most: Int?

  /// A rule of its parts.
  public init(
    chapters: Bool? = nil, every: Span? = nil, percents: [Int]? = nil, detected: Bool? = nil,
    black: Span? = nil, apart: Span? = nil, least: Span? = nil, most: Int? = nil
  ) {
    self.chapters = chapters
    self.every = every
    self.percents = percents
    self.detected = detected
    self.black = black
    self.apart = apart
    self.least = least
    self.most = most
  }
}
