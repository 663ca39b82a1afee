import Library

/// Which program has the air when, in a window of time.
struct Airtimes {
  struct Airtime {
    /// The program's place in the rundown.
    var program: Int
    /// Since when it has the air.
    var start: Moment
    /// When another has the air.
    var end: Moment
    /// How much later than that a programme may end.
    var grace: Span
  }

  private struct Window {
    var start: Moment
    var end: Moment
    var overlay: Int
  }

  private var starts: [Moment] = []
  private var airtimes: [Airtime] = []

  init(_ rundown: Rundown, zone: ZoneTable, from: Moment, until: Moment) {
    let windows = Self.windows(rundown.overlays, zone, from, until)
    let edges = Set(windows.flatMap { [$0.start, $0.end] }).sorted()
    append(from: .beginning, program: 0)
    var first = 0
    let longest = windows.map { $0.end - $0.start }.max() ?? .zero
    var last: Window?
    for edge in edges {
      while first < windows.count, windows[first].start < edge - longest { first += 1 }
      var top: Window?
      for window in windows[first...] {
        if window.start > edge { break }
        if window.end > edge, window.overlay < top?.overlay ?? .max { top = window }
      }
      if let top, let last, top.start == last.start, top.overlay == last.overlay { continue }
      let after = top.map { rundown.overlays[$0.overlay].lateness }
      let before = last.map { rundown.overlays[$0.overlay].lateness }
      airtimes[airtimes.count - 1].end = edge
      airtimes[airtimes.count - 1].grace = after ?? before ?? .zero
      append(from: edge, program: top.map { $0.overlay + 1 } ?? 0)
      last = top
    }
  }

  /// What has the air at a moment.
  func airtime(at moment: Moment) -> Airtime {
    airtimes[max(starts.sortedCount { $0 <= moment } - 1, 0)]
  }

  private mutating func append(from start: Moment, program: Int) {
    starts.append(start)
    airtimes.append(Airtime(program: program, start: start, end: .endless, grace: .zero))
  }

  private static func windows(
    _ overlays: [Overlay], _ zone: ZoneTable, _ from: Moment, _ until: Moment
  ) -> [Window] {
    guard !overlays.isEmpty else { return [] }
    var windows = overlays.indices.compactMap { index in
      overlays[index].once.map {
        Window(start: $0.lowerBound, end: $0.upperBound, overlay: index)
      }
    }
    for day in (zone.wall(at: from).day - 3)...(zone.wall(at: until).day + 9) {
      let date = CalendarDay(number: day)
      for (index, overlay) in overlays.enumerated()
      where overlay.once == nil && overlay.days.contains(date) {
        let start = zone.moment(of: WallTime(day: day, time: overlay.start))
        let end = zone.moment(of: WallTime(day: day, time: overlay.end))
        if start < end { windows.append(Window(start: start, end: end, overlay: index)) }
      }
    }
    return windows.sorted { ($0.start, $0.overlay) < ($1.start, $1.overlay) }
  }
}

/// When each instruction of a program by the clock starts, in a window of time.
struct Timetable {
  struct Start {
    var moment: Moment
    var instruction: Int
  }

  private(set) var starts: [Start] = []
  /// Instructions that start at the same moment as a later one, which counts.
  private(set) var clashes: [(loser: Start, winner: Int)] = []

  init(_ program: Program, zone: ZoneTable, from: Moment, until: Moment) {
    let first = zone.wall(at: from).day
    let last = zone.wall(at: until).day
    starts = days(first - 8, last + 9, program, zone)
    // Rare slots: the one that is on may have started long ago.
    if starts.first.map({ $0.moment > from }) ?? true {
      starts = days(first - 400, first - 9, program, zone) + starts
    }
    if starts.last.map({ $0.moment <= until }) ?? true {
      starts += days(last + 10, last + 400, program, zone)
    }
  }

  /// The place of the start that is in force at a moment; nil before the first.
  func place(at moment: Moment) -> Int? {
    let begun = starts.sortedCount { $0.moment <= moment }
    return begun > 0 ? begun - 1 : nil
  }

  /// The start that is in force at a moment, and the one after it.
  func slot(at moment: Moment) -> (now: Start?, next: Start?) {
    let begun = starts.sortedCount { $0.moment <= moment }
    return (begun > 0 ? starts[begun - 1] : nil, begun < starts.count ? starts[begun] : nil)
  }

  private mutating func days(
    _ first: Int, _ last: Int, _ program: Program, _ zone: ZoneTable
  ) -> [Start] {
    if let plan = program.plan { return days(first, last, plan, zone) }
    var found: [Start] = []
    let order = program.instructions.indices.sorted {
      (program.instructions[$0].start, $0) < (program.instructions[$1].start, $1)
    }
    for day in first...max(first, last) {
      let date = CalendarDay(number: day)
      for index in order where program.instructions[index].days.contains(date) {
        let time = program.instructions[index].start
        let start = Start(
          moment: zone.moment(of: WallTime(day: day, time: time)), instruction: index)
        append(start, to: &found)
      }
    }
    return found
  }

  private mutating func days(
    _ first: Int, _ last: Int, _ plan: DayPlan, _ zone: ZoneTable
  ) -> [Start] {
    var found: [Start] = []
    for day in first...max(first, last) {
      for start in plan.starts(on: CalendarDay(number: day)) {
        let moment = zone.moment(of: WallTime(day: day, time: start.time))
        append(Start(moment: moment, instruction: start.block), to: &found)
      }
    }
    return found
  }

  /// The later of two at the same moment counts.
  private mutating func append(_ start: Start, to found: inout [Start]) {
    if let same = found.last, same.moment >= start.moment {
      clashes.append((same, start.instruction))
      found.removeLast()
    }
    found.append(start)
  }
}

extension Moment {
  /// Earlier than all that is ever scheduled.
  static let beginning = Moment(milliseconds: -9_000_000_000_000_000)
  /// Later than all that is ever scheduled.
  static let endless = Moment(milliseconds: 9_000_000_000_000_000)
}
