public import Library

/// A list of steps that is run from the first to the last, over and over.
///
/// Contents are named once; sequences are steps with a name of their own, which other steps call.
public struct Script: Hashable, Codable, Sendable {
  /// What the steps play, each under a name.
  public var contents: [ScriptContent]
  /// Steps that are called by name.
  public var sequences: [ScriptSequence]?
  /// What is done, in order.
  public var steps: [ScriptStep]

  /// A script of its parts.
  public init(
    contents: [ScriptContent], sequences: [ScriptSequence]? = nil, steps: [ScriptStep]
  ) {
    self.contents = contents
    self.sequences = sequences
    self.steps = steps
  }
}

/// A content under the name by which steps call it.
public struct ScriptContent: Hashable, Codable, Sendable {
  /// The name.
  public var name: String
  /// What is played.
  public var content: RuleContent
  /// In which order; by season and episode when left out.
  public var order: PlayOrder?
  /// Only these seasons.
  public var seasons: [Int]?
  /// Names with the same content and order go on where the other stopped, unless they name
  /// different cursors.
  public var cursor: String?
  /// How many of a show a marathon plays in a row; all of it when left out.
  public var batch: Int?

  /// A named content of its parts.
  public init(
    name: String, content: RuleContent, order: PlayOrder? = nil, seasons: [Int]? = nil,
    cursor: String? = nil, batch: Int? = nil
  ) {
    self.name = name
    self.content = content
    self.order = order
    self.seasons = seasons
    self.cursor = cursor
    self.batch = batch
  }
}

/// Steps that are called by name.
public struct ScriptSequence: Hashable, Codable, Sendable {
  /// The name.
  public var name: String
  /// What is done, in order.
  public var steps: [ScriptStep]

  /// A sequence of its parts.
  public init(name: String, steps: [ScriptStep]) {
    self.name = name
    self.steps = steps
  }
}

/// One step of a script: exactly one of its instructions, and what goes with that.
public struct ScriptStep: Hashable, Codable, Sendable {
  // The instructions, of which a step has exactly one.

  /// Plays each item of this content once.
  public var all: String?
  /// Plays so many of the content.
  public var count: Int?
  /// Plays the content for so long.
  public var duration: Span?
  /// Fills up to a multiple of so many minutes of the day, with the content if there is one.
  public var padToNext: Int?
  /// Fills up to a time of day such as `20:15`, with the content if there is one.
  public var padUntil: String?
  /// Waits for a time of day, with nothing but fillers or the screen.
  public var waitUntil: String?
  /// Runs the steps of this sequence.
  public var sequence: String?
  /// Runs the steps of this sequence in an order drawn each time anew.
  public var shuffleSequence: String?
  /// Goes back to the first step; a script does so at its end anyway.
  public var `repeat`: Bool?
  /// Passes over so many of the content.
  public var skipItems: Int?
  /// Goes on with a certain item of this content: its season and episode, or its title.
  public var skipToItem: String?
  /// Goes back to the first item of this content.
  public var rewind: String?
  /// Plays this content before each programme from here on; `off` ends it.
  public var preRoll: String?
  /// Plays this content inside of each programme from here on; `off` ends it.
  public var midRoll: String?
  /// Plays this content behind each programme from here on; `off` ends it.
  public var postRoll: String?
  /// Guides show all programmes from here on as one, under this title.
  public var guideGroup: String?
  /// Guides show each programme by itself again.
  public var endGuideGroup: Bool?
  /// Shows this graphic from here on in the place of the channel's and the decos'; `off` shows none
  /// of those, `on` shows them again.
  public var watermark: GraphicSwitch?
  /// Shows this graphic as well from here on; `off` shows no graphics at all, `on` those that the
  /// channel and its decos say.
  public var graphics: GraphicSwitch?

  // What goes with them.

  /// What people call the step.
  public var name: String?
  /// The content that is played, or passed over. (Count, duration, padToNext, padUntil, skipItems.)
  public var content: String?
  /// Whether the last programme is cut where it would not fit.
  public var trim: Bool?
  /// Whether the last programme must end in time; it must when this is left out.
  public var stopBeforeEnd: Bool?
  /// How many that don't fit are passed over in search of one that does.
  public var discardAttempts: Int?
  /// Whether the channel is off air for what is left at the end.
  public var offlineTail: Bool?
  /// A content of which one item is cut to what is left at the end.
  public var fallback: String?
  /// Whether a time of day that is past today means tomorrow's; the step does nothing otherwise.
  public var tomorrow: Bool?
  /// How often a sequence is run; once when left out.
  public var times: Int?
  /// The season of the item that is skipped to.
  public var season: Int?
  /// The episode of the item that is skipped to.
  public var episode: Int?
  /// What guides show instead of programmes' own titles; the item's title for `skipToItem`.
  public var title: String?
  /// Whether guides leave the programmes out.
  public var hidden: Bool?
  /// How many there are at a time of a roll; 1 when left out.
  public var items: Int?
  /// How long the same item of a roll is not shown again.
  public var coolDown: Span?
  /// Where the breaks for a mid-roll are.
  public var breaks: BreakRule?

  /// A step that does nothing yet: give it exactly one instruction.
  public init() {}

  /// Plays each item of a content once.
  public static func all(_ content: String) -> ScriptStep {
    var step = ScriptStep()
    step.all = content
    return step
  }

  /// Plays some of a content.
  public static func count(_ count: Int, of content: String) -> ScriptStep {
    var step = ScriptStep()
    (step.count, step.content) = (count, content)
    return step
  }
}
