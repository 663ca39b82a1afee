/// What a channel's stream is made in beside its main picture and sound, for its whole life.
public struct StreamRenditions: Hashable, Sendable {
  /// How many smaller pictures there are.
  public var pictures = 0
  /// The language of each track of sound as three letters, the main one first; nil for none.
  public var sounds: [String?] = [nil]
  /// Whether the pictures of the runs are left out: the channel is a radio.
  public var omitsPictures = false
  /// Whether the segments are there as fragments of MP4 too; further sound and smaller pictures then
  /// come in these alone, and so does all of AV1.
  public var makesFragments = false

  /// One picture, one sound.
  public init() {}
}
