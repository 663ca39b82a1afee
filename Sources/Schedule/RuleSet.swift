public import Library

/// All that a channel plays, and when: what people write, what is stored, and what a rundown is
/// compiled from.
public struct RuleSet: Hashable, Codable, Sendable {
  /// The newest form of rule sets.
  public static let version = 1

  /// The form in which it is written.
  public var version: Int
  /// The zone of all its times of day, such as `Europe/Berlin`; UTC when left out.
  public var timeZone: String?
  /// What plays unless a layer says otherwise.
  public var base: Programming
  /// What plays instead at certain times; of two at the same time the earlier counts.
  public var layers: [Layer]?
  /// When the channel is off air; this goes before all layers.
  public var sleep: [SleepHours]?
  /// Fillers for every slot that names none of its own.
  public var fillers: [FillerRow]?
  /// Fillers by time of day; of two at the same time the earlier counts.
  public var decos: [Deco]?
  /// What external programs built for certain times; this goes before all else.
  public var builds: [ScriptBuild]?

  /// Rules with all their parts.
  public init(
    timeZone: String? = nil, base: Programming, layers: [Layer]? = nil,
    sleep: [SleepHours]? = nil, fillers: [FillerRow]? = nil
  ) {
    version = Self.version
    self.timeZone = timeZone
    self.base = base
    self.layers = layers
    self.sleep = sleep
    self.fillers = fillers
  }

  /// The rules of a channel that plays one content for ever.
  public init(_ rules: ContinuousRules) {
    self.init(
      base: Programming(
        style: .continuous, slots: [Slot(content: RuleContent(rules.content), order: rules.order)]))
  }
}

/// A way of programming, and the slots that it is made of.
public struct Programming: Hashable, Codable, Sendable {
  /// The ways.
  public enum Style: String, Codable, CaseIterable, Sendable {
    /// One content for ever.
    case continuous
    /// Each slot from its time of day on.
    case slots
    /// Slots drawn by weight, each for a number of programmes or a time.
    case balance
    /// Slots in their order, over and over.
    case sequence
    /// Blocks at their times of day, by a calendar.
    case blocks
    /// Items in their order, some of which start at their times of day.
    case classic
    /// The steps of a script, over and over.
    case script
  }

  /// The way.
  public var style: Style
  /// The slots, in order; none in style blocks.
  public var slots: [Slot]
  /// The blocks and when they begin. (Style blocks.)
  public var plan: BlockPlan?
  /// The script. (Style script.)
  public var script: Script?

  /// Programming of its parts.
  public init(style: Style, slots: [Slot] = [], script: Script? = nil) {
    self.style = style
    self.slots = slots
    self.script = script
  }

  /// Reads programming; what has no slots need not say so.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    style = try fields.decode(Style.self, forKey: .style)
    slots = try fields.decodeIfPresent([Slot].self, forKey: .slots) ?? []
    plan = try fields.decodeIfPresent(BlockPlan.self, forKey: .plan)
    script = try fields.decodeIfPresent(Script.self, forKey: .script)
  }

  /// Writes programming; neither a plan nor a script has slots to write.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(style, forKey: .style)
    if plan == nil && script == nil || !slots.isEmpty { try fields.encode(slots, forKey: .slots) }
    try fields.encodeIfPresent(plan, forKey: .plan)
    try fields.encodeIfPresent(script, forKey: .script)
  }

  enum CodingKeys: String, CodingKey { case style, slots, plan, script }
}

