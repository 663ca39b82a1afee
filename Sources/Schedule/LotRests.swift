import Library

/// When what is drawn by lot last ended: what the state knows by path, by place.
///
/// Each draw looks at all instructions; a dictionary would hash their paths each time.
struct LotRests {
  private var places: [String: (program: Int, index: Int)] = [:]
  private var ends: [[Moment?]] = []

  /// Nothing is drawn.
  init() {}

  init(_ rundown: Rundown, _ state: EngineState) {
    for (number, program) in rundown.programs.enumerated() {
      let paths = program.turns == .lot ? program.instructions.map(\.path) : []
      ends.append(paths.map { state.ends[$0] })
      for (index, path) in paths.enumerated() { places[path] = (number, index) }
    }
  }

  /// Notes that something of an instruction ended.
  mutating func note(_ entry: ScheduledItem) {
    guard !places.isEmpty, let place = places[entry.path] else { return }
    ends[place.program][place.index] = entry.end
  }

  /// When an instruction of a program may be drawn again; nil when it may be at any time.
  func ready(_ program: Int, _ index: Int, after coolDown: Span) -> Moment? {
    coolDown > .zero ? ends[program][index].map { $0 + coolDown } : nil
  }
}
