import Fetch
import Foundation

/// A station that is watched for a chosen time by viewers who forgive nothing.
package struct Soak: Sendable {
  /// How many channels are on air.
  package var channels: Int
  /// How long they are watched.
  package var seconds: Double
  /// The station's clock.
  package var clock: StationClock
  /// Hears of the progress, in lines.
  package var tell: @Sendable (String) -> Void = { _ in }
  /// Whether to end before the time.
  package var isCancelled: @Sendable () -> Bool = { false }

  /// A soak with its parts.
  package init(channels: Int, seconds: Double, clock: StationClock) {
    self.channels = channels
    self.seconds = seconds
    self.clock = clock
  }

  /// Runs it, and says how it went.
  package func run() throws -> SoakReport {
    let folder = TemporaryFolder.make("soak")
    defer { try? FileManager.default.removeItem(at: folder) }
    let media = try SoakClip.folder()
    var environment: [String: String] = [:]
    if clock.shift != 0 || clock.zone != nil {
      environment = try clock.environment(file: folder.appending(path: "clock"))
    }
    var report: SoakReport?
    try Station.run(media: media, environment: environment) { station in
      try station.awaitChannel()
      try makeChannels(station)
      report = try watch(station)
      report?.log = station.process.transcript
    }
    guard let report else { throw Failure("nothing was watched") }
    return report
  }

  private func makeChannels(_ station: Station) throws {
    // Half of them copy what can be copied.
    let profiles = ["480p", "720p encode", "720p"]
    for number in 2..<max(3, channels + 1) where number <= channels {
      try station.addChannel(
        """
        {"number":"\(number)","name":"Soak \(number)","content":{"kind":"library"},\
        "order":"shuffle","profile":"\(profiles[number % 3])"}
        """)
      try station.awaitChannel("\(number)")
    }
  }

  private func watch(_ station: Station) throws -> SoakReport {
    let guide = GuideDesk(station, clock: clock)
    try guide.refresh()
    var crew = CrewGauge()
    var streams: [StreamWatch] = []
    var playlists: [PlaylistWatch] = []
    defer { for stream in streams { stream.stop() }; for list in playlists { list.stop() } }
    for number in 1...channels {
      streams.append(
        try StreamWatch(station, channel: "\(number)", clock: clock, guide: guide))
      playlists.append(try PlaylistWatch(station, channel: "\(number)", clock: clock))
    }
    let began = ContinuousClock.now
    var turn = 0
    while (ContinuousClock.now - began).inSeconds < seconds, !isCancelled() {
      Thread.sleep(forTimeInterval: 1)
      turn += 1
      guard station.process.isRunning else { throw Failure("the station ended") }
      if turn % 5 == 0 { crew.look(below: station.process.pid) }
      if turn % 30 == 0 { try? guide.refresh() }
      if turn % 60 == 0 {
        tell(progress(streams, playlists, (ContinuousClock.now - began).inSeconds))
      }
    }
    for stream in streams { stream.stop() }
    for list in playlists { list.stop() }
    let length = (ContinuousClock.now - began).inSeconds
    let guideFaults = guide.faults()
    let ending = end(station)
    return SoakReport(
      soak: self, length: length, streams: streams.map(\.findings),
      playlists: playlists.map(\.findings), crew: crew, guide: guideFaults, ending: ending)
  }

  private func progress(
    _ streams: [StreamWatch], _ playlists: [PlaylistWatch], _ length: Double
  ) -> String {
    let found = streams.map(\.findings)
    let lists = playlists.map(\.findings)
    let joins = found.reduce(0) { $0 + $1.joins.joins }
    let faults =
      found.reduce(0) { $0 + $1.faults.count } + lists.reduce(0) { $0 + $1.faults.count }
    return String(
      format: "%5.0f s: %d joins, %d pictures held to the guide, %d segments, %d faults", length,
      joins, found.reduce(0) { $0 + $1.joins.pictures }, lists.reduce(0) { $0 + $1.segments },
      faults)
  }

  /// Everybody has left: ffmpeg ends, then the station, and nothing stays.
  private func end(_ station: Station) -> FaultBook {
    var faults = FaultBook()
    do {
      try eventually(within: .seconds(60), "the end of ffmpeg", every: 200_000) {
        ProcessTree.named("ffmpeg", below: station.process.pid).isEmpty
      }
    } catch {
      faults.note("ffmpeg runs on with nobody watching", "\(error)")
    }
    station.process.signal(SIGTERM)
    if station.process.wait(.seconds(15)) != 0 {
      faults.note("the station does not end well", "\(station.process.status ?? -1)")
    }
    return faults
  }
}
