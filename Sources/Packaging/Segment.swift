/// A piece of a channel's stream that plays by itself.
///
/// All segments one after another are the endless stream, byte for byte.
public struct Segment: Hashable, Sendable {
  /// What a playlist says of the segment.
  public var listed: ListedSegment
  /// Whether its first picture is a key frame; false only where the source has none for too long.
  public var startsWithKeyFrame: Bool
  /// Whole transport stream packets.
  public var bytes: [UInt8]
  /// The same time in other renditions and formats, each a file of its own.
  public var parts: [SegmentPart] = []
  /// What is read before its fragments; each is written where it is not there yet.
  public var heads: [FragmentHead] = []

  /// A segment with all its parts.
  public init(
    listed: ListedSegment, startsWithKeyFrame: Bool, bytes: [UInt8], parts: [SegmentPart] = []
  ) {
    self.listed = listed
    self.startsWithKeyFrame = startsWithKeyFrame
    self.bytes = bytes
    self.parts = parts
  }

  /// The media sequence number; rises by one.
  public var sequence: Int64 { listed.sequence }
  /// When its first picture is shown.
  public var start: StreamTime { listed.start }
  /// How many ticks it plays.
  public var duration: Int64 { listed.duration }
  /// Whether the clock jumped between the segment before and this one.
  public var isDiscontinuous: Bool { listed.isDiscontinuous }

  /// What is to be kept of it: which files it has, without their bytes.
  public var entry: ListedSegment {
    var entry = listed
    entry.parts = parts.map(\.suffix)
    return entry
  }
}

/// One file of a segment beside its own: a rendition, or another format.
public struct SegmentPart: Hashable, Sendable {
  /// What follows the sequence number in its name, such as `a1.ts`, `m4s` or `s1.vtt`.
  public var suffix: String
  /// What is in it.
  public var bytes: [UInt8]

  /// A part with all its parts.
  public init(suffix: String, bytes: [UInt8]) {
    self.suffix = suffix
    self.bytes = bytes
  }
}

/// A segment as the playlist knows it, without its bytes.
public struct ListedSegment: Hashable, Codable, Sendable {
  /// The media sequence number; rises by one.
  public var sequence: Int64
  /// When its first picture is shown.
  public var start: StreamTime
  /// How many ticks it plays.
  public var duration: Int64
  /// Whether the clock jumped between the segment before and this one.
  public var isDiscontinuous: Bool
  /// The jumps of the clock up to here, its own included.
  public var discontinuities: Int64
  /// What follows the number in the names of the files beside its transport stream.
  public var parts: [String] = []
  /// The names of the files that are read before its fragments, by rendition.
  public var heads: [String: String] = [:]
  /// Whether it is there as a transport stream; AV1 is in fragments alone.
  public var hasTransportStream = true

  /// A listed segment with all its parts.
  public init(
    sequence: Int64, start: StreamTime, duration: Int64, isDiscontinuous: Bool = false,
    discontinuities: Int64 = 0
  ) {
    self.sequence = sequence
    self.start = start
    self.duration = duration
    self.isDiscontinuous = isDiscontinuous
    self.discontinuities = discontinuities
  }

  /// When its last picture has been shown.
  public var end: StreamTime { start + duration }

  /// The file's name beside the playlist.
  public var name: String { "\(sequence).ts" }

  /// Whether it has a part, or its transport stream.
  func has(_ suffix: String) -> Bool {
    suffix == "ts" ? hasTransportStream : parts.contains(suffix)
  }

  /// The name of one of its parts.
  public func name(of suffix: String) -> String { "\(sequence).\(suffix)" }
}

extension ListedSegment {
  /// Reads a listed segment; an earlier version knew no parts.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      sequence: try values.decode(Int64.self, forKey: .sequence),
      start: try values.decode(StreamTime.self, forKey: .start),
      duration: try values.decode(Int64.self, forKey: .duration),
      isDiscontinuous: try values.decode(Bool.self, forKey: .isDiscontinuous),
      discontinuities: try values.decode(Int64.self, forKey: .discontinuities))
    parts = try values.decodeIfPresent([String].self, forKey: .parts) ?? []
    heads = try values.decodeIfPresent([String: String].self, forKey: .heads) ?? [:]
    hasTransportStream = try values.decodeIfPresent(Bool.self, forKey: .hasTransportStream) ?? true
  }
}
