import ChildProcess
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
    /// The picture is encoded; the run delivers exactly so many frames.
    case encode(frames: Int)
    /// A screen that was made before is played over and over.
    case screen
  }

  /// What is shown.
  var cue: Cue
  /// How it is made.
  let method: Method
  /// The method in words, for people.
  let description: String
  /// Where its first picture was put; where it is expected to go, before that.
  var join: StreamTime
  /// When bytes last came, or when the channel last began to want some.
  var lastProgress: ContinuousClock.Instant
  /// Whether the pipe has ended; the child's own end may be some moments off.
  var isDrained = false

  /// Whether any bytes came.
  var hasBytes = false
  /// When it was put into the stream.
  var began: ContinuousClock.Instant
  /// The screen that is played; nil where an ffmpeg runs.
  let reel: ScreenReel?

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
    forcesEncode: Bool, ffmpeg: String, wake: WakeUp
  ) throws(ChildError) {
    let order = Self.order(
      item, offset: offset, cue: cue, profile: plan.profile, target: target, entry: entry,
      forcesEncode: forcesEncode)
    let end = EndBox()
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
    join = cue.join
    reel = nil
    lastProgress = .now
    began = .now
  }

  /// Plays a screen; no process is needed.
  init(cue: Cue, reel: ScreenReel) {
    self.cue = cue
    self.reel = reel
    method = .screen
    description = reel.description
    join = cue.join
    child = nil
    end = EndBox()
    lastProgress = .now
    began = .now
  }

  deinit {
    child?.stop()
  }

  /// Whether it keeps the processor busy for as long as it lasts.
  var isEncoder: Bool { method != .copy && cue.item != nil }

  /// Where the run's picture will end, as far as can be told beforehand.
  func predictedEnd(frameRate: Int) -> StreamTime {
    switch method {
    case .copy, .screen: cue.end
    case .encode(let frames):
      StreamTime(ticks: join.ticks + Int64(frames) * 90_000 / Int64(frameRate))
    }
  }

  /// The read end of ffmpeg's pipe, or the reel's file.
  var output: Int32 { reel?.descriptor ?? child?.output ?? -1 }

  /// How many bytes are read at once.
  var portion: Int { reel?.portion ?? .max }

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
  }

  fileprivate static func order(
    _ item: PlanItem, offset: Span, cue: Cue, profile: TranscodeProfile, target: Int,
    entry: KeyFrameCadence, forcesEncode: Bool
  ) -> Order {
    let frames = frames(from: cue.join, to: cue.end, frameRate: profile.frameRate)
    var profile = profile
    if forcesEncode { profile.allowsCopy = false }
    let decision = copyDecision(for: item.probe, profile: profile, targetDuration: target)
    let copies = decision.video == .copy
    let request = RunRequest(
      path: item.path, probe: item.probe, offset: offset, frames: frames, decision: decision,
      profile: profile, keyFrames: entry)
    return Order(
      method: copies ? .copy : .encode(frames: frames),
      description: copies ? "copy" : "encode \(profile.width)x\(profile.height)",
      arguments: Pipeline.arguments(for: request))
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
