public import Dossiers
public import Library
public import Logging
public import Pipeline
public import Playout

/// What a channel on air needs of the world outside: the clock, the plan, the folder and the
/// programs.
///
/// Tests put their own in.
public struct Facilities: Sendable {
  /// Where plans come from; throws a ``PlanFailure``.
  public typealias PlanSource =
    @Sendable (_ channel: ChannelID, _ from: Moment, _ hours: Int) throws(PlanFailure) -> Plan

  /// The folder that holds a folder for each channel on air.
  public var live: String
  /// The ffmpeg program's path.
  public var ffmpeg: String
  /// The wall clock.
  public var now: @Sendable () -> Moment
  /// Where plans come from; called on plain threads, and may block for some seconds.
  public var plan: PlanSource
  /// How long a channel stays on air with nobody watching.
  public var idle: Span
  /// How far ahead of the clock segments are made before ffmpeg has to wait.
  public var workAhead: Span
  /// How many channels may be on air at once.
  public var channelLimit: Int
  /// Where screens are made.
  public var screens: ScreenRoom
  /// Where what is drawn over pictures is tried; nil: nothing is drawn.
  public var graphics: GraphicRoom?
  /// Hears when the last viewer of an on-demand channel left; may block for a second.
  public var paused: @Sendable (_ channel: ChannelID, _ at: Moment) -> Void = { _, _ in }
  /// Hears that an on-demand channel goes on, and when it was last watched if nobody could tell
  /// before; may block for a second.
  public var resumed: @Sendable (_ channel: ChannelID, _ at: Moment, _ since: Moment?) -> Void = {
    _, _, _ in
  }
  let capacity: Capacity
  /// How many viewers there may be.
  public var limits: ViewerLimits
  /// Where log lines go.
  public var log: Logger
  /// On which rung files played earlier; nil: nothing is remembered.
  public var memory: LadderMemory?
  /// What this machine's cards have proven, asked on plain threads; nil: nothing yet.
  public var machine: @Sendable () -> Capabilities? = { nil }
  /// Where players are told of limits; nil: by an error.
  public var announcements: AnnouncementDesk?
  /// Where failures are reported; nil: nowhere but in the log.
  public var dossiers: DossierDesk?

  /// Facilities with all their parts; at most so many channels are encoded at once, and so many
  /// encoders of NVIDIA cards are open, 0 for any number.
  public init(
    live: String, ffmpeg: String, now: @escaping @Sendable () -> Moment,
    plan: @escaping PlanSource, idle: Span, workAhead: Span, channelLimit: Int, encoderLimit: Int,
    nvencSessions: Int = 0, limits: ViewerLimits = ViewerLimits(), screens: ScreenRoom, log: Logger
  ) {
    self.live = live
    self.ffmpeg = ffmpeg
    self.now = now
    self.plan = plan
    self.idle = idle
    self.workAhead = workAhead
    self.channelLimit = channelLimit
    self.screens = screens
    capacity = Capacity(encoders: encoderLimit, nvencSessions: nvencSessions)
    self.limits = limits
    self.log = log
  }

  /// Whether nothing is being made or tried, down to the last process.
  var isSilent: Bool { screens.isSilent && graphics?.isSilent ?? true }

  /// The same world by a clock that runs late.
  func shifted(by shift: Span) -> Facilities {
    guard shift != .zero else { return self }
    var facilities = self
    facilities.now = { [now] in now() - shift }
    facilities.idle = min(idle, Self.shiftedIdle)
    return facilities
  }

  /// How long a shifted channel stays on air with nobody watching, at most.
  ///
  /// Hardly anybody ever comes to that very position again.
  private static let shiftedIdle = Span.seconds(10)
}

/// Why there is no plan.
public enum PlanFailure: Error, Hashable, Sendable {
  /// No such channel, or it is disabled.
  case unknownChannel
  /// The plan can't be had at the moment, and why.
  case unavailable(String)
}
