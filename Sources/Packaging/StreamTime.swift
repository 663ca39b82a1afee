/// A moment on a channel's clock, in ticks of 90 kHz since 1970-01-01 00:00 UTC.
///
/// The channel's clock is the wall clock, so it needs no memory: it goes on
/// over idle times and restarts, and a picture's time is the moment at which
/// the timeline shows it. The number is unbounded; it is cut to the 33 bits of
/// a transport stream only when it is written. Encoded as one integer.
public struct StreamTime: Hashable, Comparable, Sendable {
  /// Ticks in one second.
  public static let ticksPerSecond: Int64 = 90_000

  /// Ticks of 90 kHz since 1970-01-01 00:00 UTC.
  public var ticks: Int64

  /// The moment that many ticks after 1970-01-01 00:00 UTC.
  public init(ticks: Int64) {
    self.ticks = ticks
  }

  /// The moment that many milliseconds after 1970-01-01 00:00 UTC.
  public init(milliseconds: Int64) {
    ticks = milliseconds * 90
  }

  /// Milliseconds since 1970-01-01 00:00 UTC, rounded to the nearest.
  public var milliseconds: Int64 {
    let (quotient, remainder) = ticks.quotientAndRemainder(dividingBy: 90)
    return remainder >= 45 ? quotient + 1 : remainder < -45 ? quotient - 1 : quotient
  }

  /// Orders moments from earlier to later.
  public static func < (earlier: StreamTime, later: StreamTime) -> Bool {
    earlier.ticks < later.ticks
  }

  /// The moment that many ticks later.
  public static func + (time: StreamTime, ticks: Int64) -> StreamTime {
    StreamTime(ticks: time.ticks + ticks)
  }

  /// The moment that many ticks earlier.
  public static func - (time: StreamTime, ticks: Int64) -> StreamTime {
    StreamTime(ticks: time.ticks - ticks)
  }

  /// The ticks from the second moment to the first.
  public static func - (later: StreamTime, earlier: StreamTime) -> Int64 {
    later.ticks - earlier.ticks
  }
}

extension StreamTime: Codable {
  /// Reads one integer.
  public init(from decoder: any Decoder) throws {
    ticks = try decoder.singleValueContainer().decode(Int64.self)
  }

  /// Writes one integer.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(ticks)
  }
}
