import Library

/// Fillers and graphics for certain hours of certain days, whatever is programmed then.
public struct Deco: Hashable, Codable, Sendable {
  /// What becomes of the fillers that slots have.
  public enum Mode: String, Codable, CaseIterable, Sendable {
    /// The deco's take their place.
    case replace
    /// The deco's come as well.
    case add
    /// There are none.
    case disable
    /// They stay as they are.
    case inherit
  }

  /// What people call it.
  public var name: String
  /// The days on which it begins; every day when left out.
  public var days: DayRule?
  /// The time of day at which it begins; midnight when left out.
  public var start: String?
  /// The time of day at which it ends, on the next day if that is not later; midnight when left out.
  public var end: String?
  /// What becomes of the fillers that slots have; when left out they are replaced, and stay as they
  /// are where the deco has nothing but a look.
  public var mode: Mode?
  /// Its fillers.
  public var fillers: [FillerRow]?
  /// Its graphics; those of the channel when left out.
  public var look: DecoLook?

  /// A deco of its parts.
  public init(
    name: String, days: DayRule? = nil, start: String? = nil, end: String? = nil,
    mode: Mode? = nil, fillers: [FillerRow]? = nil, look: DecoLook? = nil
  ) {
    self.name = name
    self.days = days
    self.start = start
    self.end = end
    self.mode = mode
    self.fillers = fillers
    self.look = look
  }
}

/// A deco that was read and is right.
struct DecoRule: Hashable, Sendable {
  var mode: Deco.Mode
  var fillers: FillerPolicy
  var look: Look
  /// Its hours, as those of a program that plays nothing.
  var hours: Overlay
}

extension RuleSet {
  /// How many decos there may be at most.
  static let mostDecos = 100

  /// Compiles the decos.
  ///
  /// - Throws: The field that is at fault.
  func decoRules() throws(RuleFault) -> [DecoRule] {
    var rules: [DecoRule] = []
    let decos = decos ?? []
    guard decos.count <= Self.mostDecos else {
      throw RuleFault("decos", "At most \(Self.mostDecos) decos are possible.")
    }
    for (index, deco) in decos.enumerated() {
      do { rules.append(try deco.rule()) } catch { throw error.within("decos.\(index)") }
    }
    return rules
  }
}

extension Deco {
  fileprivate func rule() throws(RuleFault) -> DecoRule {
    let isLookOnly = fillers == nil && look != nil
    let mode = mode ?? (isLookOnly ? .inherit : .replace)
    if mode == .disable || mode == .inherit, !(fillers ?? []).isEmpty {
      let what = mode == .disable ? "disables fillers" : "leaves fillers as they are"
      throw RuleFault("fillers", "A deco that \(what) has none; leave them out.")
    }
    let times = try WallClock.window(start ?? "00:00", end ?? "00:00")
    return DecoRule(
      mode: mode, fillers: try FillerPolicy(fillers ?? [], at: "fillers"),
      look: try look?.look() ?? .channel,
      hours: Overlay(
        days: try DayFilter(days: days), start: times.start, end: times.end, lateness: .zero,
        program: Program(name: "deco", turns: .order, instructions: [])))
  }
}

extension Rundown {
  /// The hours of the decos, in the form of programs that have the air.
  var decoHours: Rundown {
    Rundown(
      base: Program(name: "none", turns: .order, instructions: []), overlays: decos.map(\.hours),
      seed: seed)
  }
}

extension Engine {
  /// The instructions of a program with the fillers of the hour.
  func dressed(_ program: Int) -> [Cast] {
    guard !rundown.decos.isEmpty else { return casts[program] }
    let deco = decoHours.airtime(at: state.at).program
    return deco == 0 ? casts[program] : dressings[deco - 1][program]
  }
}

extension Engine.Cast {
  /// The same with the fillers and the look of a deco.
  func dressed(by deco: DecoRule, _ fillers: PlacedShelves) -> Engine.Cast {
    let shelves: PlacedShelves =
      switch deco.mode {
      case .inherit: shelves
      case .replace: fillers
      case .add: shelves.adding(fillers)
      case .disable: PlacedShelves()
      }
    return Engine.Cast(
      instruction: instruction, deck: deck, shelves: shelves,
      look: deco.look.wearing(instruction.look))
  }
}

extension Program {
  /// What starts by the clock: an instruction, or a block.
  func starter(_ place: Int) -> (path: String, name: String) {
    guard let plan else { return (instructions[place].path, instructions[place].name) }
    let block = plan.blocks[place]
    return (instructions[block.first].path, block.name)
  }
}
