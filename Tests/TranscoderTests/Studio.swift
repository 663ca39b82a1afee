import Control
import Dossiers
import Foundation
import Glibc
import Library
import Logging
import Packaging
import Playout
import Synchronization

@testable import Transcoder

/// A transcoder with a folder of its own, a plan made by hand and a real ffmpeg.
final class Studio: Sendable {
  let folder: URL
  let live: String
  let transcoder: Transcoder
  let screens: ScreenRoom
  let memory: LadderMemory
  let dossiers: DossierFolder
  private let desk: DossierDesk
  private let now: @Sendable () -> Moment = { .wallClock }

  /// Runs the closure and takes everything off air again.
  static func run(
    live: String? = nil, items: [PlanItem] = [], idle: Span = .seconds(20),
    workAhead: Span = .seconds(40), limit: Int = 8, ffmpeg: String = "ffmpeg", encoders: Int = 8,
    sessions: Int = 0,
    memory: String? = nil, limits: ViewerLimits = ViewerLimits(),
    kind: ChannelKind = .continuous, hardware: HardwareChoice = .software,
    facilities: (inout Facilities) -> Void = { _ in },
    _ body: (Studio) throws -> Void
  ) throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "studio-\(UInt32.random(in: .min ... .max))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let studio = try Studio(
      folder: folder, live: live ?? folder.appending(path: "live").path, items: items, idle: idle,
      workAhead: workAhead, limit: limit, ffmpeg: ffmpeg, encoders: encoders, sessions: sessions,
      memory: memory,
      limits: limits, kind: kind, hardware: hardware, facilities: facilities)
    defer {
      studio.screens.end()
      studio.transcoder.stopAll()
      try? studio.eventually { studio.transcoder.isSilent }
    }
    try body(studio)
  }

  private init(
    folder: URL, live: String, items: [PlanItem], idle: Span, workAhead: Span, limit: Int,
    ffmpeg: String, encoders: Int, sessions: Int, memory: String?, limits: ViewerLimits,
    kind: ChannelKind, hardware: HardwareChoice, facilities change: (inout Facilities) -> Void
  ) throws {
    self.folder = folder
    self.live = live
    try FileManager.default.createDirectory(atPath: live, withIntermediateDirectories: true)
    let box = PlanBox(items, kind: kind, hardware: hardware)
    self.box = box
    var log = Logger(label: "studio")
    log.logLevel = .warning
    screens = ScreenRoom(folder: folder.path + "/screens", ffmpeg: ffmpeg, log: log)
    dossiers = DossierFolder(path: folder.appending(path: "dossiers").path)
    desk = DossierDesk(
      folder: dossiers, limits: DossierLimits(bytes: 10_000_000), version: { nil }, told: { _ in })
    var facilities = Facilities(
      live: live, ffmpeg: ffmpeg, now: now,
      plan: { channel, from, _ throws(PlanFailure) in try box.plan(channel, from) }, idle: idle,
      workAhead: workAhead, channelLimit: limit, encoderLimit: encoders, nvencSessions: sessions,
      limits: limits,
      screens: screens, log: log)
    self.memory = LadderMemory(
      path: memory ?? folder.appending(path: "ladder.json").path, now: { .wallClock })
    facilities.memory = self.memory
    facilities.dossiers = desk
    change(&facilities)
    transcoder = Transcoder(facilities: facilities, onChange: {})
  }

  private let box: PlanBox

  private final class PlanBox: Sendable {
    let items: Mutex<[PlanItem]>
    let kind: ChannelKind
    let hardware: HardwareChoice
    let screen = Mutex(Screen.standard)
    let takeOvers = Mutex<[TakeOver]>([])
    let darkness = Mutex<[Darkness]>([])
    let offer = Mutex<@Sendable (inout Plan) -> Void>({ _ in })
    init(_ items: [PlanItem], kind: ChannelKind, hardware: HardwareChoice) {
      self.items = Mutex(items)
      self.kind = kind
      self.hardware = hardware
    }
    func plan(_ channel: ChannelID, _ from: Moment) throws(PlanFailure) -> Plan {
      guard Samples.channels.contains(channel) else { throw .unknownChannel }
      var plan = Samples.plan(items.withLock { $0 })
      plan.channel.screen = screen.withLock { $0 }
      plan.channel.id = channel
      plan.channel.kind = kind
      plan.profile.hardware = hardware
      plan.takeOvers = takeOvers.withLock { $0 }
      plan.darkness = darkness.withLock { $0 }
      plan.from = from
      offer.withLock { $0(&plan) }
      return plan
    }
  }

  /// The items of the plan.
  var items: [PlanItem] { box.items.withLock { $0 } }

  /// Changes each item of the plan.
  func alter(_ change: (inout PlanItem) -> Void) {
    box.items.withLock { items in
      for index in items.indices { change(&items[index]) }
    }
  }
  /// Changes the items of the plan.
  func change(_ change: (inout [PlanItem]) -> Void) { box.items.withLock { change(&$0) } }

  /// Edits channel and profile, in place of all edits before; what is on air hears of it.
  func offer(_ change: @escaping @Sendable (inout Plan) -> Void) {
    box.offer.withLock { $0 = change }
    transcoder.refresh(Samples.channel.id)
  }

  /// Chooses the channel's screen.
  func show(_ screen: Screen) { box.screen.withLock { $0 = screen } }

  /// Has the channel black and silent for a while behind its items.
  func darken(for span: Span) {
    guard let end = items.last?.end else { return }
    box.darkness.withLock { $0 = [Darkness(start: end, end: end + span)] }
  }

  /// Has sources take over the channel from a moment on.
  func takeOver(from start: Moment, to end: Moment? = nil, sources: [String]) {
    let takeOver = TakeOver(
      id: 1, start: start, end: end, title: "Match", sources: sources.map { LiveSource(url: $0) })
    box.takeOvers.withLock { $0 = [takeOver] }
  }

  /// Makes a clip.
  func make(_ name: String, seconds: Int, codec: [String] = ["-c:v", "libx264", "-g", "30"]) throws
  {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/ffmpeg")
    process.arguments =
      [
        "-nostdin", "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=30", "-f", "lavfi",
        "-i", "sine=sample_rate=48000", "-t", "\(seconds)",
      ] + codec + [
        "-pix_fmt", "yuv420p", "-c:a", "aac", "-ac", "2", "-y", folder.appending(path: name).path,
      ]
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
  }

  /// Plans files one after another, the first one having begun just now or some time ago.
  func plan(
    _ names: [String], seconds: Int64, ago: Span = .milliseconds(200),
    container: String = "mov,mp4"
  ) {
    let start = now() - ago
    let probe = MediaProbe(
      container: container, duration: .seconds(seconds),
      video: VideoStream(
        index: 0, codec: "h264", profile: "High", level: 12, width: 320, height: 180,
        pixelFormat: "yuv420p", frameRate: Ratio(30), sampleAspectRatio: Ratio(1),
        fieldOrder: "progressive", longestKeyFrameGap: .seconds(1)),
      audio: [AudioStream(index: 1, codec: "aac", profile: "LC", channels: 2, sampleRate: 48_000)])
    box.items.withLock { $0 = Self.items(names, from: start, seconds, probe, in: folder) }
  }

  private static func items(
    _ names: [String], from start: Moment, _ seconds: Int64, _ probe: MediaProbe, in folder: URL
  ) -> [PlanItem] {
    var encoded = probe
    encoded.video?.codec = "mpeg4"
    encoded.audio[0].sampleRate = 44_100
    return names.enumerated().map { index, name in
      let begin = start + .seconds(Int64(index) * seconds)
      return PlanItem(
        id: Int64(index), start: begin, end: begin + .seconds(seconds), inPoint: .zero,
        title: name,
        path: name.hasPrefix("/") ? name : folder.appending(path: name).path,
        probe: name.hasPrefix("b") || name.hasPrefix("/") ? encoded : probe)
    }
  }

  /// All failures so far, oldest first, once they are written.
  var failures: [Dossier] {
    desk.settle()
    return dossiers.newest(100).reversed()
  }

  /// Waits until the stream is made up to the plan's end and returns all of its files.
  func made(until end: Moment) throws -> [UInt8] {
    try eventually {
      guard let lead = transcoder.status.first?.lead else { return false }
      return now() + lead >= end
    }
    let folder = live + "/abcdefgh"
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    let sequences = names.filter { $0.hasSuffix(".ts") }.compactMap { Int($0.dropLast(3)) }.sorted()
    return try sequences.flatMap {
      [UInt8](try Data(contentsOf: URL(filePath: "\(folder)/\($0).ts")))
    }
  }

  /// Tunes and waits for the answer.
  func tune(_ id: ChannelID = Samples.channel.id, shift: Span = .zero) throws -> ControlReply {
    let answer = Mailbox()
    transcoder.tune(Reception(id, shift: shift)) { answer.put($0) }
    try eventually { !answer.all.isEmpty }
    return answer.all[0]
  }

  /// Watches until enough segments came.
  func watch(
    shift: Span = .zero, until enough: ([SegmentNotice]) -> Bool
  ) throws -> [SegmentNotice] {
    let answers = Mailbox()
    let viewer = Samples.viewer("w", mode: .ts)
    let reception = Reception(Samples.channel.id, shift: shift)
    transcoder.watch(reception, viewer: viewer) { answers.put($0) }
    defer { transcoder.unwatch(reception, session: viewer.session) }
    try eventually { enough(answers.notices) }
    return answers.notices
  }

  /// The segments' bytes one after another.
  func bytes(of notices: [SegmentNotice], shift: Span = .zero) throws -> [UInt8] {
    let reception = Reception(Samples.channel.id, shift: shift)
    return try notices.flatMap { notice in
      [UInt8](try Data(contentsOf: URL(filePath: "\(live)/\(reception)/\(notice.file)")))
    }
  }

  /// The playlist as it is now.
  var playlist: String {
    (try? String(contentsOfFile: live + "/abcdefgh/index.m3u8", encoding: .utf8)) ?? ""
  }

  func waitForSilence() throws { try eventually { transcoder.isSilent } }

  func eventually(_ condition: () -> Bool) throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while !condition() {
      guard ContinuousClock.now < deadline else { throw TimedOut() }
      usleep(10_000)
    }
  }

  struct TimedOut: Error {}

  private final class Mailbox: Sendable {
    private let replies = Mutex<[ControlReply]>([])
    func put(_ reply: ControlReply) { replies.withLock { $0.append(reply) } }
    var all: [ControlReply] { replies.withLock { $0 } }
    var notices: [SegmentNotice] {
      all.compactMap { if case .segment(let notice) = $0 { notice } else { nil } }
    }
  }
}
