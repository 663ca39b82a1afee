import Library
import Schedule
import Testing

@Suite("A play order")
struct SortPlaceTests {
  /// Films and episodes, each named by what the expectation calls it.
  private static let items: [(String, ScheduleItem)] = [
    item("wire s1e2", "The Detail", show: 1, "The Wire", 1, 2, 2003),
    item("wire s1e1", "The Target", show: 1, "The Wire", 1, 1, 2002),
    item("wire s2e1", "Ebb Tide", show: 1, "The Wire", 2, 1, nil),
    item("wire special", "Prequel", show: 1, "The Wire", 0, 1, 2010),
    item("alien", "Alien", year: 1979),
    item("part 10", "Part 10", year: 2002),
    item("part 2", "Part 2", year: 2002),
    item("yearless", "An Apple"),
  ].enumerated().map { index, named in
    var item = named.1
    item.id = MediaID(rawValue: Int64(index + 1))
    item.position = (index * 5) % 8
    return (named.0, item)
  }

  private static func item(
    _ name: String, _ title: String, show: Int64? = nil, _ showTitle: String? = nil,
    _ season: Int? = nil, _ episode: Int? = nil, _ showYear: Int? = nil, year: Int? = nil
  ) -> (String, ScheduleItem) {
    (
      name,
      ScheduleItem(
        id: MediaID(rawValue: 0), duration: .minutes(30), title: title,
        show: show.map(ShowID.init(rawValue:)), showTitle: showTitle, season: season,
        episode: episode, year: showYear ?? year)
    )
  }

  @Test(
    "puts items where viewers expect them",
    arguments: [
      (
        PlayOrder.chronological,
        [
          "alien", "part 2", "part 10", "wire s1e1", "wire s1e2", "wire s2e1", "wire special",
          "yearless",
        ]
      ),
      (
        .episode,
        [
          "wire s1e1", "wire s1e2", "wire s2e1", "wire special", "alien", "yearless", "part 2",
          "part 10",
        ]
      ),
      (
        .alphabetical,
        [
          "alien", "yearless", "part 2", "part 10", "wire s1e1", "wire s1e2", "wire s2e1",
          "wire special",
        ]
      ),
      (
        .custom,
        [
          "wire s1e2", "part 10", "wire s2e1", "yearless", "alien", "wire s1e1", "part 2",
          "wire special",
        ]
      ),
    ])
  func orders(order: PlayOrder, expected: [String]) throws {
    let names = Dictionary(uniqueKeysWithValues: Self.items.map { ($0.1.id, $0.0) })
    let entries = try schedule(LibrarySnapshot(items: Self.items.map(\.1)), order).extend(
      after: nil, from: premiere, until: .init(milliseconds: .max), limit: Self.items.count)
    #expect(entries.compactMap { names[$0.media] } == expected)
  }
}
