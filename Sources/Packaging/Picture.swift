/// A picture on the channel's clock.
struct Picture {
  /// When it is shown, in ticks.
  var displayTime: Int64
  /// When it is decoded, in ticks.
  var decodeTime: Int64
  /// Whether the decoder may be entered here.
  var isKey: Bool
  /// The coded picture.
  var bytes: ArraySlice<UInt8>
}

/// Pictures that are complete in the order of display as well as of decoding.
///
/// Between two groups the stream may be cut: nothing of the one is shown
/// among the other.
struct PictureGroup {
  /// In the order of decoding; at least one.
  var pictures: [Picture]
  /// When the first of them is shown.
  var start: Int64
  /// When the last of them has been shown.
  var end: Int64
  /// Whether its item starts with it.
  var startsItem: Bool
}
