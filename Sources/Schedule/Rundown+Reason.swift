import Library

extension Rundown {
  /// Why an entry is on, in a sentence or two.
  public func reason(for entry: ScheduledItem) -> String {
    entry.isBlack ? plainReason(for: entry) + " It is black and silent." : plainReason(for: entry)
  }

  private func plainReason(for entry: ScheduledItem) -> String {
    let program = EngineState.program(of: entry.path)
    let waits = entry.path.hasSuffix("/wait")
    let path = waits ? String(entry.path.dropLast(5)) : entry.path
    let instruction = programs.lazy.flatMap(\.instructions).first { $0.path == path }
    let place = self.place(of: program)
    if waits, let instruction, instruction.classic != nil {
      return "The time before '\(instruction.name)'\(place) starts."
    }
    guard let instruction else {
      switch entry.role {
      case _ where programs.allSatisfy({ $0.name != program }):
        return "Made by earlier rules of the channel."
      case .resting: return "Every slot\(place) rests, so the gap is filled."
      case .empty: return "No slot\(place) has anything to play."
      default: return "Nothing is programmed\(place) at this time."
      }
    }
    if path.hasSuffix("/gap") {
      return entry.role.isFiller ? "A filler between blocks\(place)." : "No block\(place) is on."
    }
    let slot = "'\(instruction.name)'\(place)"
    switch entry.role {
    case .programme: return "\(slot): \(words(for: entry, instruction))."
    case .head: return "A filler before the first programme of \(slot)."
    case .pre: return "A filler before a programme of \(slot)."
    case .mid: return "A break in a programme of \(slot)."
    case .post: return "A filler behind a programme of \(slot)."
    case .tail: return "A filler behind the last programme of \(slot)."
    case .gap: return "A filler in a gap of \(slot)."
    case .fallback where entry.content.hasPrefix("loop/"):
      return "The programme before once more, in a gap of \(slot)."
    case .fallback: return "Nothing else fitted into the gap of \(slot)."
    case .flex where entry.isBlack: return "A gap of \(slot)."
    case .flex: return "A gap of \(slot) that nothing fits into."
    case .late: return "\(slot) could only have started too late."
    case .empty: return "\(slot) has nothing to play."
    case .resting: return "\(slot) rests."
    case .offAir: return "\(slot): the channel is off air."
    case .redirect: return "\(slot): another channel is shown."
    }
  }

  private func place(of program: String) -> String {
    if program.hasPrefix("layer"), let index = Int(program.dropFirst(5)) {
      return " of layer \(index + 1)"
    }
    if program.hasPrefix(ScriptBuild.prefix) { return " of a scripted build" }
    return program.hasPrefix("sleep") ? " of the sleep hours" : ""
  }

  private func words(for entry: ScheduledItem, _ instruction: Instruction) -> String {
    let order = PlayOrder(key: entry.content) ?? .shuffle
    let next =
      switch order {
      case .chronological: "next by date"
      case .episode: "next by season and episode"
      case .alphabetical: "next by title"
      case .custom: "next of the list"
      case .shuffle, .shuffleParts: "next of the shuffle"
      case .shuffleInOrder: "drawn by show"
      case .random: "drawn at random"
      case .rotation: "next show in turn"
      case .marathon: "next of the marathon"
      }
    guard !order.isByShow, order != .random else { return "\(next), number \(entry.cycle + 1)" }
    return "\(next), round \(entry.cycle + 1)"
  }
}
