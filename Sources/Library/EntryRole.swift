/// What an entry of a timeline is there for.
public enum EntryRole: String, Codable, CaseIterable, Sendable {
  /// What people tune in for.
  case programme
  /// A filler before the first programme of a slot.
  case head
  /// A filler before a programme.
  case pre
  /// A filler within a programme.
  case mid
  /// A filler behind a programme.
  case post
  /// A filler behind the last programme of a slot.
  case tail
  /// A filler in a gap.
  case gap
  /// What a gap shows that nothing fitted into; cut at its end.
  case fallback
  /// Off air, because the rules say so.
  case offAir
  /// The channel's screen in a gap that nothing fitted into.
  case flex
  /// The screen instead of a slot that could only have started too late.
  case late
  /// The screen instead of a slot that has nothing to play.
  case empty
  /// The screen while everything that could be drawn rests.
  case resting
  /// What another channel shows.
  case redirect

  /// Whether it plays a filler.
  public var isFiller: Bool {
    switch self {
    case .head, .pre, .mid, .post, .tail, .gap, .fallback: true
    default: false
    }
  }

  /// Whether the channel's screen is shown.
  public var isScreen: Bool {
    switch self {
    case .offAir, .flex, .late, .empty, .resting: true
    default: false
    }
  }
}
