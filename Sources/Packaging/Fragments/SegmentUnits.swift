/// What one segment of one rendition is made of: every unit at its place on the channel's clock.
///
/// The engine gives these to a ``FragmentWriter`` when it closes a segment, one value for each
/// rendition, the main one first.
struct SegmentUnits {
  /// The name that the main rendition has; others are called `v1`, `a1`, ...
  static let main = "main"

  /// Which rendition: ``main``, `v1`, `a1`, ...
  var rendition: String
  /// How its pictures are coded; nil where it has none, as a further sound track has.
  var picture: StreamCodec?
  /// Its pictures in the order of decoding, each an access unit with start codes (AV1: a temporal
  /// unit of OBUs with their sizes), the parameter sets in front of key frames.
  var pictures: [Picture] = []
  /// How its sound is coded; nil where it has none.
  ///
  /// A smaller picture has the main sound in it: a player that switches loses nothing.
  var sound: StreamCodec?
  /// Its sound in order, each frame's time being its place on the channel's clock.
  ///
  /// AAC with its ADTS header, Opus with or without the control header of MPEG-TS, all others as
  /// they are.
  var sounds: [SoundFrame] = []
}
