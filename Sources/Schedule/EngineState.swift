public import Library

/// Where a channel stands: all that decides, besides rules and library, what comes next.
///
/// It changes by noting entries and in no other way. So it can be told anew
/// for the end of any entry, and a timeline that is extended is the same as
/// one that is built at once.
public struct EngineState: Hashable, Codable, Sendable {
  /// Where a program stands.
  public struct Turn: Hashable, Codable, Sendable {
    /// The instruction that has its turn.
    public var path: String
    /// Which run of it that is.
    public var number: Int
    /// When its first entry started.
    public var start: Moment
    /// How many programmes it has played.
    public var count: Int
    /// The instruction that was drawn last.
    public var drawn: String?
    /// How often it was drawn in a row.
    public var run: Int
  }

  /// Up to where the channel is laid.
  public var at: Moment
  /// Since when there is no hole before that.
  public var since: Moment
  /// Where it stands in its contents, by their keys.
  public var cursors: [String: Cursor] = [:]
  /// Where its programs stand, by their names.
  public var turns: [String: Turn] = [:]
  /// When instructions last ended, by their paths.
  public var ends: [String: Moment] = [:]
  /// When fillers were last shown, by their numbers.
  public var fillers: [Int64: Moment] = [:]
  /// When lists of fillers were last used, by their keys.
  public var lists: [String: Moment] = [:]
  /// Where its scripts stand besides their turns, by their programs' names.
  public var scripts: [String: ScriptStanding]?
  /// What rerun collections have shown for the first time, by their numbers.
  public var shown: [Int64: Set<Int64>]?

  /// A channel that begins at a moment.
  public init(at moment: Moment) { (at, since) = (moment, moment) }

  /// Moves on by an entry.
  public mutating func note(_ entry: ScheduledItem, item: ScheduleItem?) {
    if entry.start != at { since = entry.start }
    at = entry.end
    let isPlayed = entry.role == .programme && entry.inPoint == .zero
    if isPlayed { move(entry, item: item) }
    if entry.role.isFiller {
      fillers[entry.media.rawValue] = entry.end
      lists[entry.content] = entry.end
    }
    guard !entry.path.isEmpty else { return }
    let name = Self.program(of: entry.path)
    if name.hasPrefix(ScriptBuild.prefix) { forgetBuilds(but: name) }
    if Self.isScript(entry.path) {
      noteStep(entry, of: name, isPlayed: isPlayed)
    } else {
      ends[entry.path] = entry.end
    }
    let last = turns[name]
    let isSame = last?.number == entry.turn && last?.path == entry.path
    guard isPlayed || !isSame else { return }
    var turn = Self.turn(of: entry, after: last)
    if isSame, let last { turn = last }
    if isPlayed { turn.count += 1 }
    turns[name] = turn
  }

  /// Has a content begin anew; a playlist with all its entries.
  public mutating func forget(_ key: String) {
    cursors[key] = nil
    cursors = cursors.filter { PlaylistPlace(key: $0.key)?.playlist != key }
  }

  /// Moves on by all entries that began by a moment, and by what belongs to the last of them.
  ///
  /// - Returns: Where a channel stands behind them; nil when there is nothing to tell it by.
  public static func reached(
    from state: EngineState?, by entries: [ScheduledItem], until moment: Moment,
    items: EntryItems
  ) -> EngineState? {
    var state = state
    var group: Moment?
    for entry in entries where entry.start <= moment || entry.group == group {
      if state == nil { state = EngineState(at: entry.start) }
      state?.note(entry, item: items.item(of: entry))
      group = entry.group
    }
    return state
  }

  private mutating func move(_ entry: ScheduledItem, item: ScheduleItem?) {
    if let half = RerunHalf(firstRun: entry.content) {
      shown = shown ?? [:]
      shown?[half.collection, default: []].insert(entry.media.rawValue)
    }
    if let place = PlaylistPlace(key: entry.content) { move(to: place, entry, item: item) }
    if cursors[entry.content]?.note(entry, item: item) != nil { return }
    let order = PlayOrder(key: entry.content) ?? .shuffle
    cursors[entry.content] = Cursor(of: entry, item: item, order: order)
  }

  /// Moves on in a playlist, whose cursor tells the entry and how many of it were played in a row.
  private mutating func move(to place: PlaylistPlace, _ entry: ScheduledItem, item: ScheduleItem?) {
    let old = cursors[place.playlist]
    let run = old?.cycle == place.index ? (old?.run ?? 0) + 1 : 1
    cursors[place.playlist] = Cursor(
      cycle: place.index, last: entry.media, item: item, run: run)
  }

  private static func turn(of entry: ScheduledItem, after last: Turn?) -> Turn {
    var turn = Turn(
      path: entry.path, number: entry.turn, start: entry.start, count: 0, drawn: last?.drawn,
      run: last?.run ?? 0)
    // Waiting is nobody's turn.
    if entry.path.hasSuffix("/wait") { return turn }
    turn.run = last?.drawn == entry.path ? turn.run + 1 : 1
    turn.drawn = entry.path
    return turn
  }

  /// The name of the program that a path begins with.
  static func program(of path: String) -> String {
    let bytes = path.utf8
    return String(path[..<(bytes.firstIndex(of: UInt8(ascii: "/")) ?? path.endIndex)])
  }
}
