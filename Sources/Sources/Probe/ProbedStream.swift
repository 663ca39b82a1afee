/// One stream of a file, as ffprobe names its parts.
struct ProbedStream: Decodable {
  enum Kind: String {
    case video, audio, subtitle
  }

  var index: Int
  var kind: Kind?
  var codec: String?
  var profile: String?
  var level: Int?
  var width: Int?
  var height: Int?
  var pixelFormat: String?
  var averageRate: (numerator: Int, denominator: Int)?
  var baseRate: (numerator: Int, denominator: Int)?
  var sampleAspectRatio: (numerator: Int, denominator: Int)?
  var fieldOrder: String?
  var colorTransfer: String?
  var colorSpace: String?
  var channels: Int?
  var sampleRate: Int?
  var start: Double?
  var duration: Double?
  var bitrate: Int?
  var frames: Int?
  var disposition: Disposition
  var sideTurn: Double?
  var tags: ProbedTags

  /// What the file says that a stream is for.
  struct Disposition: Decodable {
    var isDefault = false
    var isForced = false
    var isCommentary = false
    var isDescription = false
    var isForImpaired = false
    /// A cover or a preview rather than a moving picture.
    var isStill = false

    private enum Keys: String, CodingKey {
      case isDefault = "default"
      case isForced = "forced"
      case isCommentary = "comment"
      case isDescription = "visual_impaired"
      case descriptions, captions
      case isForImpaired = "hearing_impaired"
      case picture = "attached_pic"
      case thumbnails = "timed_thumbnails"
      case still = "still_image"
    }

    init() {}

    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: Keys.self)
      isDefault = values.integer(.isDefault) == 1
      isForced = values.integer(.isForced) == 1
      isCommentary = values.integer(.isCommentary) == 1
      isDescription = [.isDescription, .descriptions].contains { values.integer($0) == 1 }
      isForImpaired = [.isForImpaired, .captions].contains { values.integer($0) == 1 }
      isStill = [.picture, .thumbnails, .still].contains { values.integer($0) == 1 }
    }
  }

  private struct SideEntry: Decodable {
    var rotation: Double?

    private enum Keys: String, CodingKey {
      case rotation
    }

    init(from decoder: any Decoder) throws {
      rotation = try decoder.container(keyedBy: Keys.self).number(.rotation)
    }
  }

  private enum Keys: String, CodingKey {
    case index, profile, level, width, height, channels, duration, disposition, tags
    case kind = "codec_type"
    case codec = "codec_name"
    case pixelFormat = "pix_fmt"
    case averageRate = "avg_frame_rate"
    case baseRate = "r_frame_rate"
    case sampleAspectRatio = "sample_aspect_ratio"
    case fieldOrder = "field_order"
    case colorTransfer = "color_transfer"
    case colorSpace = "color_space"
    case sampleRate = "sample_rate"
    case start = "start_time"
    case bitrate = "bit_rate"
    case frames = "nb_frames"
    case sides = "side_data_list"
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Keys.self)
    index = values.integer(.index) ?? 0
    kind = values.text(.kind).flatMap(Kind.init)
    codec = values.text(.codec)
    profile = values.text(.profile)
    level = values.integer(.level)
    width = values.integer(.width)
    height = values.integer(.height)
    pixelFormat = values.text(.pixelFormat)
    averageRate = values.ratio(.averageRate)
    baseRate = values.ratio(.baseRate)
    sampleAspectRatio = values.ratio(.sampleAspectRatio)
    fieldOrder = values.text(.fieldOrder)
    colorTransfer = values.text(.colorTransfer)
    colorSpace = values.text(.colorSpace)
    channels = values.integer(.channels)
    sampleRate = values.integer(.sampleRate)
    start = values.number(.start)
    duration = values.number(.duration)
    bitrate = values.integer(.bitrate)
    frames = values.integer(.frames)
    disposition = (try? values.decode(Disposition.self, forKey: .disposition)) ?? Disposition()
    sideTurn = values.list(.sides, of: SideEntry.self).lazy.compactMap(\.rotation).first
    tags = (try? values.decode(ProbedTags.self, forKey: .tags)) ?? ProbedTags()
  }
}
