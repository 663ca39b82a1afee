public import Library

/// A day as blocks: what each block plays, when blocks begin on which kind of day, and which kind
/// of day it is. (Style blocks.)
///
/// Blocks and templates are named by numbers of their own, so that they can be
/// renamed and put in another order.
public struct BlockPlan: Hashable, Codable, Sendable {
  /// The blocks.
  public var blocks: [Block]
  /// The kinds of day.
  public var templates: [DayTemplate]
  /// Which days are of which kind; the first row that means a day counts.
  public var calendar: [CalendarRow]?
  /// The kind of all other days; the first template when left out.
  public var template: Int?

  /// A plan of its parts.
  public init(
    blocks: [Block], templates: [DayTemplate], calendar: [CalendarRow]? = nil,
    template: Int? = nil
  ) {
    self.blocks = blocks
    self.templates = templates
    self.calendar = calendar
    self.template = template
  }
}

/// Some programmes in a row, which begin together.
public struct Block: Hashable, Codable, Sendable {
  /// What templates call it.
  public var id: Int
  /// What people call it.
  public var name: String?
  /// How long it is; until the next one begins when left out.
  public var length: Span?
  /// How far its last programme may run over its end; 0 when left out: what does not fit is not
  /// begun.
  public var overrun: Span?
  /// Whether its items come again until it is full.
  public var repeats: Bool?
  /// What it plays, in order.
  public var items: [Slot]

  /// A block of its parts.
  public init(
    id: Int, name: String? = nil, length: Span? = nil, overrun: Span? = nil,
    repeats: Bool? = nil, items: [Slot]
  ) {
    self.id = id
    self.name = name
    self.length = length
    self.overrun = overrun
    self.repeats = repeats
    self.items = items
  }
}

/// A kind of day: which blocks begin at which times of day.
public struct DayTemplate: Hashable, Codable, Sendable {
  /// What the calendar calls it.
  public var id: Int
  /// What people call it.
  public var name: String?
  /// Its blocks with their times.
  public var times: [BlockTime]

  /// A template of its parts.
  public init(id: Int, name: String? = nil, times: [BlockTime]) {
    self.id = id
    self.name = name
    self.times = times
  }
}

/// A block at its time of day.
public struct BlockTime: Hashable, Codable, Sendable {
  /// The time of day at which it begins.
  public var start: String
  /// The number of the block.
  public var block: Int

  /// A time of its parts.
  public init(start: String, block: Int) {
    self.start = start
    self.block = block
  }
}

/// Which days are of a kind.
public struct CalendarRow: Hashable, Codable, Sendable {
  /// The days; every day when left out.
  public var days: DayRule?
  /// The number of the template.
  public var template: Int

  /// A row of its parts.
  public init(days: DayRule? = nil, template: Int) {
    self.days = days
    self.template = template
  }
}

/// A block plan as the engine runs it.
struct DayPlan: Hashable, Sendable {
  struct Block: Hashable, Sendable {
    var name: String
    /// The place of its first item among the program's instructions.
    var first: Int
    var count: Int
    var length: Span?
    var overrun: Span
    var repeats: Bool
  }
  struct Start: Hashable, Sendable {
    var time: Span
    var block: Int
  }
  struct Row: Hashable, Sendable {
    var days: DayFilter
    var template: Int
  }

  var blocks: [Block] = []
  var templates: [[Start]] = []
  var calendar: [Row] = []
  var usual = 0

  /// The blocks of a day, by their times.
  func starts(on day: CalendarDay) -> [Start] {
    templates[calendar.first { $0.days.contains(day) }?.template ?? usual]
  }
}
