import FoundationEssentials

/// ffprobe's answer as it stands, read without trust: what is missing or odd is nil.
struct ProbeAnswer: Decodable {
  var format: ProbedFormat?
  var streams: [ProbedStream]
  var chapters: [ProbedChapter]

  /// Reads ffprobe's JSON; nil when it is none.
  init?(json: [UInt8]) {
    guard let answer = try? JSONDecoder().decode(ProbeAnswer.self, from: Data(json)) else {
      return nil
    }
    self = answer
  }

  private enum Keys: String, CodingKey {
    case format, streams, chapters
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Keys.self)
    format = try? values.decode(ProbedFormat.self, forKey: .format)
    streams = values.list(.streams, of: ProbedStream.self)
    chapters = values.list(.chapters, of: ProbedChapter.self)
  }
}

/// The container, as ffprobe names it.
struct ProbedFormat: Decodable {
  var name: String?
  var start: Double?
  var duration: Double?
  var bitrate: Int?
  /// How sure ffprobe is of the format, to 100.
  var score: Int?

  private enum Keys: String, CodingKey {
    case name = "format_name"
    case start = "start_time"
    case duration
    case bitrate = "bit_rate"
    case score = "probe_score"
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Keys.self)
    name = values.text(.name)
    start = values.number(.start)
    duration = values.number(.duration)
    bitrate = values.integer(.bitrate)
    score = values.integer(.score)
  }
}

/// A chapter mark, as ffprobe names it.
struct ProbedChapter: Decodable {
  var start: Double?
  var end: Double?
  var tags: ProbedTags

  private enum Keys: String, CodingKey {
    case start = "start_time"
    case end = "end_time"
    case tags
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Keys.self)
    start = values.number(.start)
    end = values.number(.end)
    tags = (try? values.decode(ProbedTags.self, forKey: .tags)) ?? ProbedTags()
  }
}

/// The tags of a stream or chapter; their names are compared without case.
struct ProbedTags: Decodable {
  private var values: [String: String] = [:]

  init() {}

  init(from decoder: any Decoder) throws {
    let raw = try decoder.singleValueContainer().decode([String: LenientText].self)
    for (name, text) in raw {
      values[name.lowercased()] = text.value
    }
  }

  /// A tag's text; nil where it is missing or empty.
  subscript(_ name: String) -> String? {
    values[name].flatMap { $0.isEmpty ? nil : $0 }
  }
}
