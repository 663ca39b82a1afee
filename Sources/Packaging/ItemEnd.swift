/// How an item ended, and what it was like.
public struct ItemEnd: Hashable, Sendable {
  /// What was lost on the way.
  public struct Losses: Hashable, Sendable {
    /// Pictures: leading ones at a join, incomplete ones, those that need an incomplete one.
    public var droppedPictures = 0
    /// Sound frames that had no place in the stream.
    public var droppedSounds = 0
    /// Jumps of the source's clock that were closed.
    public var jumps = 0
    /// Bytes that are no transport stream.
    public var strayBytes = 0
  }

  /// Where the first picture of the next item goes.
  public var next: StreamTime
  /// Where its own first picture went; nil when it had none.
  public var start: StreamTime?
  /// Ticks that one picture is shown.
  public var frameDuration: Int64
  /// Pictures passed on.
  public var frames = 0
  /// Key frames among them.
  public var keyFrames = 0
  /// The most ticks between two key frames, or from the last one to the end.
  public var longestKeyInterval: Int64 = 0
  /// Sound frames passed on.
  public var soundFrames = 0
  /// Silent frames put in where sound was missing.
  public var silentFrames = 0
  /// Sound frames passed on that are not AAC-LC stereo at 48 kHz.
  public var foreignSounds = 0
  /// What was lost on the way.
  public var losses = Losses()

  /// Pictures lost: leading ones at a join, incomplete ones, those that need an incomplete one.
  public var droppedPictures: Int { losses.droppedPictures }
}
