import Foundation
import Harness
import Jobs
import Library
import Playout
import Schedule
import Store
import Synchronization

/// A big station: 1,000 channels of every kind, 14 days each, out of 100,000 items.
///
/// No media are needed; the library is made of rows.
enum HorizonBench {
  static let items = 100_000
  static let channels = 1000
  private static let folder = "/srv/media"

  static func run(_ tell: ([Row]) -> Void) throws {
    let place = FileManager.default.temporaryDirectory.appending(path: "horizon-\(getpid())")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: place) }
    let clock = Mutex(Moment(seconds: 1_790_000_000))
    let now: @Sendable () -> Moment = { clock.withLock { $0 } }
    let store = try Store.open(at: place.appending(path: "station.sqlite").path, now: now)
    let desk = Desk(store: store, folder: place.path, now: now)
    func row(_ what: String, _ ours: Double, _ unit: String, aim: String = "") {
      tell([Row(what: "horizon: \(what)", ours: ours, bare: nil, unit: unit, aim: aim)])
    }
    row("\(items) items stored and indexed", try seconds { try fill(store) }, "s")
    try makeChannels(store)
    row("searches of the library, the middle one", try searches(store), "ms")
    row("full build", try desk.timelines(), "s", aim: "under 60 s")
    row("entries", Double(try desk.entries()), "in all")
    row("peak memory of the build", Memory.peak, "MB")
    row(
      "upkeep that changes nothing, per channel", try desk.timelines() * 1000 / Double(channels),
      "ms")
    clock.withLock { $0 = $0 + .days(1) }
    row(
      "extension by a day, per channel", try desk.timelines() * 1000 / Double(channels), "ms",
      aim: "under 5 ms")
    for (name, taken) in try desk.parts() { row("per channel: \(name)", taken, "ms") }
    row("one edit, seen in the guide", try desk.edit() * 1000, "ms", aim: "under 300 ms")
    row("guide files, all of them", try desk.guide(), "s")
    row("guide files after one edit", try desk.guideAfterEdit(), "s")
    row("peak memory in all", Memory.peak, "MB")
  }

  /// 20,000 films and 800 shows of 100 episodes.
  private static func fill(_ store: Store) throws {
    let home = try store.insertFolder(path: folder)
    let stamp = MediaStamp(size: 700_000_000, modified: Moment(seconds: 1_700_000_000))
    let words = [
      "Night", "Sea", "Star", "City", "Winter", "Road", "Garden", "River", "Secret", "Last", "Blue",
    ]
    let probe = MediaProbe(
      container: "matroska,webm", duration: .minutes(45), bitrate: 2_000_000,
      video: VideoStream(
        index: 0, codec: "h264", profile: "High", level: 41, width: 1920, height: 1080,
        pixelFormat: "yuv420p", frameRate: Ratio(25), fieldOrder: "progressive"),
      audio: [
        AudioStream(
          index: 1, codec: "aac", profile: "LC", channels: 2, sampleRate: 48_000, language: "eng")
      ])
    for start in stride(from: 0, to: items, by: 5000) {
      var batch = ScanBatch()
      batch.found = (start..<start + 5000).map { number in
        let isFilm = number < items / 5
        let show = (number - items / 5) / 100
        let episode = (number - items / 5) % 100
        let title =
          "\(words[number % 11]) \(words[(number / 11) % 11]) \(words[(number / 121) % 11]) \(number)"
        return FoundMedia(
          path: isFilm
            ? "\(folder)/films/\(title) (\(1950 + number % 75)).mkv"
            : "\(folder)/shows/Show \(show)/Season \(episode / 20 + 1)/\(title).mkv",
          stamp: stamp, kind: isFilm ? .movie : .episode, title: title,
          year: isFilm ? 1950 + number % 75 : 1960 + show % 60,
          showTitle: isFilm ? nil : "\(words[show % 11]) Show \(show)",
          season: isFilm ? nil : episode / 20 + 1, episode: isFilm ? nil : episode % 20 + 1,
          duration: isFilm
            ? .minutes(Int64(80 + number % 60)) + .seconds(Int64(number % 60))
            : .minutes(Int64(22 + number % 30)) + .seconds(Int64(number % 60)), probe: probe)
      }
      try store.upsertScan(batch, in: home.id)
    }
  }

  private static func makeChannels(_ store: Store) throws {
    let smart = try (0..<25).map { index in
      try store.insertCollection(
        name: "Smart \(index)", kind: .smart,
        list: ContentList(query: "type:movie year:\(1950 + index * 3)..\(1953 + index * 3)")
      ).id
    }
    let films = try store.scheduleItems(of: .search("type:movie"))
    let lists = try (0..<20).map { index in
      try store.insertCollection(
        name: "List \(index)", media: films.dropFirst(index * 500).prefix(300).map(\.id)
      ).id
    }
    let fillers = try store.insertCollection(
      name: "Fillers", kind: .fillers,
      list: ContentList(entries: [
        .init(content: RuleContent(.season(ShowID(rawValue: 1), 1)), weight: 3),
        .init(content: RuleContent(.season(ShowID(rawValue: 2), 1))),
      ])
    ).id
    for number in 0..<channels {
      var generator = Numbers(state: UInt64(number))
      guard let name = ChannelNumber("\(number + 1)") else { continue }
      var channel = ProgrammedChannel(
        channel: Channel(
          id: .random(using: &generator), number: name,
          name: "Channel \(number + 1)", profile: "720p", premiere: store.now()),
        rules: rules(number, smart, lists))
      if number % 10 == 9 { try channel.programme(by: slots(number, fillers)) }
      try store.insert(channel)
    }
  }

  /// What simple channels play, one kind after the other.
  private static func rules(
    _ number: Int, _ smart: [CollectionID], _ lists: [CollectionID]
  ) -> ContinuousRules {
    let content: ContentSelector
    let order: PlayOrder
    switch number % 10 {
    case 0...3: (content, order) = (.show(ShowID(rawValue: Int64(number % 800 + 1))), .episode)
    case 4, 5: (content, order) = (.search("year:\(1950 + number % 70) -title:blue"), .shuffle)
    case 6: (content, order) = (.smart(smart[number / 10 % smart.count]), .chronological)
    case 7: (content, order) = (.collection(lists[number / 10 % lists.count]), .custom)
    default: (content, order) = (.library, number % 20 == 8 ? .shuffle : .alphabetical)
    }
    return ContinuousRules(content: content, order: order, seed: UInt64(number + 1))
  }

  /// Twelve slots a day, with fillers in the gaps.
  static func slots(_ number: Int, _ fillers: CollectionID) -> RuleSet {
    RuleSet(
      timeZone: "Europe/Berlin",
      base: Programming(
        style: .slots,
        slots: (0..<12).map { index in
          Slot(
            content: RuleContent(kind: .show, id: Int64((number + index * 61) % 800 + 1)),
            order: .episode, start: (index < 5 ? "0" : "") + "\(index * 2):00")
        }),
      fillers: [
        FillerRow(
          place: .gap, content: RuleContent(kind: .fillers, id: fillers.rawValue),
          coolDown: .hours(1))
      ])
  }

  private static func searches(_ store: Store) throws -> Double {
    let texts = [
      "night", "\"sea star\" -blue", "year:1980..1989 type:movie", "show:winter season:2",
      "minutes:90..100", "folder:films road OR river", "added:<30d height:720..",
    ]
    return try texts.map { text in
      let query = try SearchQuery(text)
      return try seconds { _ = try store.media(query: MediaQuery(search: query)) } * 1000
    }.median
  }
}

