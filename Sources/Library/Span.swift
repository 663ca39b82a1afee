/// A length of time in whole milliseconds.
///
/// `Duration` counts attoseconds and encodes as a pair; a span is what the
/// database, the plan and the API carry. Encoded as one integer.
public struct Span: Hashable, Comparable, Sendable {
  /// The length in milliseconds; negative when it points back.
  public var milliseconds: Int64

  /// No time at all.
  public static let zero = Span(milliseconds: 0)

  /// A length of whole milliseconds.
  public init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  /// A length in seconds, rounded to the nearest millisecond.
  ///
  /// Values outside what an integer of milliseconds holds are clamped, and
  /// what is not a number is no time at all: the figure may come from a
  /// broken file.
  public init(seconds: Double) {
    let rounded = (seconds * 1000).rounded()
    guard rounded.isFinite else {
      milliseconds = 0
      return
    }
    milliseconds = Int64(exactly: rounded.clamped(to: -9e15...9e15)) ?? 0
  }

  /// That many milliseconds.
  public static func milliseconds(_ count: Int64) -> Span { Span(milliseconds: count) }

  /// That many seconds.
  public static func seconds(_ count: Int64) -> Span { Span(milliseconds: count * 1000) }

  /// That many minutes.
  public static func minutes(_ count: Int64) -> Span { seconds(count * 60) }

  /// That many hours.
  public static func hours(_ count: Int64) -> Span { minutes(count * 60) }

  /// That many days of 24 hours.
  public static func days(_ count: Int64) -> Span { hours(count * 24) }

  /// The length in seconds.
  public var seconds: Double { Double(milliseconds) / 1000 }

  /// The same length for the standard library's clocks.
  public var duration: Duration { .milliseconds(milliseconds) }

  /// Orders spans from shorter to longer.
  public static func < (shorter: Span, longer: Span) -> Bool {
    shorter.milliseconds < longer.milliseconds
  }

  /// Both lengths, one after the other.
  public static func + (first: Span, second: Span) -> Span {
    Span(milliseconds: first.milliseconds + second.milliseconds)
  }

  /// The first length less the second.
  public static func - (first: Span, second: Span) -> Span {
    Span(milliseconds: first.milliseconds - second.milliseconds)
  }
}

extension Span: Codable {
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

extension Double {
  fileprivate func clamped(to limits: ClosedRange<Double>) -> Double {
    Swift.min(Swift.max(self, limits.lowerBound), limits.upperBound)
  }
}