/// One slot; which fields it may have depends on the style.
public struct Slot: Hashable, Codable, Sendable {
  /// What a slot does.
  public enum Action: String, Codable, CaseIterable, Sendable {
    /// Plays its content.
    case play
    /// Shows the channel's screen.
    case off
    /// Plays fillers only.
    case fill
    /// Shows another channel.
    case redirect
    /// Fills the time until a time of day.
    case wait
    /// Fills the time up to a full number of minutes.
    case pad
  }
  /// What becomes of a programme that is longer than its whole slot.
  public enum Overlong: String, Codable, CaseIterable, Sendable {
    /// It is left out.
    case skip
    /// It plays, and what follows starts late.
    case run
  }
  /// Where the time goes that programmes leave.
  public enum Flex: String, Codable, CaseIterable, Sendable {
    /// Behind the last programme.
    case end
    /// In equal parts behind each programme.
    case between
  }
  /// How much an item of a classic programming plays.
  public enum Mode: String, Codable, CaseIterable, Sendable {
    /// One programme.
    case one
    /// A number of programmes.
    case multiple
    /// As many as end within a time.
    case duration
    /// As many as end before the next start.
    case flood
  }
  /// What an item does that comes to its turn behind its start.
  public enum Wait: String, Codable, CaseIterable, Sendable {
    /// It waits for its time, tomorrow if need be.
    case strict
    /// It waits only for what is later the same day.
    case flexible
  }
  /// What becomes of the time that a duration leaves.
  public enum Tail: String, Codable, CaseIterable, Sendable {
    /// The next item begins at once.
    case none
    /// Fillers are shown.
    case filler
    /// The channel is off air.
    case off
  }
  /// What is shown where a slot has nothing to play.
  public enum Padding: String, Codable, CaseIterable, Sendable {
    /// Fillers, and the screen where none fits.
    case filler
    /// The screen.
    case none
    /// Black and silence, whatever the channel's screen is.
    case black
    /// The programme before once more, cut at the end.
    case loop
    /// What comes next, which begins early.
    case next
  }
  /// What becomes of a programme that would run over the end of a slot.
  public enum Ending: String, Codable, CaseIterable, Sendable {
    /// It is not begun.
    case stop
    /// It plays; the next slot loses that time.
    case extend
    /// It is cut.
    case cut
    /// It plays; the next slot begins and ends that much later.
    case shift
  }

  /// What people call it.
  public var name: String?
  /// What it does; it plays when this is left out.
  public var action: Action?
  /// What is played.
  public var content: RuleContent?
  /// In which order; by season and episode when left out.
  public var order: PlayOrder?
  /// Only these seasons.
  public var seasons: [Int]?
  /// Slots with the same content and order go on where the other stopped, unless they name
  /// different cursors.
  public var cursor: String?
  /// How many of a show a marathon plays in a row; all of it when left out.
  public var batch: Int?
  /// The time of day at which it starts: `20:15` or `20:15:30`. (Styles slots and classic.)
  public var start: String?
  /// The days on which it starts. (Style slots.)
  public var days: DayRule?
  /// How late its first programme may start; 0 when left out: never. (Styles slots and classic.)
  public var lateness: Span?
  /// How many programmes it plays; the default is 1 for balance and sequence.
  public var count: Int?
  /// How long it plays programmes.
  public var duration: Span?
  /// Each programme starts at a multiple of so many minutes of the day.
  public var pad: Int?
  /// Where the rest of the slot goes. (Style slots.)
  public var flex: Flex?
  /// What becomes of programmes that are longer than the slot; skipped when left out.
  public var overlong: Overlong?
  /// Fillers of its own, instead of those of the rule set.
  public var fillers: [FillerRow]?
  /// How often it is drawn, against the others' weights; 1 when left out. (Style balance.)
  public var weight: Int?
  /// How long it is not drawn again. (Style balance.)
  public var coolDown: Span?
  /// How often it is drawn in a row at most. (Style balance.)
  public var consecutive: Int?
  /// The time of day until which it waits, fills or is off air. (Style sequence.)
  public var until: String?
  /// The channel that is shown. (Action redirect.)
  public var channel: String?
  /// What guides show instead of the programmes' own titles.
  public var title: String?
  /// Whether guides leave its programmes out.
  public var hidden: Bool?
  /// How much it plays; told by count and duration when left out. (Style classic.)
  public var mode: Mode?
  /// How it waits for its start; strictly when left out. (Style classic.)
  public var wait: Wait?
  /// What becomes of the time that its duration leaves; filler when left out. (Style classic.)
  public var tail: Tail?
  /// How many programmes that don't fit may be passed over; 0 when left out. (Style classic.)
  public var discard: Int?
  /// What is shown in its gaps; filler when left out.
  public var padding: Padding?
  /// What becomes of programmes that would run over its end; stop when left out. (Style slots.)
  public var ending: Ending?

  /// A slot of its commonest parts.
  public init(
    name: String? = nil, action: Action? = nil, content: RuleContent? = nil,
    order: PlayOrder? = nil, start: String? = nil, days: DayRule? = nil, count: Int? = nil
  ) {
    self.name = name
    self.action = action
    self.content = content
    self.order = order
    self.start = start
    self.days = days
    self.count = count
  }
}
