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

  /// By how many segments a smaller picture may be behind; then the main one takes its place.
  private static let patience = 2

  private let renditions: StreamRenditions
  private var assembly: StreamAssembly
  private var followers: [StreamFollower]
  private var item: ItemSplice?
  private var reader = TransportReader()
  private var out: StreamTime?
  /// Finished segments with all their parts.
  private var ready: [Segment] = []
  private var lasting: StreamState
  private var fragments: FragmentWriter?

  /// A stream that goes on where the state was left.
  public init(
    resuming state: StreamState, shape: SegmentShape,
    renditions: StreamRenditions = StreamRenditions()
  ) {
    self.renditions = renditions
    lasting = state
    fragments = renditions.makesFragments ? FragmentWriter() : nil
    assembly = StreamAssembly(resuming: state, shape: shape, renditions: renditions)
    followers = (0..<renditions.pictures).map { index in
      var kept = state
      if index < state.followers.count { kept = state.followers[index] }
      kept.sequence = state.sequence
      return StreamFollower(
        number: index + 1, resuming: kept, shape: shape,
        makesFragments: renditions.makesFragments)
    }
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
    for index in followers.indices { followers[index].begin() }
    self.out = out
    reader = TransportReader()
    item = ItemSplice(
      join: join, out: out, earliest: assembly.position, frameDuration: assembly.frameDuration,
      lanes: renditions.sounds.count)
  }

  /// Takes the next bytes of the current run, in any portions.
  public mutating func push(_ bytes: UnsafeRawBufferPointer) {
    var at = 0
    while at < bytes.count, !hasReachedOut {
      let end = min(at + Self.portion, bytes.count)
      let portion = UnsafeRawBufferPointer(rebasing: bytes[at..<end])
      if item != nil { for unit in reader.read(portion) { take(unit) } }
      at = end
    }
  }

  /// Takes what was read of the current item's run before it began.
  mutating func adopt(_ scout: EntryScout) {
    reader = scout.reader
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

  /// What is added to a time stamp of the current run to give its place on the channel's clock, in
  /// ticks; nil before its first picture.
  public var itemShift: Int64? { hasPicture ? item?.offset : nil }

  /// Whether the current item's first key frame came.
  public var hasPicture: Bool { item?.hasPicture ?? false }

  /// Ends the current item.
  ///
  /// - Parameter complete: Whether the run ended by itself and with success; only then its last
  ///   pictures are known to be whole.
  /// - Returns: Where the next item goes, and what the item was like.
  public mutating func endItem(complete: Bool) -> ItemEnd {
    if complete {
      if item != nil { for unit in reader.finish() { take(unit) } }
    }
    if let group = item?.finish(complete: complete) { write(group) }
    guard var item else { return assembly.report }
    self.item = nil
    assembly.endItem(sounds: &item.sounds, frameDuration: item.frameDuration)
    giveSteps()
    for index in followers.indices {
      followers[index].endItem(complete: complete, at: position)
    }
    gather()
    var report = assembly.report
    if report.frames == 0, assembly.position == nil { report.next = item.joinTime }
    report.losses.droppedPictures += item.losses.droppedPictures
    report.losses.droppedSounds += item.losses.droppedSounds
    report.losses.jumps = item.losses.jumps
    report.losses.strayBytes = reader.strayBytes
    return report
  }

  /// The finished segments, in order; each is returned once.
  public mutating func takeSegments() -> [Segment] {
    var taken: [Segment] = []
    swap(&taken, &ready)
    return taken
  }

  /// Ends the open segment although no key frame came: the channel ends.
  public mutating func flush() {
    assembly.flush()
    giveSteps()
    for index in followers.indices { followers[index].flush() }
    gather()
    while !assembly.segments.isEmpty { release() }
  }

  /// The end of what was produced so far, in the order of display; zero before the first picture
  /// of a fresh stream.
  public var position: StreamTime { assembly.position ?? StreamTime(ticks: 0) }

  /// What to remember, as of the last finished segment.
  ///
  /// An open segment is not in it: after a restart it is made anew, or the
  /// clock jumps over it.
  public var state: StreamState { followers.isEmpty ? assembly.lastingState : lasting }

  private mutating func take(_ unit: ElementaryUnit) {
    if !unit.isPicture {
      for lane in renditions.sounds.indices where carries(unit, lane) {
        item?.take(sound: unit, lane: lane)
      }
    } else if unit.number == 0, let group = item?.take(picture: unit) {
      write(group)
    }
    guard !followers.isEmpty, let item else { return }
    for index in followers.indices {
      followers[index].take(unit, of: reader.tracks, beside: item)
      followers[index].follow(to: position)
    }
    gather()
  }

  /// Whether a unit of sound is for a track of the channel: one that the run lacks brings the main
  /// sound.
  private func carries(_ unit: ElementaryUnit, _ lane: Int) -> Bool {
    unit.number == (reader.tracks.sounds[lane] == nil ? 0 : lane)
  }

  private mutating func write(_ group: PictureGroup) {
    guard var item else { return }
    // Moved out and back, so that its queue is changed in place.
    self.item = nil
    if group.startsItem { assembly.take(reader.tracks) }
    assembly.write(group, sounds: &item.sounds, out: out, frameDuration: item.frameDuration)
    self.item = item
    giveSteps()
    gather()
  }
}

// MARK: - Segments with all their parts

extension ChannelStream {
  /// Tells the followers what the main stream did.
  private mutating func giveSteps() {
    guard let steps = assembly.steps, !steps.isEmpty else { return }
    for index in followers.indices { followers[index].assembly.given? += steps }
    assembly.steps = []
  }

  /// Passes on the segments that are there in all sizes.
  private mutating func gather() {
    while let next = assembly.segments.first?.segment.sequence {
      let isWhole = followers.allSatisfy { follower in
        follower.assembly.segments.contains { $0.segment.sequence == next }
      }
      guard isWhole || assembly.segments.count > Self.patience else { return }
      release()
    }
  }

  /// Passes the next segment on; where a size of it is missing, the main one takes its place.
  private mutating func release() {
    let main = assembly.segments.removeFirst()
    var segment = main.segment
    var state = main.state
    var units = main.units
    state.followers = []
    for index in followers.indices {
      let follower = followers[index]
      let found = follower.assembly.segments.first { $0.segment.sequence == segment.sequence }
      followers[index].assembly.segments.removeAll { $0.segment.sequence <= segment.sequence }
      state.followers.append(found?.state ?? follower.assembly.border)
      if var own = (found ?? main).units.first {
        own.rendition = follower.name
        units.append(own)
      } else {
        segment.parts.append(
          SegmentPart(
            suffix: "\(follower.name).ts", bytes: (found ?? main).segment.bytes))
      }
    }
    fragments?.add(units, to: &segment)
    lasting = state
    ready.append(segment)
  }
}
