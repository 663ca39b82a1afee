import ChildProcess
import Glibc
import Library
import Packaging
import Pipeline
import Playout
import Synchronization

/// What brings the bytes for one cue: an ffmpeg, read through a pipe, or the reel of a screen.
///
/// Not reading the pipe is the throttle: ffmpeg blocks in its write without
/// using any processor time. A reel needs no process at all. Owned by the
/// channel's thread.
final class ItemRun {
  /// How the cue is made.
  enum Method: Equatable {
    /// The picture is passed on as it is.
    case copy
    /// The picture is encoded; the run delivers exactly so many frames, so many a second.
    case encode(frames: Int, rate: Int)
    /// A screen that was made before is played over and over.
    case screen
    /// A live source is encoded as it comes, for as long as it is shown.
    case live
  }

  /// What is shown.
  var cue: Cue
  /// How it is made.
  let method: Method
  /// The method in words, for people.
  let description: String
  /// On which rung of the ladder.
  let rung: Rung
  /// The program and its arguments.
  let command: [String]
  /// How long it may take.
  let deadlines: Deadlines
  /// Where its first picture was put; where it is expected to go, before that.
  var join: StreamTime
  /// When a picture last came, or when the channel last began to want some.
  var lastPicture: ContinuousClock.Instant
  /// Up to where pictures came.
  var reached: StreamTime?
  /// Whether any bytes came.
  var hasBytes = false
  /// When it was put into the stream.
  var began: ContinuousClock.Instant
  /// When the pipe ended, for one that has.
  var drainedAt: ContinuousClock.Instant?
  /// The card that encodes; nil for the processor.
  let card: HardwareKind?
  /// Whether the card decodes as well.
  let decodesOnCard: Bool
  /// Whether it was noted that its rung serves the file.
  var isNoted = false
  /// The screen that is played; nil where an ffmpeg runs.
  let reel: ScreenReel?
  /// The live source that is shown; nil for files and screens.
  let source: LiveSource?

  /// Whether something is drawn over its pictures.
  let isDrawnOver: Bool

  /// The files that it reads, which are gone when it is.
  private let scripts: [String]
  /// What it holds of a card while it runs.
  private let session: Capacity.Place?
  private let child: PipedChild?
  private let end: EndBox

  private final class EndBox: Sendable {
    let value = Mutex<ChildEnd?>(nil)
  }

  /// Starts ffmpeg.
  ///
  /// - Throws: A `ChildError` when it can't be started.
  init(
    _ item: PlanItem, offset: Span, cue: Cue, plan: Plan, target: Int, entry: KeyFrameCadence,
    standing: Standing, card: TitleCard, drawn: Drawn, engaging: () -> Engagement,
    ffmpeg: String, wake: WakeUp
  ) throws(ChildError) {
    let order = Self.order(
      item, offset: offset, cue: cue, profile: plan.profile.cut(to: target),
      tracks: plan.channel.audioTracks ?? [], target: target, entry: entry, standing: standing,
      card: card, drawn: drawn, engaging: engaging)
    let end = EndBox()
    scripts = order.scripts.map(\.path)
    isDrawnOver = order.isDrawnOver
    for script in order.scripts { try? script.write() }
    // Somebody waits for a cold start; all other runs are ahead of their time.
    let niceness = entry == .coldStart ? nil : 5
    child = try PipedChild.start(
      ChildCommand(ffmpeg, order.arguments, niceness: niceness)
    ) { ended in
      end.value.withLock { $0 = ended }
      wake.ring()
    }
    self.cue = cue
    self.end = end
    method = order.method
    description = order.description
    self.card = order.engagement.card?.kind
    decodesOnCard = order.decodesOnCard
    session = order.engagement.session
    rung = standing.rung
    command = [ffmpeg] + order.arguments
    deadlines = Deadlines(for: cue)
    join = cue.join
    reel = nil
    source = nil
    lastPicture = .now
    began = .now
  }

  /// Starts the ffmpeg of a live source.
  ///
  /// - Parameters:
  ///   - source: What is shown.
  ///   - description: Which source that is, in words.
  ///   - scripts: The files that it reads.
  ///   - cue: The time that it is for.
  ///   - command: The program and its arguments.
  ///   - session: What it holds of a card while it runs.
  ///   - wake: Rung when it ended.
  /// - Throws: A `ChildError` when it can't be started.
  init(
    _ source: LiveSource, as description: String, scripts: [Overlay.Script], cue: Cue,
    command: [String],
    session: Capacity.Place?, wake: WakeUp
  ) throws(ChildError) {
    let end = EndBox()
    self.scripts = scripts.map(\.path)
    isDrawnOver = false
    for script in scripts { try? script.write() }
    child = try PipedChild.start(
      ChildCommand(command[0], Array(command.dropFirst()), niceness: nil)
    ) { ended in
      end.value.withLock { $0 = ended }
      wake.ring()
    }
    self.cue = cue
    self.end = end
    self.source = source
    self.description = description
    self.command = command
    method = .live
    card = nil
    decodesOnCard = false
    self.session = session
    rung = .planned
    deadlines = .live
    join = cue.join
    reel = nil
    lastPicture = .now
    began = .now
  }

