public import Library

/// A playable file as a scan found it.
public struct ScannedMedia: Hashable, Sendable {
  /// The file's absolute path.
  public var path: String
  /// How the file looked before it was read.
  public var stamp: FileStamp
  /// What its name tells.
  public var guess: NameGuess
  /// The time that it fills in a timeline: the picture's length, else the sound's.
  public var duration: Span
  /// Its streams.
  public var probe: MediaProbe

  /// A file with all its parts.
  public init(
    path: String, stamp: FileStamp, guess: NameGuess, duration: Span, probe: MediaProbe
  ) {
    self.path = path
    self.stamp = stamp
    self.guess = guess
    self.duration = duration
    self.probe = probe
  }
}

/// What a folder scan tells while it runs.
public enum ScanEvent: Hashable, Sendable {
  /// The folder was walked; so many of the other events follow.
  case counted(Int)
  /// A new or changed file can be played.
  case media(ScannedMedia)
  /// A file or folder can't be used, for a reason in words.
  case failed(path: String, stamp: FileStamp, reason: String)
  /// A file looks as it did before and was not read again, but has other subtitles beside it.
  case subtitles(path: String, [SubtitleStream])
  /// A file looks as it did before and was not read again.
  case unchanged(path: String)
}
