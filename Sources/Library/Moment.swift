/// A point on the wall clock, in whole milliseconds since 1970-01-01 00:00 UTC.
///
/// Timeline, guide, plan and stream all measure in moments, so that a
/// programme starts at the same instant wherever it is looked at. Encoded as
/// one integer.
public struct Moment: Hashable, Comparable, Sendable {
  /// Milliseconds since 1970-01-01 00:00 UTC; negative before.
  public var milliseconds: Int64

  /// The moment that many milliseconds after 1970-01-01 00:00 UTC.
  public init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  /// The moment that many whole seconds after 1970-01-01 00:00 UTC.
  public init(seconds: Int64) {
    self.milliseconds = seconds * 1000
  }

  /// Orders moments from earlier to later.
  public static func < (earlier: Moment, later: Moment) -> Bool {
    earlier.milliseconds < later.milliseconds
  }

  /// The moment a span later.
  public static func + (moment: Moment, span: Span) -> Moment {
    Moment(milliseconds: moment.milliseconds + span.milliseconds)
  }

  /// The moment a span earlier.
  public static func - (moment: Moment, span: Span) -> Moment {
    Moment(milliseconds: moment.milliseconds - span.milliseconds)
  }

  /// The span from the second moment to the first.
  public static func - (later: Moment, earlier: Moment) -> Span {
    Span(milliseconds: later.milliseconds - earlier.milliseconds)
  }
}

extension Moment: Codable {
  /// Reads one integer.
  public init(from decoder: any Decoder) throws {
    milliseconds = try decoder.singleValueContainer().decode(Int64.self)
  }

  /// Writes one integer.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(milliseconds)
  }
}