  /// Plays a screen; no process is needed.
  init(cue: Cue, reel: ScreenReel) {
    self.cue = cue
    self.reel = reel
    source = nil
    method = .screen
    description = reel.description
    card = nil
    decodesOnCard = false
    scripts = []
    isDrawnOver = false
    session = nil
    rung = .planned
    command = []
    deadlines = Deadlines(for: cue)
    join = cue.join
    child = nil
    end = EndBox()
    lastPicture = .now
    began = .now
  }

  deinit {
    child?.stop()
    for script in scripts { unlink(script) }
  }

  /// Whether it keeps the processor busy for as long as it lasts.
  var isEncoder: Bool { method != .copy && cue.item != nil }

  /// Where the run's picture will end, as far as can be told beforehand.
  ///
  /// By the rate that it was started with: the channel's profile may have another one by now.
  var predictedEnd: StreamTime {
    switch method {
    case .copy, .screen, .live: cue.end
    case .encode(let frames, let rate):
      StreamTime(ticks: join.ticks + Int64(frames) * 90_000 / Int64(max(1, rate)))
    }
  }

  /// The read end of ffmpeg's pipe, or the reel's file.
  var output: Int32 { reel?.descriptor ?? child?.output ?? -1 }

  /// How many bytes are read at once.
  var portion: Int { reel?.portion ?? .max }

  /// Whether the pipe has ended; the child's own end may be some moments off.
  var isDrained: Bool { drainedAt != nil }

  /// Whether ffmpeg runs or has run.
  var isStarted: Bool { reel != nil || child?.pid != nil || ended != nil }

  /// How ffmpeg ended; nil while it runs.
  var ended: ChildEnd? { end.value.withLock { $0 } }

  /// The last lines that ffmpeg complained in.
  var complaints: [String] { child?.stderrTail ?? [] }

  /// Ends ffmpeg, whatever it does.
  func stop() {
    child?.stop()
  }
}

extension ItemRun {
  fileprivate struct Order {
    var method: Method
    var description: String
    var arguments: [String]
    var scripts: [Overlay.Script]
    var isDrawnOver: Bool
    var engagement: Engagement
    var decodesOnCard: Bool
  }

  fileprivate static func order(
    _ item: PlanItem, offset: Span, cue: Cue, profile: TranscodeProfile,
    tracks: [AudioRendition], target: Int, entry: KeyFrameCadence, standing: Standing,
    card: TitleCard, drawn: Drawn, engaging: () -> Engagement
  ) -> Order {
    let frames = frames(from: cue.join, to: cue.end, frameRate: profile.frameRate)
    var decision = standing.rung.decision(
      for: item.probe, profile: profile, targetDuration: target
    ).levelled(by: item.mainLevelling)
      .drawnOver(by: drawn.overlay, within: length(of: frames, profile))
    let copies = decision.video == .copy
    let isOmitted = decision.video == .omitted
    if decision.video == .black, card.path != nil { decision.video = .still }
    var request = RunRequest(
      path: item.path, probe: item.probe, offset: offset, frames: frames, decision: decision,
      profile: profile, keyFrames: entry)
    request.forgetsScan = standing.rung.forgetsScan
    request.card = card.path
    request.levellings = item.levellings ?? []
    if !copies { request.overlay = drawn.overlay }
    request.furtherSounds = item.probe.furtherSounds(
      tracks, profile: profile, levellings: request.levellings)
    let engagement = decision.video.isMade && standing.rung.usesCard ? engaging() : .processor
    request.hardware = engagement.card
    request.decodesOnCard = standing.rung.decodesOnCard
    let words = [
      copies
        ? "copy" : isOmitted ? "sound only" : "encode \(profile.width)x\(profile.height)",
      request.hardware.map { "by \($0.kind.title)" }, engagement.remark,
      standing.rung.remark, drawn.remark,
      standing.isBare ? "without what was to be drawn over it" : nil,
      standing.rung.forgetsScan ? nil : decision.soundRemark(item.mainLevelling),
      standing.isRemembered ? "as remembered" : nil,
    ]
    return Order(
      method: copies ? .copy : .encode(frames: frames, rate: profile.frameRate),
      description: words.compactMap(\.self).joined(separator: ", "),
      arguments: Pipeline.arguments(for: request), scripts: request.scripts,
      isDrawnOver: request.overlay != nil, engagement: engagement,
      decodesOnCard: decision.video == .encode && request.picturePath.decodesOnCard)
  }

  private static func length(of frames: Int, _ profile: TranscodeProfile) -> Span {
    Span(seconds: Double(frames) / Double(max(1, profile.frameRate)))
  }

  /// How many whole frames fill the time best; at least one.
  ///
  /// Counted from where the stream really is, so that the roundings of one
  /// item after another don't add up.
  static func frames(from join: StreamTime, to end: StreamTime, frameRate: Int) -> Int {
    let ticks = end.ticks - join.ticks
    return max(1, Int((ticks * Int64(frameRate) + 45_000) / 90_000))
  }
}

extension TranscodeProfile {
  /// The profile with key frames close enough for segments of a length, which a channel on air
  /// never changes.
  func cut(to target: Int) -> TranscodeProfile {
    var profile = self
    profile.keyFrameSeconds = min(keyFrameSeconds, max(1, target - 1))
    return profile
  }
}
