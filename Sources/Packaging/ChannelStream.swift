/// The endless transport stream of one channel, out of one ffmpeg run per item, cut into segments.
///
/// A plain value: bytes in, segments out. Each item is brought onto the
/// channel's clock and follows the one before without a gap, so all segments
/// one after another are one uninterrupted stream.
///
/// ```swift
/// var stream = ChannelStream(resuming: StreamState(), shape: shape)
/// stream.begin(.at(now), until: nil)
/// stream.push(bytes)
/// let end = stream.endItem(complete: true)
/// stream.begin(.at(end.next), until: nil)
/// for segment in stream.takeSegments() { try folder.write(segment) }
/// ```
///
/// The clock never goes back: an item that would begin before ``position`` is
/// moved to it. It may jump forward: an item that begins more than one and a
/// half pictures after ``position`` starts a segment that is discontinuous;
/// below that the last picture is shown a little longer.
///
/// Nothing that a run delivers makes it fail, and what it holds is bounded: a
/// picture of over 16 MB is left out, as is the oldest sound where no pictures
/// come, and a segment is cut at the next picture when it has 64 MB.
public struct ChannelStream: Sendable {
  private static let portion = 64 << 10

  private var assembly: StreamAssembly
  private var item: ItemSplice?
  private var out: StreamTime?

  /// A stream that goes on where the state was left.
  public init(resuming state: StreamState, shape: SegmentShape) {
    assembly = StreamAssembly(resuming: state, shape: shape)
  }

  /// Starts the next item; one that was not ended counts as broken off.
  ///
  /// - Parameters:
  ///   - join: Where its first picture goes.
  ///   - out: It is cut before the first picture at or past this time that is shown after all
  ///     before it; nil: it plays to its end.
  public mutating func begin(_ join: Join, until out: StreamTime?) {
    if item != nil { _ = endItem(complete: false) }
    assembly.beginItem()
    self.out = out
    item = ItemSplice(
      join: join, out: out, earliest: assembly.position, frameDuration: assembly.frameDuration)
  }

  /// Takes the next bytes of the current run, in any portions.
  public mutating func push(_ bytes: UnsafeRawBufferPointer) {
    var at = 0
    while at < bytes.count, !hasReachedOut {
      let end = min(at + Self.portion, bytes.count)
      let portion = UnsafeRawBufferPointer(rebasing: bytes[at..<end])
      for unit in item?.read(portion) ?? [] { take(unit) }
      at = end
    }
  }

  /// Takes what was read of the current item's run before it began.
  mutating func adopt(_ scout: EntryScout) {
    item?.adopt(scout.reader)
    for unit in scout.units { take(unit) }
  }

  /// Has the current item end at a time that was not known when it began.
  ///
  /// - Parameter out: As in ``begin(_:until:)``; at least two pictures after ``position``.
  public mutating func end(at out: StreamTime) {
    self.out = out
    item?.end(at: out)
  }

  /// Whether the current item has reached its out point: what follows of it is ignored.
  public var hasReachedOut: Bool { item?.hasReachedOut ?? false }

  /// Whether the current item's first key frame came.
  public var hasPicture: Bool { item?.hasPicture ?? false }

  /// Ends the current item.
  ///
  /// - Parameter complete: Whether the run ended by itself and with success; only then its last
  ///   pictures are known to be whole.
  /// - Returns: Where the next item goes, and what the item was like.
  public mutating func endItem(complete: Bool) -> ItemEnd {
    if complete {
      for unit in item?.readEnd() ?? [] { take(unit) }
    }
    if let group = item?.finish(complete: complete) { write(group) }
    guard var item else { return assembly.report }
    self.item = nil
    assembly.endItem(sounds: &item.sounds, frameDuration: item.frameDuration)
    var report = assembly.report
    if report.frames == 0, assembly.position == nil { report.next = item.joinTime }
    report.losses.droppedPictures += item.losses.droppedPictures
    report.losses.droppedSounds += item.losses.droppedSounds
    report.losses.jumps = item.losses.jumps
    report.losses.strayBytes = item.losses.strayBytes
    return report
  }

  /// The finished segments, in order; each is returned once.
  public mutating func takeSegments() -> [Segment] {
    var taken: [Segment] = []
    swap(&taken, &assembly.segments)
    return taken
  }

  /// Ends the open segment although no key frame came: the channel ends.
  public mutating func flush() {
    assembly.flush()
  }

  /// The end of what was produced so far, in the order of display; zero before the first picture
  /// of a fresh stream.
  public var position: StreamTime { assembly.position ?? StreamTime(ticks: 0) }

  /// What to remember, as of the last finished segment.
  ///
  /// An open segment is not in it: after a restart it is made anew, or the
  /// clock jumps over it.
  public var state: StreamState { assembly.lastingState }

  private mutating func take(_ unit: ElementaryUnit) {
    if let group = item?.take(unit) { write(group) }
  }

  private mutating func write(_ group: PictureGroup) {
    guard var item else { return }
    // Moved out and back, so that its queue is changed in place.
    self.item = nil
    assembly.write(group, sounds: &item.sounds, out: out, frameDuration: item.frameDuration)
    self.item = item
  }
}
