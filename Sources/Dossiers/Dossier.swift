public import Library
public import Playout

/// What is known of one failure on air: enough to understand it without having been there.
public struct Dossier: Hashable, Codable, Sendable, Identifiable {
  /// The dossier's name, which is its folder's as well.
  public var id: String
  /// When the run failed.
  public var at: Moment
  /// When the same was last seen again.
  public var lastAt: Moment
  /// How often it was seen.
  public var count: Int
  /// The channel.
  public var channel: ChannelID
  /// The channel's number at that time.
  public var number: ChannelNumber
  /// The channel's name at that time.
  public var channelName: String
  /// The item's title.
  public var title: String
  /// The file.
  public var path: String
  /// How the file was to be played: one of the rungs of the ladder.
  public var rung: String
  /// How it was made, such as `encode 1280x720`.
  public var method: String
  /// The kind of failure in one word.
  public var cause: String
  /// The cause in one sentence.
  public var why: String
  /// The code that ffmpeg ended with, if it ended by itself.
  public var exitStatus: Int?
  /// The signal that ended ffmpeg, if one did.
  public var signal: Int?
  /// Pictures that reached the stream.
  public var frames: Int
  /// From when the run was to be seen.
  public var plannedFrom: Moment
  /// Until when.
  public var plannedTo: Moment
  /// Up to where it got.
  public var stoppedAt: Moment
  /// ffmpeg's arguments, the program first.
  public var arguments: [String]
  /// ffmpeg's last words.
  public var stderr: [String]
  /// The file as the scan found it.
  public var probe: MediaProbe
  /// The first line of `ffmpeg -version`.
  public var ffmpeg: String?
  /// What was tried next, in order.
  public var next: [String]

  /// A dossier with all its parts; it gets its name when it is filed.
  public init(
    at: Moment, channel: Channel, title: String, path: String, rung: String, method: String,
    cause: String, why: String, exitStatus: Int? = nil, signal: Int? = nil, frames: Int,
    plannedFrom: Moment, plannedTo: Moment, stoppedAt: Moment, arguments: [String],
    stderr: [String], probe: MediaProbe, next: [String] = []
  ) {
    id = ""
    self.at = at
    lastAt = at
    count = 1
    self.channel = channel.id
    number = channel.number
    channelName = channel.name
    self.title = title
    self.path = path
    self.rung = rung
    self.method = method
    self.cause = cause
    self.why = why
    self.exitStatus = exitStatus
    self.signal = signal
    self.frames = frames
    self.plannedFrom = plannedFrom
    self.plannedTo = plannedTo
    self.stoppedAt = stoppedAt
    self.arguments = arguments
    self.stderr = stderr
    self.probe = probe
    self.next = next
  }
}

extension Dossier {
  /// The most lines of ffmpeg's last words that are kept.
  public static let mostLines = 200
  /// The most steps of what was tried next that are kept.
  public static let mostSteps = 12

  /// Without what is secret, and within bounds.
  func filed(as id: String) -> Dossier {
    var filed = self
    filed.id = id
    filed.path = Secrets.hidden(in: path)
    filed.why = Secrets.hidden(in: why)
    filed.arguments = arguments.map(Secrets.hidden)
    filed.stderr = stderr.suffix(Self.mostLines).map(Secrets.hidden)
    return filed
  }
}
