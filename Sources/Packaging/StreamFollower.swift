/// A channel's stream in smaller pictures: it goes where the main one goes and is cut where that is.
///
/// Its pictures come from the same run, so they have the same times; what of
/// them comes before the main ones waits. Its sound is the main one, frame by frame.
struct StreamFollower {
  private static let mostWaiting = 4000

  /// Which of the run's pictures it shows.
  let number: Int
  var assembly: StreamAssembly
  private var item: ItemSplice?
  /// What comes before the main picture has begun.
  private var waiting: [ElementaryUnit] = []
  /// Whole groups that the main stream has not reached yet.
  private var groups: [PictureGroup] = []

  /// A stream that goes on where the state was left.
  init(
    number: Int, resuming state: StreamState, shape: SegmentShape, makesFragments: Bool
  ) {
    self.number = number
    var renditions = StreamRenditions()
    renditions.makesFragments = makesFragments
    assembly = StreamAssembly(
      resuming: state, shape: shape, renditions: renditions, isFollower: true)
  }

  /// Its name in those of its files.
  var name: String { "v\(number)" }

  /// Makes ready for an item.
  mutating func begin() {
    item = nil
    waiting = []
    groups = []
  }

  /// Takes a unit of the run, if it is for this stream.
  ///
  /// A run that has no pictures of this size brings the main ones.
  mutating func take(
    _ unit: ElementaryUnit, of tracks: TransportReader.Tracks, beside main: ItemSplice
  ) {
    let picture = number < tracks.pictures.count ? number : 0
    guard unit.isPicture, unit.number == picture else { return }
    guard main.hasPicture else {
      waiting.append(unit)
      if waiting.count > Self.mostWaiting { waiting.removeFirst() }
      return
    }
    if item == nil {
      var alone = TransportReader.Tracks()
      alone.pictures = tracks.pictures.indices.contains(picture) ? [tracks.pictures[picture]] : []
      alone.sounds[0] = tracks.sounds[0]
      assembly.take(alone)
      item = ItemSplice(beside: main)
      for unit in waiting { splice(unit) }
      waiting = []
    }
    splice(unit)
  }

  private mutating func splice(_ unit: ElementaryUnit) {
    if let group = item?.take(picture: unit) { groups.append(group) }
  }

  /// Writes what the main stream has reached, cut where that was.
  mutating func follow(to position: StreamTime) {
    while let group = groups.first, group.end <= position.ticks {
      groups.removeFirst()
      assembly.follow(group)
    }
  }

  /// Ends the item, which the main stream has ended.
  mutating func endItem(complete: Bool, at position: StreamTime) {
    if let group = item?.finish(complete: complete) { groups.append(group) }
    for group in groups where group.start < position.ticks { assembly.follow(group) }
    groups = []
    item = nil
    assembly.repeatSteps(before: .max, from: .max)
  }

  /// Ends the channel where the main stream did.
  mutating func flush() {
    assembly.repeatSteps(before: .max, from: .max)
  }
}
