/// Where an item enters a channel's stream.
public enum Join: Hashable, Sendable {
  /// The item's first picture is put exactly here.
  case at(StreamTime)
  /// The item is entered at whatever key frame comes first; the source's time stamp `source`
  /// belongs at the channel's `time`.
  ///
  /// For the cold start of a copy: the key frame before the in point then
  /// lands before `time`, and the in point itself exactly on it.
  case aligned(source: Int64, time: StreamTime)
}
