public import Library

/// What could not be done as the rules say; the channel plays on.
public struct ScheduleWarning: Hashable, Sendable {
  /// The kinds of warnings.
  public enum Kind: String, Codable, CaseIterable, Sendable {
    /// A content holds nothing that can be played.
    case empty
    /// A programme is longer than its slot and was left out.
    case overlong
    /// A programme runs over the end of its slot.
    case overrun
    /// A slot started later than it should.
    case late
    /// A slot was left out, since it could only have started too late.
    case skipped
    /// Two slots start at the same time; the later one of the list counts.
    case clash
    /// All that could be drawn rests.
    case resting
    /// The rules bring the schedule no further.
    case stuck
    /// Channels show each other in a circle.
    case circle
    /// An item waits long for its start.
    case waiting
    /// All fillers are longer than a gap.
    case unfilled
    /// Files have no known length and are left out.
    case lengthless
  }

  /// What kind of thing happened.
  public var kind: Kind
  /// The way to the rule.
  public var path: String
  /// When it first happened.
  public var at: Moment
  /// How often.
  public var count: Int
  /// A sentence that names the rule.
  public var detail: String

  /// A warning with all its parts.
  public init(kind: Kind, path: String, at: Moment, count: Int = 1, detail: String) {
    self.kind = kind
    self.path = path
    self.at = at
    self.count = count
    self.detail = detail
  }
}

/// The warnings of a run, each thing told once.
struct WarningBook {
  private struct Key: Hashable {
    var kind: ScheduleWarning.Kind
    var path: String
  }

  private var places: [Key: Int] = [:]
  private(set) var all: [ScheduleWarning] = []

  mutating func note(
    _ kind: ScheduleWarning.Kind, _ path: String, at moment: Moment,
    _ detail: @autoclosure () -> String
  ) {
    let key = Key(kind: kind, path: path)
    if let place = places[key] {
      all[place].count += 1
      return
    }
    guard all.count < 200 else { return }
    places[key] = all.count
    all.append(ScheduleWarning(kind: kind, path: path, at: moment, detail: detail()))
  }
}
