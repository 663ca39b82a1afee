import Library

/// What a step of a script means to the engine, besides what every instruction has.
struct ScriptRule: Hashable, Sendable {
  enum Act: Hashable, Sendable {
    case play
    case fill
    /// Passes over so many.
    case skip(Int)
    /// Goes to an item.
    case seek(Goal)
    /// Goes to the first.
    case rewind
  }
  /// An item by its place in a show, or by its title.
  struct Goal: Hashable, Sendable {
    var season: Int?
    var episode: Int?
    var title: String?

    func fits(_ item: ScheduleItem) -> Bool {
      if let title { return item.title.lowercased() == title.lowercased() }
      return (season == nil || item.season == season) && (episode == nil || item.episode == episode)
    }
  }

  var act = Act.play
  /// Each item of the content once.
  var isAll = false
  var tomorrow = false
  var trims = false
  var stopsBeforeEnd = true
  var discards = 0
  var isOffAtEnd = false
  var fillsRest = false
  /// The place in the round at which the guide's group begins that this belongs to.
  var group: Int?

  /// Whether it moves a content without playing it.
  var moves: Bool {
    switch act {
    case .play, .fill: false
    case .skip, .seek, .rewind: true
    }
  }
}

/// The way of a script through its steps: which instruction is which run of the program.
///
/// A round is every instruction once. The runs of a program are numbered on and on, so a run's
/// number tells the round and the place, and with them all that the steps before it switched.
struct ScriptCourse: Hashable, Sendable {
  indirect enum Part: Hashable, Sendable {
    case leaf(Int)
    case row([Part])
    /// Steps in an order drawn for each of the instances in a round.
    case shuffled([Part], key: UInt64, instance: Int)
  }

  /// How many instructions a round has.
  var count: Int
  var parts: [Part]
  /// How many shuffles of a key a round has.
  var instances: [UInt64: Int] = [:]
  /// The keys of the contents that steps move without playing.
  var movedKeys: Set<String> = []
  /// Whether rounds but the first have instructions of their own, behind those of the first.
  var hasLater = false
  /// Whether it starts over at its end.
  var repeats = true
  var seed: UInt64

  /// Where an instruction is found that has its turn in a run.
  func index(of number: Int, _ orders: inout [Int: [Int]]) -> Int {
    let round = number / count
    let place = number % count
    let base = hasLater && round > 0 ? count : 0
    guard !instances.isEmpty else { return base + place }
    if orders[round] == nil {
      if orders.count > 4 { orders = [:] }
      orders[round] = order(round)
    }
    return base + (orders[round]?[place] ?? place)
  }

  /// The instructions of a round, in the order in which they have their turns.
  func order(_ round: Int) -> [Int] {
    var order: [Int] = []
    order.reserveCapacity(count)
    for part in parts { lay(part, round, &order) }
    return order
  }

  private func lay(_ part: Part, _ round: Int, _ order: inout [Int]) {
    switch part {
    case .leaf(let index): order.append(index)
    case .row(let parts): for part in parts { lay(part, round, &order) }
    case .shuffled(let parts, let key, let instance):
      let pass = round * (instances[key] ?? 1) + instance
      for place in shuffle(parts.count, key, pass) { lay(parts[place], round, &order) }
    }
  }

  /// An order that does not open with what the one before it ended with.
  private func shuffle(_ count: Int, _ key: UInt64, _ pass: Int) -> [Int] {
    // Of two steps, any other order would play one of them twice in a row.
    guard count > 2 else { return drawn(count, key, 0) }
    var order = drawn(count, key, pass)
    if pass > 0, order[0] == drawn(count, key, pass - 1)[count - 1] { order.swapAt(0, 1) }
    return order
  }

  private func drawn(_ count: Int, _ key: UInt64, _ pass: Int) -> [Int] {
    (0..<count).map { (Lot.drawn(seed ^ key, Int64(pass), UInt64($0)), $0) }
      .sorted { $0 < $1 }.map(\.1)
  }
}
