import ChildProcess
import Library
import Packaging
import Pipeline
import Playout
import Synchronization

/// One ffmpeg for one cue, read through a pipe.
///
/// Not reading the pipe is the throttle: ffmpeg blocks in its write without
/// using any processor time. Owned by the channel's thread.
final class ItemRun {
  /// How the cue is made.
  enum Method: Equatable {
    /// The picture is passed on as it is.
    case copy
    /// The picture is encoded; the run delivers exactly so many frames.
    case encode(frames: Int)
  }

  /// What is shown.
  let cue: Cue
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

  private let child: PipedChild
  private let end: EndBox

  private final class EndBox: Sendable {
    let value = Mutex<ChildEnd?>(nil)
  }

  /// Starts ffmpeg.
  ///
  /// - Throws: A `ChildError` when it can't be started.
  init(
    cue: Cue, plan: Plan, target: Int, entry: KeyFrameCadence, forcesEncode: Bool, ffmpeg: String,
    wake: WakeUp
  ) throws(ChildError) {
    let order = Self.order(
      cue: cue, profile: plan.profile, target: target, entry: entry, forcesEncode: forcesEncode)
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
    lastProgress = .now
  }

  deinit {
    child.stop()
  }

  /// Whether it keeps the processor busy for as long as it lasts.
  var isEncoder: Bool { method != .copy && cue.item != nil }

  /// Where the run's picture will end, as far as can be told beforehand.
  func predictedEnd(frameRate: Int) -> StreamTime {
    switch method {
    case .copy: cue.end
    case .encode(let frames):
      StreamTime(ticks: join.ticks + Int64(frames) * 90_000 / Int64(frameRate))
    }
  }

  /// The read end of ffmpeg's pipe.
  var output: Int32 { child.output }

  /// How ffmpeg ended; nil while it runs.
  var ended: ChildEnd? { end.value.withLock { $0 } }

  /// The last lines that ffmpeg complained in.
  var complaints: [String] { child.stderrTail }

  /// Ends ffmpeg, whatever it does.
  func stop() {
    child.stop()
  }
}

extension ItemRun {
  fileprivate struct Order {
    var method: Method
    var description: String
    var arguments: [String]
  }

  fileprivate static func order(
    cue: Cue, profile: TranscodeProfile, target: Int, entry: KeyFrameCadence, forcesEncode: Bool
  ) -> Order {
    let frames = frames(from: cue.join, to: cue.end, frameRate: profile.frameRate)
    guard case .item(let item, let offset) = cue.content else {
      let length = Span(seconds: Double(frames) / Double(profile.frameRate))
      return Order(
        method: .encode(frames: frames), description: "slate",
        arguments: slateArguments(profile: profile, length: length))
    }
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
