/// What a media file holds, as told by ffprobe when it was scanned.
public struct MediaProbe: Hashable, Codable, Sendable {
  /// ffprobe's format name, such as `mov,mp4,m4a,3gp,3g2,mj2`.
  public var container: String
  /// The container's length.
  public var duration: Span
  /// Bits per second over the whole file, if known.
  public var bitrate: Int?
  /// The first moving picture; attached covers do not count.
  public var video: VideoStream?
  /// What is shown of a file without a moving picture.
  public var artwork: Artwork?
  /// The sound tracks in file order.
  public var audio: [AudioStream]
  /// The subtitle tracks in file order.
  public var subtitles: [SubtitleStream]
  /// The chapter marks in order.
  public var chapters: [Chapter]

  /// A probe with all its parts.
  public init(
    container: String, duration: Span, bitrate: Int? = nil, video: VideoStream? = nil,
    artwork: Artwork? = nil, audio: [AudioStream] = [], subtitles: [SubtitleStream] = [],
    chapters: [Chapter] = []
  ) {
    self.container = container
    self.duration = duration
    self.bitrate = bitrate
    self.video = video
    self.artwork = artwork
    self.audio = audio
    self.subtitles = subtitles
    self.chapters = chapters
  }
}

/// A still picture that stands for a file without a moving one.
public enum Artwork: Hashable, Codable, Sendable {
  /// A cover inside the file: the index of its stream.
  case attached(stream: Int)
  /// A picture beside the file: its absolute path.
  case beside(path: String)

  private enum CodingKeys: CodingKey {
    case stream
    case path
  }

  /// Reads an object with `path` for a picture beside the file, or with `stream`.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let stream = try fields.decodeIfPresent(Int.self, forKey: .stream)
    if let path = try fields.decodeIfPresent(String.self, forKey: .path) {
      self = .beside(path: path)
    } else {
      self = .attached(stream: stream ?? 0)
    }
  }

  /// Writes an object with either `path` or `stream`.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .attached(let stream): try fields.encode(stream, forKey: .stream)
    case .beside(let path): try fields.encode(path, forKey: .path)
    }
  }
}

/// A fraction such as a frame rate of 30000/1001.
public struct Ratio: Hashable, Codable, Sendable {
  /// Above the line.
  public var numerator: Int
  /// Below the line; never zero.
  public var denominator: Int

  /// A fraction; a denominator of zero is taken for one.
  public init(_ numerator: Int, _ denominator: Int = 1) {
    self.numerator = numerator
    self.denominator = denominator == 0 ? 1 : denominator
  }

  /// The fraction as a number.
  public var value: Double { Double(numerator) / Double(denominator) }
}

/// The picture of a file.
public struct VideoStream: Hashable, Codable, Sendable {
  /// The stream's index in the file.
  public var index: Int
  /// ffprobe's codec name, such as `h264`.
  public var codec: String
  /// The codec's profile, such as `High`.
  public var profile: String?
  /// The codec's level times ten, such as 41.
  public var level: Int?
  /// Coded width in pixels.
  public var width: Int
  /// Coded height in pixels.
  public var height: Int
  /// ffprobe's pixel format, such as `yuv420p`.
  public var pixelFormat: String?
  /// Average frames per second.
  public var frameRate: Ratio?
  /// Whether its frames come at uneven distances; nil where nobody has asked.
  public var isUneven: Bool?
  /// The shape of one pixel; square when unknown.
  public var sampleAspectRatio: Ratio?
  /// ffprobe's field order, such as `progressive` or `tt`.
  public var fieldOrder: String?
  /// Degrees, 0 to 359, by which a player must turn the picture clockwise.
  public var rotation: Int
  /// ffprobe's transfer name, such as `bt709` or `smpte2084`.
  public var colorTransfer: String?
  /// ffprobe's name of the colours' matrix, such as `bt709`; ``unsaidMatrix`` where the file says
  /// none, nil where nobody has asked.
  public var colorMatrix: String?
  /// When the stream's first frame is shown, counted from the container's beginning.
  public var startTime: Span
  /// The stream's length, if the container knows it.
  public var duration: Span?
  /// Bits per second, if known.
  public var bitrate: Int?
  /// The longest time between two key frames among those sampled; nil when not measured.
  public var longestKeyFrameGap: Span?

  /// A picture with all its parts.
  public init(
    index: Int, codec: String, profile: String? = nil, level: Int? = nil, width: Int,
    height: Int, pixelFormat: String? = nil, frameRate: Ratio? = nil,
    sampleAspectRatio: Ratio? = nil, fieldOrder: String? = nil, rotation: Int = 0,
    colorTransfer: String? = nil, startTime: Span = .zero, duration: Span? = nil,
    bitrate: Int? = nil, longestKeyFrameGap: Span? = nil
  ) {
    self.index = index
    self.codec = codec
    self.profile = profile
    self.level = level
    self.width = width
    self.height = height
    self.pixelFormat = pixelFormat
    self.frameRate = frameRate
    self.sampleAspectRatio = sampleAspectRatio
    self.fieldOrder = fieldOrder
    self.rotation = rotation
    self.colorTransfer = colorTransfer
    self.startTime = startTime
    self.duration = duration
    self.bitrate = bitrate
    self.longestKeyFrameGap = longestKeyFrameGap
  }
}

extension VideoStream {
  /// The matrix of a file that names none.
  public static let unsaidMatrix = "unsaid"
}

/// One sound track of a file.
public struct AudioStream: Hashable, Codable, Sendable {
  /// The stream's index in the file.
  public var index: Int
  /// ffprobe's codec name, such as `aac`.
  public var codec: String
  /// The codec's profile, such as `LC`.
  public var profile: String?
  /// How many channels of sound.
  public var channels: Int
  /// Samples per second.
  public var sampleRate: Int
  /// ISO 639-2 code, if tagged.
  public var language: String?
  /// The track's own title, if tagged.
  public var title: String?
  /// Whether the file marks it as the default track.
  public var isDefault: Bool
  /// Whether the file marks it as a commentary; nil where nobody has looked.
  public var isCommentary: Bool?
  /// Whether the file marks it as a description for the blind; nil where nobody has looked.
  public var isDescription: Bool?

  /// A sound track with all its parts.
  public init(
    index: Int, codec: String, profile: String? = nil, channels: Int, sampleRate: Int,
    language: String? = nil, title: String? = nil, isDefault: Bool = false,
    isCommentary: Bool? = nil, isDescription: Bool? = nil
  ) {
    self.index = index
    self.codec = codec
    self.profile = profile
    self.channels = channels
    self.sampleRate = sampleRate
    self.language = language
    self.title = title
    self.isDefault = isDefault
    self.isCommentary = isCommentary
    self.isDescription = isDescription
  }
}

/// A chapter mark of a file.
public struct Chapter: Hashable, Codable, Sendable {
  /// Where the chapter begins, in the file's own time.
  public var start: Span
  /// Where the chapter ends.
  public var end: Span
  /// The chapter's title, if it has one.
  public var title: String?

  /// A chapter with all its parts.
  public init(start: Span, end: Span, title: String? = nil) {
    self.start = start
    self.end = end
    self.title = title
  }
}
