import Library
import Schedule
import Testing

@Suite("The time that programmes leave")
struct PaddingTests {
  private func minutes(_ change: (inout Slot) -> Void, hours: Int64 = 3) throws -> [String] {
    try Rehearsal(
      RuleSet(
        base: Programming(
          style: .slots,
          slots: [
            listed(1, start: "12:00", change), listed(2, start: "13:00"),
            listed(2, start: "14:00"), listed(3, start: "15:00"),
          ]),
        fillers: [FillerRow(place: .gap, content: RuleContent(kind: .collection, id: 9))]),
      [1: [25, 20, 30], 2: [50], 3: [30], 9: [5]], hours: hours
    ).minutes
  }

  @Test(
    "is filled, shown as a screen, black, looped, or given to what comes next",
    arguments: [
      (
        Slot.Padding.filler, ["0 10", "25 11", "45 gap 90", "50 gap 90", "55 gap 90", "60 20"]
      ),
      (.none, ["0 10", "25 11", "45 flex", "60 20"]),
      (.black, ["0 10", "25 11", "45 flex black", "60 20"]),
      (.loop, ["0 10", "25 11", "45 fallback 11", "60 20"]),
      (.next, ["0 10", "25 11", "45 20", "95 gap 90", "100 gap 90", "105 gap 90"]),
    ])
  func paddings(padding: Slot.Padding, wanted: [String]) throws {
    #expect(try Array(minutes { $0.padding = padding }.prefix(wanted.count)) == wanted)
  }

  @Test(
    "is not needed where a programme runs on, is cut, or shifts what comes next",
    arguments: [
      (Slot.Ending.stop, ["0 10", "25 11", "45 gap 90"], 0),
      (.cut, ["0 10", "25 11", "45 12", "60 20", "110 gap 90", "115 gap 90", "120 20"], 0),
      (.extend, ["0 10", "25 11", "45 12", "75 gap 90", "80 gap 90"], 1),
      (.shift, ["0 10", "25 11", "45 12", "75 gap 90"], 1),
    ])
  func endings(ending: Slot.Ending, wanted: [String], late: Int) throws {
    let made = try minutes { $0.ending = ending }
    #expect(Array(made.prefix(wanted.count)) == wanted)
  }

  @Test("shifts slot after slot until a gap takes it up")
  func shifts() throws {
    let slots = (0..<4).map { index in
      listed(Int64(index + 1), start: "1\(index + 2):00") { $0.ending = .shift }
    }
    let made = try Rehearsal(
      RuleSet(base: Programming(style: .slots, slots: slots)),
      [1: [75], 2: [60], 3: [40], 4: [60]], hours: 4)
    #expect(made.minutes == ["0 10", "75 20", "135 30", "175 30", "215 40"])
  }

  @Test("is black for its rule only, whatever left it, and says so")
  func black() throws {
    let rules = RuleSet(
      base: Programming(
        style: .slots,
        slots: [
          listed(1, start: "12:00") { ($0.padding, $0.flex) = (.black, .between) },
          listed(4, start: "13:00") { $0.padding = .black }, listed(2, start: "14:00"),
          listed(2, start: "15:00"),
        ]))
    let made = try Rehearsal(rules, [1: [25, 25], 2: [50], 4: []], hours: 3)
    #expect(
      made.minutes == [
        "0 10", "25 flex black", "30 11", "55 flex black", "60 empty black", "120 20", "170 flex",
      ])
    let rundown = try rules.rundown(seed: 3)
    #expect(
      made.entries.filter { $0.role.isScreen }.map { rundown.reason(for: $0) } == [
        "A gap of 'Slot 1'. It is black and silent.", "A gap of 'Slot 1'. It is black and silent.",
        "'Slot 2' has nothing to play. It is black and silent.",
        "A gap of 'Slot 3' that nothing fits into.",
      ])
  }

  @Test("keeps each programme to the grid unless the next is to begin early")
  func grid() throws {
    let padded = try minutes { ($0.pad, $0.padding) = (30, Slot.Padding.none) }
    #expect(padded.prefix(4) == ["0 10", "25 flex", "30 11", "50 flex"])
    let eager = try minutes { ($0.pad, $0.padding) = (30, .next) }
    #expect(eager.prefix(3) == ["0 10", "25 11", "45 20"])
  }
}
