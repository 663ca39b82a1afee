import Library

/// Makes a program of a script: every call of a sequence is written out, so that each instruction
/// has a path of its own.
struct ScriptCompiler {
  /// How many steps a script may have, with all its sequences.
  static let mostSteps = 1000
  /// How many instructions a round may have, every call written out.
  static let mostInstructions = 5000
  /// How deep sequences may call each other.
  static let deepest = 20

  /// A step that was read and is right.
  enum Step {
    case instruct(Instruction)
    case call(String, times: Int, isShuffled: Bool)
    case roll(FillerRow.Place, FillerPolicy.Row?)
    case group(String?)
    case watermark(GraphicSwitch)
    case graphics(GraphicSwitch)
  }

  /// What steps switch.
  struct Switches: Hashable {
    var rolls: [FillerRow.Place: FillerPolicy.Row] = [:]
    var title: String?
    var groupStart = 0
    /// What is shown in the place of the channel's and the decos' graphics.
    var base = Look.channel
    /// What is shown besides.
    var besides: [GraphicID] = []

    var look: Look { base.wearing(Look(keepsChannel: true, graphics: besides)) }
  }

  private let name: String
  private let common: FillerPolicy
  private var sequences: [String: [Step]] = [:]
  private var steps: [Step] = []
  private var switches = Switches()
  private var made: [Instruction] = []
  private var instances: [UInt64: Int] = [:]

  /// A compiler that has read and checked all steps.
  init(_ script: Script, name: String, _ common: FillerPolicy) throws(RuleFault) {
    self.name = name
    self.common = common
    let reader = try ScriptReader(script)
    steps = try reader.list(script.steps, "steps", mayRepeat: true)
    for (index, sequence) in (script.sequences ?? []).enumerated() {
      sequences[sequence.name] = try reader.list(
        sequence.steps, "sequences.\(index).steps", mayRepeat: false)
    }
  }

  /// The program.
  mutating func program(seed: UInt64, repeats: Bool) throws(RuleFault) -> Program {
    let parts = try round()
    let first = made
    guard !repeats || first.contains(where: { $0.script?.moves == false }) else {
      throw RuleFault("steps", "No step plays or fills anything; add one such as 'all'.")
    }
    // What the first round leaves switched on is on in all later ones.
    switches.title = nil
    _ = try round()
    let keys = first.compactMap { $0.script?.moves == true ? $0.play?.key : nil }
    return Program(
      name: name, turns: .script, instructions: made == first ? first : first + made,
      course: ScriptCourse(
        count: first.count, parts: parts, instances: instances, movedKeys: Set(keys),
        hasLater: made != first, repeats: repeats, seed: seed))
  }

  private mutating func round() throws(RuleFault) -> [ScriptCourse.Part] {
    (made, instances) = ([], [:])
    return try lay(steps, "\(name)/s", "steps", calls: [], isShuffled: false)
  }

  private mutating func lay(
    _ steps: [Step], _ path: String, _ place: String, calls: [String], isShuffled: Bool
  ) throws(RuleFault) -> [ScriptCourse.Part] {
    var parts: [ScriptCourse.Part] = []
    for (index, step) in steps.enumerated() {
      switch step {
      case .instruct(let instruction):
        parts.append(.leaf(made.count))
        try add(instruction, "\(path)\(index)")
      case .call(let called, let times, let shuffles):
        parts += try call(
          called, times, shuffles: shuffles, "\(path)\(index)", "\(place).\(index)", calls,
          isShuffled)
      case .roll(let roll, let row):
        try checkOrder(isShuffled, "\(place).\(index)")
        switches.rolls[roll] = row
      case .group(let title):
        try checkOrder(isShuffled, "\(place).\(index)")
        (switches.title, switches.groupStart) = (title, made.count)
      case .watermark(let value):
        try checkOrder(isShuffled, "\(place).\(index)")
        switches.show(watermark: value)
      case .graphics(let value):
        try checkOrder(isShuffled, "\(place).\(index)")
        try switches.show(graphics: value, at: "\(place).\(index).graphics")
      }
    }
    return parts
  }

  private mutating func call(
    _ called: String, _ times: Int, shuffles: Bool, _ path: String, _ place: String,
    _ calls: [String], _ isShuffled: Bool
  ) throws(RuleFault) -> [ScriptCourse.Part] {
    let verb = shuffles ? "shuffleSequence" : "sequence"
    guard !calls.contains(called), calls.count < Self.deepest else {
      let way = (calls.drop { $0 != called } + [called]).joined(separator: "' calls '")
      throw RuleFault("\(place).\(verb)", "The sequence calls itself: '\(way)'.")
    }
    guard let steps = sequences[called] else {
      throw RuleFault("\(place).\(verb)", "There is no sequence '\(called.prefix(60))'.")
    }
    var parts: [ScriptCourse.Part] = []
    for pass in 0..<times {
      let inner = try lay(
        steps, "\(path).\(pass).", place, calls: calls + [called],
        isShuffled: isShuffled || shuffles)
      guard shuffles else {
        parts.append(.row(inner))
        continue
      }
      let key = Lot.number(of: called)
      parts.append(.shuffled(inner, key: key, instance: instances[key, default: 0]))
      instances[key, default: 0] += 1
    }
    return parts
  }

  private mutating func add(_ instruction: Instruction, _ path: String) throws(RuleFault) {
    guard made.count < Self.mostInstructions else {
      throw RuleFault(
        "steps", "Written out, the steps are more than \(Self.mostInstructions); repeat less.")
    }
    var added = instruction
    added.path = path
    added.fillers.rows =
      added.fillers.rows
      + common.rows.filter { switches.rolls[$0.place] == nil }
      + FillerRow.Place.allCases.compactMap { switches.rolls[$0] }
    added.look = switches.look
    if let title = switches.title {
      added.title = title
      added.script?.group = switches.groupStart
    }
    made.append(added)
  }

  private func checkOrder(_ isShuffled: Bool, _ place: String) throws(RuleFault) {
    guard isShuffled else { return }
    throw RuleFault(
      place,
      "What a shuffled sequence switches would depend on its order; switch rolls, guide groups "
        + "and graphics outside of it.")
  }
}

extension ScriptCompiler.Switches {
  mutating func show(watermark value: GraphicSwitch) {
    switch value {
    case .on: base = .channel
    case .off: base = .none
    case .graphic(let graphic): base = Look(keepsChannel: false, graphics: [graphic])
    }
  }

  mutating func show(graphics value: GraphicSwitch, at place: String) throws(RuleFault) {
    switch value {
    case .on: (base, besides) = (.channel, [])
    case .off: (base, besides) = (.none, [])
    case .graphic(let graphic):
      guard !besides.contains(graphic) else { return }
      guard besides.count < DecoLook.most else {
        throw RuleFault(place, "At most \(DecoLook.most) graphics can be switched on at a time.")
      }
      besides.append(graphic)
    }
  }
}
