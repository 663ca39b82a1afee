/// All that a channel's stream must remember to go on after a restart.
///
/// Taken at the border of two segments: what was in the open segment never
/// reached a viewer. Fields that are missing or out of range are read as those
/// of a fresh stream.
public struct StreamState: Hashable, Sendable {
  /// The continuity counters, each that of its next packet.
  public struct Counters: Hashable, Codable, Sendable {
    /// The counter of the program association table.
    public var association: UInt8 = 0
    /// The counter of the program map table.
    public var map: UInt8 = 0
    /// The counter of the pictures.
    public var video: UInt8 = 0
    /// The counter of the main sound.
    public var audio: UInt8 = 0
    /// The counters of further tracks of sound; nil without any.
    public var further: [UInt8]?

    /// Counters that start at zero.
    public init() {}

    /// The counter of a track of sound.
    subscript(sound lane: Int) -> UInt8 {
      get { lane == 0 ? audio : further.flatMap { lane <= $0.count ? $0[lane - 1] : nil } ?? 0 }
      set {
        guard lane > 0 else { return audio = newValue }
        var all = further ?? []
        while all.count < lane { all.append(0) }
        all[lane - 1] = newValue
        further = all
      }
    }
  }

  /// What is remembered of a further track of sound.
  public struct Lane: Hashable, Codable, Sendable {
    /// Where its next frame goes.
    public var grid: StreamTime?
    /// The counters of its own stream.
    public var counters = Counters()
  }

  /// The media sequence number of the next segment.
  public var sequence: Int64
  /// How often the clock jumped.
  public var discontinuities: Int64 = 0
  /// The version of the program map table, 0-31.
  public var mapVersion: UInt8 = 0
  /// The continuity counters.
  public var counters = Counters()
  /// The end of what was produced; nil before the first picture.
  public var position: StreamTime?
  /// Where the next sound frame goes; nil before the first picture.
  public var soundGrid: StreamTime?
  /// The decode time that the last written clock belongs to; nil before the first picture.
  public var clock: StreamTime?
  /// Ticks that a picture is shown, as the last item had it.
  public var frameDuration: Int64 = 3000

  /// The tracks that were written last.
  public var layout = ProgramLayout()
  /// The further tracks of sound.
  public var lanes: [Lane] = []
  /// The same stream in smaller pictures.
  public var followers: [StreamState] = []

  /// The state of a stream whose first segment will have that number.
  public init(sequence: Int64 = 0) {
    self.sequence = sequence
  }
}

extension StreamState: Codable {
  private enum Key: String, CodingKey {
    case sequence, discontinuities, mapVersion, counters, position, soundGrid, clock
    case frameDuration, layout, lanes, followers
  }

  /// Reads what is there and in range; everything else is as in a fresh stream.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    func number(_ key: Key, in range: ClosedRange<Int64>) -> Int64? {
      guard let value = try? container.decodeIfPresent(Int64.self, forKey: key) else { return nil }
      return range.contains(value) ? value : nil
    }
    // 2^55 ticks are twelve thousand years: sums of such times never overflow.
    let times: ClosedRange<Int64> = 0...(1 << 55)
    self.init(sequence: number(.sequence, in: 0...(1 << 53)) ?? 0)
    discontinuities = number(.discontinuities, in: 0...(1 << 53)) ?? 0
    mapVersion = UInt8(number(.mapVersion, in: 0...31) ?? 0)
    position = number(.position, in: times).map(StreamTime.init(ticks:))
    soundGrid = number(.soundGrid, in: times).map(StreamTime.init(ticks:))
    clock = number(.clock, in: times).map(StreamTime.init(ticks:))
    frameDuration = number(.frameDuration, in: 300...90_000) ?? 3000
    let read = (try? container.decodeIfPresent(Counters.self, forKey: .counters)) ?? Counters()
    counters.association = read.association & 15
    counters.map = read.map & 15
    counters.video = read.video & 15
    counters.audio = read.audio & 15
    counters.further = read.further?.prefix(15).map { $0 & 15 }
    layout = (try? container.decodeIfPresent(ProgramLayout.self, forKey: .layout)) ?? layout
    lanes = (try? container.decodeIfPresent([Lane].self, forKey: .lanes)) ?? []
    followers = (try? container.decodeIfPresent([StreamState].self, forKey: .followers)) ?? []
  }

  /// Writes all fields.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(sequence, forKey: .sequence)
    try container.encode(discontinuities, forKey: .discontinuities)
    try container.encode(mapVersion, forKey: .mapVersion)
    try container.encode(counters, forKey: .counters)
    try container.encodeIfPresent(position, forKey: .position)
    try container.encodeIfPresent(soundGrid, forKey: .soundGrid)
    try container.encodeIfPresent(clock, forKey: .clock)
    try container.encode(frameDuration, forKey: .frameDuration)
    try container.encode(layout, forKey: .layout)
    if !lanes.isEmpty { try container.encode(lanes, forKey: .lanes) }
    if !followers.isEmpty { try container.encode(followers, forKey: .followers) }
  }
}
