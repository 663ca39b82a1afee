/// The tracks of one rendition, as its last segment left them.
struct FragmentTracks {
  private static let pictureTrack = 1
  private static let soundTrack = 2

  private var picture: PictureEntry?
  private var sound: SoundEntry?

  /// Takes the parameters that a segment begins with; those that it does not tell stay.
  mutating func note(_ units: SegmentUnits) {
    if let coding = units.picture {
      let keys = units.pictures.lazy.filter(\.isKey)
      picture = keys.compactMap { PictureEntry(coding, of: $0.bytes) }.first ?? picture
    } else {
      picture = nil
    }
    if let coding = units.sound {
      sound = units.sounds.lazy.compactMap { SoundEntry(coding, of: $0) }.first ?? sound
    } else {
      sound = nil
    }
  }

  /// The head as it is now; nil while nothing is known of any track that there is.
  func head(of rendition: String) -> FragmentHead? {
    guard picture != nil || sound != nil else { return nil }
    return FragmentHead(rendition: rendition, bytes: Self.kind("ftyp", "iso6") + movie)
  }

  /// The fragment of a segment.
  ///
  /// - Parameters:
  ///   - units: What is in it.
  ///   - sequence: The segment's number.
  ///   - end: When its last picture has been shown.
  /// - Returns: What the file holds.
  func fragment(of units: SegmentUnits, sequence: Int64, until end: StreamTime) -> [UInt8] {
    var runs: [FragmentRun] = []
    if picture != nil, let coding = units.picture, !units.pictures.isEmpty {
      runs.append(
        FragmentRun(Self.pictureTrack, units.pictures, coding, until: end.ticks))
    }
    if sound != nil, let coding = units.sound, !units.sounds.isEmpty {
      runs.append(FragmentRun(Self.soundTrack, units.sounds, coding))
    }
    let length = Self.moof(runs, sequence, at: 0).count
    let data = runs.reduce(0) { $0 + $1.data.count }
    var bytes = Self.kind("styp", "msdh") + Self.moof(runs, sequence, at: length + 8)
    bytes.reserveCapacity(bytes.count + data + 8)
    bytes += Atom.number32(data + 8) + Array("mdat".utf8)
    for run in runs { bytes += run.data }
    return bytes
  }

  private static func moof(_ runs: [FragmentRun], _ sequence: Int64, at start: Int) -> [UInt8] {
    var at = start
    var boxes: [UInt8] = []
    for run in runs {
      boxes += run.box(dataAt: at)
      at += run.data.count
    }
    let number = Int(truncatingIfNeeded: sequence & 0xFFFF_FFFF)
    return Atom.box("moof", Atom.full("mfhd", Atom.number32(number)), boxes)
  }

  private static func kind(_ type: String, _ brand: String) -> [UInt8] {
    let others = ["iso6", "msdh", "cmfc"].filter { $0 != brand }
    return Atom.box(type, Array((brand + "\0\0\0\0" + brand + others.joined()).utf8))
  }
}

// MARK: - The head

extension FragmentTracks {
  private var movie: [UInt8] {
    let time = Atom.zeros(8) + Atom.number32(Int(StreamTime.ticksPerSecond)) + Atom.zeros(4)
    let header = Atom.full(
      "mvhd", time + [0, 1, 0, 0, 1, 0] + Atom.zeros(10), Self.matrix, Atom.zeros(24),
      Atom.number32(3))
    var tracks: [UInt8] = []
    var defaults: [UInt8] = []
    if let picture {
      tracks += Self.track(
        Self.pictureTrack, handler: "vide", media: Atom.full("vmhd", flags: 1, Atom.zeros(8)),
        entry: picture.box, size: (picture.width, picture.height))
      defaults += Self.defaults(Self.pictureTrack)
    }
    if let sound {
      tracks += Self.track(
        Self.soundTrack, handler: "soun", media: Atom.full("smhd", Atom.zeros(4)),
        entry: sound.box, size: (0, 0))
      defaults += Self.defaults(Self.soundTrack)
    }
    return Atom.box("moov", header, tracks, Atom.box("mvex", defaults))
  }

  private static let matrix = [0x1_0000, 0, 0, 0, 0x1_0000, 0, 0, 0, 0x4000_0000]
    .flatMap { Atom.number32($0) }

  private static func defaults(_ track: Int) -> [UInt8] {
    Atom.full("trex", Atom.number32(track), Atom.number32(1), Atom.zeros(12))
  }

  private static func track(
    _ track: Int, handler: String, media: [UInt8], entry: [UInt8], size: (Int, Int)
  ) -> [UInt8] {
    let isSound = handler == "soun"
    let header = Atom.full(
      "tkhd", flags: 7, Atom.zeros(8), Atom.number32(track), Atom.zeros(20),
      [isSound ? 1 : 0, 0, 0, 0], matrix, Atom.number32(size.0 << 16), Atom.number32(size.1 << 16))
    let time = Atom.full(
      "mdhd", Atom.zeros(8), Atom.number32(Int(StreamTime.ticksPerSecond)), Atom.zeros(4),
      // The language is told by the playlist: und.
      [0x55, 0xC4, 0, 0])
    let name = Atom.full("hdlr", Atom.zeros(4), Array(handler.utf8), Atom.zeros(13))
    let references = Atom.full("dref", Atom.number32(1), Atom.full("url ", flags: 1))
    let table = Atom.box(
      "stbl", Atom.full("stsd", Atom.number32(1), entry), Atom.full("stts", Atom.zeros(4)),
      Atom.full("stsc", Atom.zeros(4)), Atom.full("stsz", Atom.zeros(8)),
      Atom.full("stco", Atom.zeros(4)))
    let information = Atom.box("minf", media, Atom.box("dinf", references), table)
    return Atom.box("trak", header, Atom.box("mdia", time, name, information))
  }
}
