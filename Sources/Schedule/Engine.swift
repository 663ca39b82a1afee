public import Library

/// Runs rundowns: the one place where programmes, fillers and screens get their times.
///
/// Pure: the same rundown, library, zone and state give the same entries. It
/// changes its state by noting the entries that it made and in no other way.
///
///     var engine = Engine(rundown, library: snapshot, zone: zone, state: EngineState(at: now))
///     let day = engine.run(until: now + .days(1))
public struct Engine: Sendable {
  /// An instruction with its content and its fillers at hand.
  ///
  /// A class, since copies of it are passed around for each entry.
  final class Cast: Sendable {
    let instruction: Instruction
    let deck: Int?
    let shelves: [FillerRow.Place: [Int]]

    init(instruction: Instruction, deck: Int?, shelves: [FillerRow.Place: [Int]]) {
      self.instruction = instruction
      self.deck = deck
      self.shelves = shelves
    }
  }

  /// Where the channel stands.
  public private(set) var state: EngineState
  /// What could not be done as the rules say.
  public var warnings: [ScheduleWarning] { book.all }

  let rundown: Rundown
  let zone: ZoneTable
  var decks: [Deck] = []
  var shelves: [FillerShelf] = []
  var casts: [[Cast]] = []
  var airtimes: Airtimes
  var timetables: [Timetable?] = []
  var book = WarningBook()
  /// The decks that are halves of rerun collections.
  var halves: [Int: Half] = [:]
  /// The deck beyond what was passed over for the programme that is next.
  var skipped: Deck?
  private(set) var entries: [ScheduledItem] = []

  /// An engine at a point of a channel's life.
  public init(
    _ rundown: Rundown, library: LibrarySnapshot, zone: ZoneTable, state: EngineState
  ) {
    self.rundown = rundown
    self.zone = zone
    self.state = state
    airtimes = Airtimes(rundown, zone: zone, from: state.at, until: state.at)
    cast(library)
  }

  /// Whether there is nothing to play, whatever the time.
  public var isEmpty: Bool {
    decks.allSatisfy(\.isEmpty) && shelves.allSatisfy(\.isEmpty) && rundown.redirects.isEmpty
  }

  /// Lays entries end to end until a moment is reached.
  ///
  /// - Parameters:
  ///   - end: The last entry starts before this moment.
  ///   - limit: How many entries there may be; a programme's own parts and fillers come with it.
  /// - Returns: The entries in order, without overlap and without hole.
  public mutating func run(until end: Moment, limit: Int = .max) -> [ScheduledItem] {
    entries = []
    // Not further than can be reckoned with.
    let end = min(end, state.at + .days(3660))
    guard state.at < end else { return [] }
    airtimes = Airtimes(rundown, zone: zone, from: state.at, until: end)
    timetables = rundown.programs.map { program in
      program.turns == .clock
        ? Timetable(program, zone: zone, from: state.at, until: end) : nil
    }
    noteClashes(until: end)
    while state.at < end, entries.count < limit { step() }
    return entries
  }

  /// What comes next of a content, by the key of its cursor; nil when there is nothing.
  public mutating func next(of key: String) -> ScheduleItem? {
    let deck = casts.joined().first { $0.instruction.play?.key == key }?.deck
    guard let deck else { return nil }
    layHalf(deck)
    guard let draw = decks[deck].peek() else { return nil }
    return decks[deck].items[draw.item]
  }

  /// Adds an entry.
  mutating func emit(_ entry: ScheduledItem, item: ScheduleItem? = nil) {
    entries.append(entry)
    state.note(entry, item: item)
  }

  private mutating func cast(_ library: LibrarySnapshot) {
    var deckPlaces: [String: Int] = [:]
    var shelfPlaces: [FillerPolicy.Row: Int] = [:]
    for program in rundown.programs {
      casts.append(
        program.instructions.map { instruction in
          let deck = instruction.play.map { rule in
            deckPlaces[rule.key] ?? addDeck(rule, library, &deckPlaces)
          }
          var shelves: [FillerRow.Place: [Int]] = [:]
          for row in instruction.fillers.rows {
            let place = shelfPlaces[row] ?? addShelf(row, library, &shelfPlaces)
            shelves[row.place, default: []].append(place)
          }
          return Cast(instruction: instruction, deck: deck, shelves: shelves)
        })
    }
  }

  private mutating func addDeck(
    _ rule: ContentRule, _ library: LibrarySnapshot, _ places: inout [String: Int]
  ) -> Int {
    var cursor = state.cursors[rule.key]
    if let last = cursor?.last, cursor?.item == nil { cursor?.item = library.past[last] }
    places[rule.key] = decks.count
    if let entries = library.playlists[rule.selector] {
      decks.append(
        Deck(
          playlist: PlaylistDeck(
            rule, entries, library: library, seed: rundown.seed, cursors: state.cursors)))
      return decks.count - 1
    }
    if rule.selector.half != nil {
      halves[decks.count] = Half(rule: rule, items: library.shelf(of: rule.selector).items)
    }
    decks.append(
      Deck(
        rule, shelf: library.shelf(of: rule.selector), seed: rundown.seed, cursor: cursor))
    return decks.count - 1
  }

  private mutating func addShelf(
    _ row: FillerPolicy.Row, _ library: LibrarySnapshot,
    _ places: inout [FillerPolicy.Row: Int]
  ) -> Int {
    places[row] = shelves.count
    shelves.append(FillerShelf(row, shelf: library.shelf(of: row.content)))
    return shelves.count - 1
  }

  private mutating func noteClashes(until end: Moment) {
    for (index, table) in timetables.enumerated() {
      for clash in table?.clashes ?? [] where clash.loser.moment >= state.at {
        guard clash.loser.moment < end else { continue }
        let instructions = rundown.programs[index].instructions
        let (loser, winner) = (instructions[clash.loser.instruction], instructions[clash.winner])
        book.note(
          .clash, loser.path, at: clash.loser.moment,
          "'\(loser.name)' and '\(winner.name)' start at the same time; '\(winner.name)' plays.")
      }
    }
  }
}
