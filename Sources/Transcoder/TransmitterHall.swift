import ChildProcess
public import Config
import Control
import Dispatch
import Dossiers
import Foundation
import Glibc
import Library
import Logging
import NIOCore
import NIOPosix
import Playout
import Proofs

/// The transcoder program's life: sockets open, channels on air, clean end.
public struct TransmitterHall {
  private let settings: Settings
  private let log: Logger

  /// A hall with the given settings.
  public init(settings: Settings) {
    self.settings = settings
    var log = Logger(label: "transcoder") { StreamLogHandler.standardError(label: $0) }
    log.logLevel = Logger.Level(rawValue: settings.log.rawValue) ?? .info
    self.log = log
  }

  /// Serves until SIGTERM or SIGINT, then takes everything off air.
  ///
  /// - Throws: When a socket can't be opened.
  public func run() async throws {
    signal(SIGPIPE, SIG_IGN)
    let run = settings.run
    try FileManager.default.createDirectory(
      atPath: run.live, withIntermediateDirectories: true)
    let feed = EventFeed(publisher: EventPublisher(internalSocket: run.internalSocket))
    let facilities = facilities
    let transcoder = Transcoder(facilities: facilities, onChange: { feed.changed() })
    transcoder.adoptDoor()
    feed.start(
      status: { transcoder.status }, news: { transcoder.takeSessionNews() },
      tidy: { transcoder.tidyDoor() })
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let control = try await ControlServer.start(
      at: run.controlSocket, group: group, transcoder: transcoder)
    var seen: SeenListener?
    if let port = settings.seenPort {
      seen = try await listener(port: port, group: group, transcoder: transcoder)
    }
    log.info("transcoder ready", metadata: ["socket": "\(run.controlSocket)"])
    resumeChannels(of: transcoder)
    await endSignal()
    try await control.close()
    try await seen?.close()
    facilities.screens.end()
    facilities.graphics?.end()
    await silence(transcoder, facilities)
    feed.end()
    try await group.shutdownGracefully()
  }

  private func listener(
    port: Int, group: any EventLoopGroup, transcoder: Transcoder
  ) async throws -> SeenListener {
    do {
      return try await SeenListener.start(port: port, group: group, transcoder: transcoder)
    } catch {
      log.error(
        "nginx can't report viewers; set another EXSTREAMTV_SEEN_PORT, in nginx's site as well",
        metadata: ["port": "\(port)", "reason": "\(error)"])
      throw error
    }
  }

  private var facilities: Facilities {
    let plans = PlanClient(internalSocket: settings.run.internalSocket)
    var facilities = Facilities(
      live: settings.run.live, ffmpeg: settings.ffmpeg, now: { Moment.wallClock },
      plan: { channel, from, hours throws(PlanFailure) in
        try plans.plan(channel, from: from, hours: hours)
      },
      idle: .seconds(Int64(settings.idleSeconds)),
      workAhead: .seconds(Int64(settings.aheadSeconds)),
      channelLimit: settings.channelLimit, encoderLimit: settings.encoderLimit,
      nvencSessions: settings.nvencSessions,
      limits: ViewerLimits(all: settings.viewerLimit, perClient: settings.viewersPerClient),
      screens: ScreenRoom(folder: settings.run.screens, ffmpeg: settings.ffmpeg, log: log),
      log: log)
    facilities.graphics = GraphicRoom(
      folder: settings.run.graphics, ffmpeg: settings.ffmpeg, log: log)
    facilities.memory = LadderMemory(path: settings.ladder, now: { Moment.wallClock })
    let book = ProofBook(path: settings.proofs)
    facilities.machine = { book.read() }
    facilities.dossiers = desk
    facilities.announcements = AnnouncementDesk(
      live: settings.run.live, screens: facilities.screens, now: { Moment.wallClock })
    facilities.paused = { plans.paused($0, at: $1) }
    facilities.resumed = { plans.resumed($0, at: $1, since: $2) }
    return facilities
  }

  private var desk: DossierDesk {
    let publisher = EventPublisher(internalSocket: settings.run.internalSocket)
    let ffmpeg = settings.ffmpeg
    return DossierDesk(
      folder: DossierFolder(path: settings.dossiers),
      limits: DossierLimits(bytes: Int64(settings.dossierMegabytes) * 1_000_000),
      version: { Self.version(of: ffmpeg) },
      told: { publisher.publish(.failures, ["reason": "filed", "id": $0.id]) })
  }

  /// The first line of what ffmpeg says of itself.
  private static func version(of ffmpeg: String) -> String? {
    let command = ChildCommand(ffmpeg, ["-version"])
    guard let told = try? runToEnd(command, deadline: .seconds(2), outputLimit: 65_536) else {
      return nil
    }
    return String(decoding: told.output.prefix { $0 != 10 }, as: UTF8.self)
  }

  /// Puts those channels back on air whose viewers a killed predecessor left.
  private func resumeChannels(of transcoder: Transcoder) {
    let live = settings.run.live
    let onAir = LeftOver.channels(in: live, now: .wallClock)
    LeftOver.sweep(live, now: .wallClock, except: onAir.contains)
    for reception in onAir {
      log.info("going on with a channel", metadata: ["channel": "\(reception)"])
      transcoder.tune(reception, nil)
    }
  }

  private func silence(_ transcoder: Transcoder, _ facilities: Facilities) async {
    transcoder.stopAll()
    for _ in 0..<40 where !(transcoder.isSilent && facilities.isSilent) {
      try? await Task.sleep(for: .milliseconds(50))
    }
  }

  private func endSignal() async {
    let (signals, arrived) = AsyncStream.makeStream(of: Int32.self)
    let sources = [SIGTERM, SIGINT].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number)
      source.setEventHandler { arrived.yield(number) }
      source.resume()
      return source
    }
    for await _ in signals { break }
    for source in sources { source.cancel() }
  }
}

extension Moment {
  /// The present, by the system's clock.
  static var wallClock: Moment {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Moment(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }
}
