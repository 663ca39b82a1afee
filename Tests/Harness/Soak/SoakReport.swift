package import Foundation

/// What a soak found, and the verdict.
package struct SoakReport: Sendable, Codable {
  /// One thing that was promised.
  package struct Check: Sendable, Codable {
    package var name: String
    package var isGood: Bool
    package var detail: String
  }

  package var channels: Int
  package var seconds: Double
  package var clock: String
  /// The promises, each kept or not.
  package private(set) var checks: [Check] = []
  /// What was measured at joins, in milliseconds.
  package private(set) var joins = JoinGauge.Findings()
  /// Milliseconds by which a segment's date differs from its first picture.
  package private(set) var dates = Samples()
  /// Everything that was found wrong.
  package private(set) var faults = FaultBook()
  /// How each process fared.
  package private(set) var crew: [CrewGauge.Course] = []
  /// What the station logged.
  package var log = ""
  /// How often the time stamps of a channel began anew at zero.
  package private(set) var wraps = 0
  private var packets = 0
  private var segments = 0

  /// Whether every promise was kept.
  package var isGood: Bool { checks.allSatisfy(\.isGood) }

  init(
    soak: Soak, length: Double, streams: [StreamWatch.Findings],
    playlists: [PlaylistWatch.Findings], crew: CrewGauge, guide: FaultBook, ending: FaultBook
  ) {
    (channels, seconds, clock) = (soak.channels, length, soak.clock.name)
    self.crew = crew.courses
    var streamFaults = FaultBook()
    var listFaults = FaultBook()
    for (index, stream) in streams.enumerated() {
      streamFaults.add(stream.faults, from: "\(index + 1)")
      joins.pictureGaps.append(contentsOf: stream.joins.pictureGaps)
      joins.soundGaps.append(contentsOf: stream.joins.soundGaps)
      joins.starts.append(contentsOf: stream.joins.starts)
      joins.soundOffsets.append(contentsOf: stream.joins.soundOffsets)
      joins.joins += stream.joins.joins
      joins.seen += stream.joins.seen
      joins.pictures += stream.joins.pictures
      packets += stream.packets
      wraps += stream.wraps
    }
    for (index, list) in playlists.enumerated() {
      listFaults.add(list.faults, from: "\(index + 1)")
      dates.append(contentsOf: list.dates)
      segments += list.segments
    }
    for book in [streamFaults, listFaults, guide, ending] { faults.add(book, from: "") }
    judge(streamFaults, listFaults, guide, ending)
    judgeStreams(streams, playlists)
    judgeCrew(crew.mostRuns)
  }

  private mutating func check(_ name: String, _ isGood: Bool, _ detail: String) {
    checks.append(Check(name: name, isGood: isGood, detail: detail))
  }

  private mutating func judge(
    _ streams: FaultBook, _ lists: FaultBook, _ guide: FaultBook, _ ending: FaultBook
  ) {
    check("transport streams without a fault", streams.count == 0, "\(packets) packets")
    check("playlists and segments without a fault", lists.count == 0, "\(segments) segments")
    check("guide whole, and its file the same", guide.count == 0, "")
    check("ends when everybody has left", ending.count == 0, "")
    check("joins were seen", joins.joins > 0, "\(joins.joins)")
    check(
      "picture gap at joins at most a frame", joins.pictureGaps.greatest <= 34,
      "ms: \(joins.pictureGaps.line)")
    check(
      "sound gap at joins under half a frame", joins.soundGaps.greatest < 10.7,
      "ms: \(joins.soundGaps.line)")
    check(
      "sound within 20 ms of the picture at joins",
      joins.soundOffsets.greatest <= JoinGauge.mostOffset,
      "ms: \(joins.soundOffsets.line)")
    check(
      "programmes begin within 100 ms of the guide's time", joins.starts.greatest < 100,
      "ms: \(joins.starts.line)")
    check("dates within 100 ms of the pictures", dates.greatest < 100, "ms: \(dates.line)")
    let third = joins.starts.values.count / 3
    let drift =
      Array(joins.starts.values.suffix(third)).median
      - Array(joins.starts.values.prefix(third)).median
    check("drift under 100 ms", abs(drift) < 100, String(format: "%.1f ms", drift))
    check("pictures were held to the guide", joins.pictures > 0, "\(joins.pictures)")
  }

  private mutating func judgeStreams(
    _ streams: [StreamWatch.Findings], _ playlists: [PlaylistWatch.Findings]
  ) {
    let gap = streams.map(\.largestClockGap).max() ?? 0
    check("clock at most 40 ms apart", gap <= 3600, String(format: "%.1f ms", Double(gap) / 90))
    let least = Double(streams.map(\.leads.least).min() ?? 0) / 90
    let most = Double(streams.map(\.leads.most).max() ?? 0) / 90
    check(
      "units 0 to 1 s ahead of the clock", least > 0 && most <= 1000,
      String(format: "%.0f to %.0f ms", least, most))
    let pause = playlists.map(\.longestPause).max() ?? 0
    var leads = Samples()
    for list in playlists { leads.append(contentsOf: list.leads) }
    check(
      "playlists ahead of the clock", leads.quantile(0.02) > 0,
      String(format: "longest pause %.1f s, lead of the newest segment in ms: ", pause)
        + leads.line)
  }

  private mutating func judgeCrew(_ runs: Int) {
    check("ffmpeg runs at most three a channel", runs <= 3 * channels, "\(runs) at once")
    let patience = seconds < 600 ? 32.0 : 8
    let leaks = crew.filter {
      $0.growth.megabytes > max(patience, $0.last.megabytes / 8)
        || $0.growth.descriptors > 4 + 2 * channels || $0.growth.threads > 4 + 2 * channels
    }
    check("no leaks", leaks.isEmpty, leaks.map(\.name).joined(separator: ", "))
  }
}

extension SoakReport {
  /// The report for people.
  package var text: String {
    var lines = [
      String(
        format: "%d channels, %.0f s, clock %@, %d wraps", channels, seconds, clock, wraps), "",
    ]
    for check in checks {
      lines.append("  \(check.isGood ? "good" : "BAD ")  \(check.name)  \(check.detail)")
    }
    if faults.count > 0 { lines += ["", "faults:"] + faults.lines.map { "  \($0)" } }
    let small: [Double] = [-34, -20, -10, -5, -2, -0.1, 0.1, 2, 5, 10, 20, 34]
    for (title, samples) in [
      ("picture gap at joins", joins.pictureGaps), ("sound gap at joins", joins.soundGaps),
      ("tone after its picture", joins.soundOffsets),
      ("first picture after its planned time", joins.starts),
    ] {
      lines += ["", "  \(title):"] + samples.histogram(borders: small, unit: "ms")
    }
    lines += ["", "  processes:"]
    for course in crew {
      lines.append(
        "    "
          + String(
            format: "%@: %.1f to %.1f MB (%+.1f late), %d to %d descriptors, %d to %d threads",
            course.name, course.first.megabytes, course.last.megabytes, course.growth.megabytes,
            course.first.descriptors, course.last.descriptors, course.first.threads,
            course.last.threads))
    }
    lines += ["", isGood ? "The soak is passed." : "The soak is NOT passed."]
    return lines.joined(separator: "\n")
  }

  /// Writes the report for programs.
  package func write(to file: URL) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try encoder.encode(self).write(to: file)
  }
}
