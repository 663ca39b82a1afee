/// One subtitle track of a file, in it or beside it.
public struct SubtitleStream: Hashable, Codable, Sendable {
  /// The stream's index in the file; negative for a track beside the file: -1 is the first.
  public var index: Int
  /// ffprobe's codec name, such as `subrip`.
  public var codec: String
  /// ISO 639-2 code, if tagged.
  public var language: String?
  /// The track's own title, if tagged.
  public var title: String?
  /// Whether the file marks it as forced.
  public var isForced: Bool
  /// Whether the file marks it as its default; nil where nobody has looked.
  public var isDefault: Bool?
  /// Whether it is for the hard of hearing: it tells sounds too; nil where nobody has looked.
  public var isForImpaired: Bool?
  /// Whether it is of a commentary; nil where nobody has looked.
  public var isCommentary: Bool?
  /// The file beside the medium that it is in; nil for a stream of the medium.
  public var file: SubtitleFile?

  /// A subtitle track with all its parts.
  public init(
    index: Int, codec: String, language: String? = nil, title: String? = nil,
    isForced: Bool = false, isDefault: Bool? = nil, isForImpaired: Bool? = nil,
    isCommentary: Bool? = nil, file: SubtitleFile? = nil
  ) {
    self.index = index
    self.codec = codec
    self.language = language
    self.title = title
    self.isForced = isForced
    self.isDefault = isDefault
    self.isForImpaired = isForImpaired
    self.isCommentary = isCommentary
    self.file = file
  }
}

/// A file with subtitles beside a medium.
public struct SubtitleFile: Hashable, Codable, Sendable {
  /// Its absolute path.
  public var path: String
  /// Its size in bytes.
  public var size: Int64
  /// When it was last written to.
  public var modified: Moment
  /// Which of its own streams it is, from zero; nil for a file of one.
  public var stream: Int?

  /// A file as it looked when it was found.
  public init(path: String, size: Int64, modified: Moment, stream: Int? = nil) {
    self.path = path
    self.size = size
    self.modified = modified
    self.stream = stream
  }
}

extension SubtitleStream {
  /// ffprobe's name of closed captions (EIA-608).
  public static let captions = "eia_608"
  /// ffprobe's name of teletext.
  public static let teletext = "dvb_teletext"

  /// Whether it is words; nil for codecs that nobody knows.
  public var isText: Bool? {
    switch codec {
    case "subrip", "srt", "ass", "ssa", "mov_text", "webvtt", "text": true
    case Self.captions, Self.teletext: true
    case "hdmv_pgs_subtitle", "dvd_subtitle", "dvb_subtitle", "xsub": false
    default: nil
    }
  }

  /// Whether it can only be shown once it was taken out in the background.
  public var needsExtraction: Bool { isText == true || file != nil }
}

extension MediaProbe {
  /// The track of the closed captions that lie among the frames of the pictures.
  ///
  /// They have no stream of their own, so their index is that of the pictures. Nobody names their
  /// language: it is that of the first sound.
  public var hiddenCaptions: SubtitleStream? {
    video.map {
      SubtitleStream(
        index: $0.index, codec: SubtitleStream.captions,
        language: audio.first?.language ?? "eng", title: "Closed captions", isForImpaired: true)
    }
  }

  /// Whether a track is the captions among the frames of the pictures.
  public func hidesInPictures(_ track: SubtitleStream) -> Bool {
    track.file == nil && track.index == video?.index
  }
}
