import Library

/// What a channel plays, as the one engine runs it: programs of instructions, and when each
/// program has the air.
///
/// All ways of programming compile to this, see ``RuleSet/rundown(seed:)``.
public struct Rundown: Hashable, Sendable {
  /// What has the air when nothing else has it.
  var base: Program
  /// What has it at certain times; the earlier goes before the later.
  var overlays: [Overlay] = []
  /// Fillers by time of day; the earlier goes before the later.
  var decos: [DecoRule] = []
  /// Where all lots are drawn from.
  var seed: UInt64

  /// All contents that are played, by the key of their cursors.
  public var contents: [String: ContentRule] {
    let plays = programs.flatMap(\.instructions).compactMap(\.play)
    return Dictionary(plays.map { ($0.key, $0) }) { first, _ in first }
  }

  /// All contents whose items have to be known, fillers with them.
  public var selectors: Set<ContentSelector> {
    Set(contents.values.map(\.selector)).union(fillerRows.map(\.content))
  }

  /// Whether programmes are interrupted between chapters.
  public var breaksAtChapters: Bool {
    fillerRows.contains { $0.breaks?.chapters == true }
  }

  /// Whether programmes are interrupted where their picture goes black.
  public var breaksAtDips: Bool {
    fillerRows.contains { $0.breaks?.detected == true }
  }

  /// The channels that are shown instead of programmes.
  public var redirects: Set<String> {
    Set(
      programs.flatMap(\.instructions).compactMap { instruction in
        if case .redirect(let channel) = instruction.action { channel } else { nil }
      })
  }

  var programs: [Program] { [base] + overlays.map(\.program) }

  private var fillerRows: [FillerPolicy.Row] {
    programs.flatMap(\.instructions).flatMap(\.fillers.rows) + decos.flatMap(\.fillers.rows)
  }
}

/// Instructions, and what decides which one is next.
struct Program: Hashable, Sendable {
  enum Turns: Hashable, Sendable {
    /// Each from its times on.
    case clock
    /// By lot.
    case lot
    /// In order, over and over.
    case order
    /// Blocks of them, each block from its times on.
    case blocks
    /// In order, some of them from their times on.
    case classic
    /// As a script says.
    case script
  }

  /// The first part of the path of its instructions.
  var name: String
  var turns: Turns
  var instructions: [Instruction]
  /// Which instructions make which block, and when blocks begin.
  var plan: DayPlan?
  /// The way through the instructions, where a script says it.
  var course: ScriptCourse?
}

/// A program that has the air at certain times.
struct Overlay: Hashable, Sendable {
  var days: DayFilter
  var start: Span
  /// Past midnight it is more than a day.
  var end: Span
  /// How late it may begin.
  var lateness: Span
  var program: Program
  /// When it has the air, where that is no rule of days.
  var once: Range<Moment>?
}

/// One instruction of a rundown.
struct Instruction: Hashable, Sendable {
  enum Action: Hashable, Sendable {
    case play(ContentRule)
    case fill
    case offAir
    case redirect(String)
  }
  /// When an instruction has done its part; the end of its slot ends it anyway.
  struct Extent: Hashable, Sendable {
    var count: Int?
    var duration: Span?
    /// The next such time of day.
    var until: Span?
    /// The next multiple of so many minutes of the day.
    var grid: Span?
  }

  /// The way to it: the program and its place there.
  var path: String
  /// What people call it.
  var name: String
  var action: Action
  var extent = Extent()
  /// When it starts, in a program by the clock.
  var days = DayFilter.always
  var start = Span.zero
  var lateness = Span.zero
  /// How it is drawn, in a program by lot.
  var weight = 1
  var coolDown = Span.zero
  var consecutive: Int?
  /// Programmes start at multiples of this time of the day.
  var pad: Span?
  var spreads = false
  var runsOver = false
  var fillers = FillerPolicy()
  /// How it begins and ends, in a classic program.
  var classic: ClassicRule?
  var padding = Slot.Padding.filler
  var ending = Slot.Ending.stop
  var title: String?
  var isHidden = false
  /// What a step of a script says besides.
  var script: ScriptRule?
  /// Which graphics it shows, above those of a deco.
  var look = Look.channel

  var play: ContentRule? { if case .play(let rule) = action { rule } else { nil } }
}

/// A content in an order, with a cursor.
public struct ContentRule: Hashable, Sendable {
  /// What names its cursor: content, order and filter.
  public var key: String
  /// What is played.
  public var selector: ContentSelector
  /// In which order.
  public var order: PlayOrder
  /// Only these seasons; empty for all.
  public var seasons: [Int]
  /// How many of a show a marathon plays in a row; nil for all.
  var batch: Int?
}

/// Which fillers go where.
struct FillerPolicy: Hashable, Sendable {
  struct Row: Hashable, Sendable {
    var place: FillerRow.Place
    var content: ContentSelector
    var key: String
    var weight = 1
    var count = 1
    var duration: Span?
    var coolDown = Span.zero
    var listCoolDown = Span.zero
    var breaks: BreakRule?
  }

  var rows: [Row] = []

  func rows(for place: FillerRow.Place) -> [Row] { rows.filter { $0.place == place } }
}