/// Numbers from a seed, so that each run makes the same station.
private struct Numbers: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 29)
  }
}

/// The jobs of the station, and how long they take.
private struct Desk {
  let store: Store
  let folder: String
  let now: @Sendable () -> Moment

  private var runner: JobRunner {
    let tools = JobTools(store: store, guideFolder: folder, now: now)
    return JobRunner(tools: tools, lockPath: folder + "/lock")
  }

  /// Lays all timelines; the guide that is asked for then waits.
  func timelines() throws -> Double {
    try perform(try store.enqueue(kind: .timeline))
  }

  func guide() throws -> Double {
    try perform(try store.enqueue(kind: .guide))
  }

  func entries() throws -> Int {
    try store.channels().reduce(0) { count, channel in
      count
        + (try store.timelineTail(of: channel.channel.id, from: Moment(milliseconds: 0)).count)
    }
  }

  /// Gives a channel other rules, until its guide tells of them.
  func edit() throws -> Double {
    // What waits is no part of it: in a station the guide is written beside.
    _ = try runner.drain()
    guard var channel = try store.channels().first(where: { $0.ruleSet == nil }) else { return 0 }
    return try seconds {
      channel.rules.content = .search("show:winter")
      try store.update(channel)
      _ = try perform(
        try store.enqueue(kind: .timeline, subject: channel.channel.id.rawValue))
      let rows = try store.guide(from: now(), to: now() + .days(1))
      guard rows.contains(where: { $0.channel == channel.channel.id }) else {
        throw CocoaError(.coderInvalidValue)
      }
    }
  }

  func guideAfterEdit() throws -> Double {
    _ = try edit()
    return try guide()
  }

  /// The parts of one channel's upkeep.
  func parts() throws -> [(String, Double)] {
    let channels = try store.channels()
    var shelf = LibraryShelf(store: store)
    var (reading, shelves, running) = (0.0, 0.0, 0.0)
    for channel in channels {
      let id = channel.channel.id
      var standing: EngineState?
      var existing: [ScheduledItem] = []
      reading += try seconds {
        standing = try store.standing(of: id)
        existing = ScheduledItem.whole(
          try store.timelineTail(of: id, from: standing?.at ?? Moment(milliseconds: 0)))
      }
      let rules = try channel.programming()
      let rundown = try rules.rundown(seed: channel.rules.seed)
      var library = LibrarySnapshot()
      shelves += try seconds {
        library = try shelf.snapshot(for: rundown)
        library.past = try shelf.past(existing, of: rundown, in: library)
      }
      running += try seconds {
        let zone = try rules.zone(from: now(), until: now() + TimelineUpkeep.horizon)
        _ = TimelineUpkeep(rundown, library: library, zone: zone, premiere: now())
          .finding(after: standing, existing: existing, now: now())
      }
    }
    let count = Double(channels.count) / 1000
    return [
      ("reading where it stands", reading / count), ("reading the library", shelves / count),
      ("laying 14 days", running / count),
    ]
  }

  /// Does jobs until one is done.
  private func perform(_ job: Job) throws -> Double {
    try seconds {
      let store = store
      let isDone: @Sendable () -> Bool = {
        (try? store.job(job.id))?.state == .done
      }
      _ = try runner.drain(isCancelled: isDone)
      guard isDone() else {
        let text = (try store.job(job.id))?.error ?? ""
        throw NSError(domain: text, code: 1)
      }
    }
  }
}

private enum Memory {
  /// The most memory that this process had at once, in megabytes.
  static var peak: Double {
    let text = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    let kilobytes = line?.split(separator: " ").dropFirst().first.flatMap { Double($0) } ?? 0
    return kilobytes / 1000
  }
}
