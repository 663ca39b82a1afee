/// The samples of one track in one fragment.
struct FragmentRun {
  /// The samples one after another.
  private(set) var data: [UInt8] = []
  private let track: Int
  private let start: Int64
  private let flags: Int
  private let defaults: [UInt8]
  /// What is told of each sample.
  private var samples: [UInt8] = []
  private var count = 0

  /// The pictures of a fragment, which ends at a time.
  init(_ track: Int, _ pictures: [Picture], _ coding: StreamCodec, until end: Int64) {
    self.track = track
    start = pictures.first?.decodeTime ?? 0
    // Length, size, kind and wait of each sample.
    flags = 0xF01
    defaults = Atom.full("tfhd", flags: 0x2_0000, Atom.number32(track))
    data.reserveCapacity(pictures.reduce(0) { $0 + $1.bytes.count + 32 })
    for (index, picture) in pictures.enumerated() {
      let next =
        index + 1 < pictures.count
        ? pictures[index + 1].decodeTime : Self.close(pictures, until: end)
      add(
        PictureEntry.sample(coding, of: picture.bytes), lasting: next - picture.decodeTime,
        Atom.number32(picture.isKey ? 0x0200_0000 : 0x0101_0000)
          + Atom.number32(Int(picture.displayTime - picture.decodeTime)))
    }
  }

  /// The sound of a fragment.
  init(_ track: Int, _ sounds: [SoundFrame], _ coding: StreamCodec) {
    self.track = track
    start = sounds.first?.time ?? 0
    // Length and size of each sample.
    flags = 0x301
    defaults = Atom.full("tfhd", flags: 0x2_0020, Atom.number32(track), [2, 0, 0, 0])
    for (index, sound) in sounds.enumerated() {
      let next = index + 1 < sounds.count ? sounds[index + 1].time : sound.time + sound.ticks
      add(SoundEntry.sample(coding, of: sound.bytes), lasting: next - sound.time, [])
    }
  }

  /// When the picture after the last one is decoded: a key frame waits as long as all do.
  private static func close(_ pictures: [Picture], until end: Int64) -> Int64 {
    guard let last = pictures.last?.decodeTime else { return end }
    let next = end - ItemSplice.decodeDelay
    if next > last { return next }
    return last + max(1, pictures.count > 1 ? last - pictures[pictures.count - 2].decodeTime : 1)
  }

  private mutating func add(
    _ sample: some Collection<UInt8>, lasting ticks: Int64, _ more: [UInt8]
  ) {
    samples += Atom.number32(Int(max(0, ticks))) + Atom.number32(sample.count) + more
    data += sample
    count += 1
  }

  /// The box that tells of the track, its samples beginning so far behind the beginning of all.
  func box(dataAt at: Int) -> [UInt8] {
    Atom.box(
      "traf", defaults, Atom.full("tfdt", version: 1, Atom.number64(start)),
      Atom.full(
        "trun", version: 1, flags: flags, Atom.number32(count), Atom.number32(at), samples))
  }
}
