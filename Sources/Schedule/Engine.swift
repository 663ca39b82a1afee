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
    let shelves: PlacedShelves
    let look: Look

    init(instruction: Instruction, deck: Int?, shelves: PlacedShelves, look: Look) {
      self.instruction = instruction
      self.deck = deck
      self.shelves = shelves
      self.look = look
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
  /// On which shelves each filler stands, and where.
  private var shelved: [MediaID: [(shelf: Int, item: Int)]] = [:]
  var casts: [[Cast]] = []
  /// The casts with other fillers, by deco.
  var dressings: [[[Cast]]] = []
  var rests = LotRests()
  var airtimes: Airtimes
  var decoHours: Airtimes
  var timetables: [Timetable?] = []
  var book = WarningBook()
  /// The decks that are halves of rerun collections.
  var halves: [Int: Half] = [:]
  /// The deck beyond what was passed over for the programme that is next.
  var skipped: Deck?
  /// What the next programme is cut to.
  var trim: Span?
  /// When the group began that the next programme belongs to.
  var together: Moment?
  /// The orders in which scripts run, by their programs and rounds.
  var scriptOrders: [Int: [Int: [Int]]] = [:]
  private(set) var entries: [ScheduledItem] = []
  private let lengthless: [ContentSelector: Int]

  /// An engine at a point of a channel's life.
  public init(
    _ rundown: Rundown, library: LibrarySnapshot, zone: ZoneTable, state: EngineState
  ) {
    self.rundown = rundown
    self.zone = zone
    self.state = state
    airtimes = Airtimes(rundown, zone: zone, from: state.at, until: state.at)
    decoHours = airtimes
    lengthless = library.lengthless
    cast(library)
    rests = LotRests(rundown, state)
    noteLengthless()
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
    if !rundown.decos.isEmpty {
      decoHours = Airtimes(rundown.decoHours, zone: zone, from: state.at, until: end)
    }
    timetables = rundown.programs.map { program in
      program.turns == .clock || program.turns == .blocks
        ? Timetable(program, zone: zone, from: state.at, until: end) : nil
    }
    noteClashes(until: end)
    noteClassicClashes()
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
    rests.note(entry)
    if entry.role.isFiller {
      for place in shelved[entry.media] ?? [] {
        shelves[place.shelf].note(place.item, until: entry.end)
      }
    }
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
          return Cast(
            instruction: instruction, deck: deck,
            shelves: shelve(instruction.fillers, library, &shelfPlaces), look: instruction.look)
        })
    }
    dressings = rundown.decos.map { deco in
      let shelves = shelve(deco.fillers, library, &shelfPlaces)
      return casts.map { $0.map { $0.dressed(by: deco, shelves) } }
    }
  }

  private mutating func shelve(
    _ fillers: FillerPolicy, _ library: LibrarySnapshot, _ places: inout [FillerPolicy.Row: Int]
  ) -> PlacedShelves {
    var shelves = PlacedShelves()
    for row in fillers.rows {
      let place = places[row] ?? addShelf(row, library, &places)
      shelves.append(place, to: row.place)
    }
    return shelves
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
    let shelf = FillerShelf(
      row, shelf: library.shelf(of: row.content), shown: state.fillers)
    for (index, item) in shelf.items.enumerated() {
      shelved[item.id, default: []].append((shelves.count, index))
    }
    shelves.append(shelf)
    return shelves.count - 1
  }

  private mutating func noteLengthless() {
    for cast in casts.joined() {
      guard let deck = cast.deck, let rule = cast.instruction.play else { continue }
      let count = max(decks[deck].lengthless, lengthless[rule.selector] ?? 0)
      guard count > 0 else { continue }
      book.note(
        .lengthless, cast.instruction.path, at: state.at,
        "\(count) of what '\(cast.instruction.name)' could play has no known length; "
          + "it is left out.")
    }
  }

  private mutating func noteClashes(until end: Moment) {
    for (index, table) in timetables.enumerated() {
      for clash in table?.clashes ?? [] where clash.loser.moment >= state.at {
        guard clash.loser.moment < end else { continue }
        let program = rundown.programs[index]
        let loser = program.starter(clash.loser.instruction)
        let winner = program.starter(clash.winner)
        book.note(
          .clash, loser.path, at: clash.loser.moment,
          "'\(loser.name)' and '\(winner.name)' start at the same time; '\(winner.name)' plays.")
      }
    }
  }
}
