import ChildProcess

/// The program ffprobe: what it is asked and with which arguments.
///
/// A path is always passed behind `file:`, so that no name is taken for an
/// option, a protocol or a pattern. Only the formats that the library takes may
/// be opened: a playlist that is named like a film could make ffprobe read
/// other files.
struct FFprobe: Sendable {
  /// The program's path.
  var program: String
  /// When a run of it is killed.
  var deadline: Duration

  /// As many bytes of answer as an honest file needs; hundreds of attachments fit.
  static let largestAnswer = 8_000_000
  /// Packets of some hours at 60 a second.
  static let largestPacketList = 32_000_000

  /// Container, streams and chapters as JSON.
  func describe(
    _ path: String, isCancelled: @escaping () -> Bool
  ) throws(ChildError) -> ChildResult {
    try run(
      ["-print_format", "json", "-show_format", "-show_streams", "-show_chapters"], on: path,
      limit: Self.largestAnswer, isCancelled)
  }

  /// Times and flags of one stream's packets as lines `pts,dts,flags`, of the
  /// whole file or of the given parts of it.
  func packets(
    of stream: Int, in path: String, parts: [PacketWindow], isCancelled: @escaping () -> Bool
  ) throws(ChildError) -> ChildResult {
    var words = ["-select_streams", "\(stream)"]
    if !parts.isEmpty {
      words += ["-read_intervals", parts.map(\.interval).joined(separator: ",")]
    }
    words += ["-show_entries", "packet=pts_time,dts_time,flags", "-of", "csv=p=0"]
    return try run(words, on: path, limit: Self.largestPacketList, isCancelled)
  }

  /// What lies beside the first frames of a stream, as lines, from given places on.
  ///
  /// Whether there are captions among them can't be known without decoding: ffprobe's own field
  /// `closed_captions` is zero in most versions.
  ///
  /// A place is seconds of the container's own time; the file's beginning when nil.
  func frameSides(
    of stream: Int, in path: String, at places: [Double?], isCancelled: @escaping () -> Bool
  ) throws(ChildError) -> ChildResult {
    let parts = places.map { place in
      (place.map { "\(Int64($0.clampedToDays))" } ?? "") + "%+#\(Self.framesSeen)"
    }
    return try run(
      [
        "-threads", "1", "-select_streams", "\(stream)", "-read_intervals",
        parts.joined(separator: ","), "-show_frames", "-show_entries",
        "frame=media_type:frame_side_data=side_data_type", "-of", "csv=p=0",
      ], on: path, limit: 1_000_000, isCancelled)
  }

  /// Captions come with every frame, or with every second one.
  private static let framesSeen = 8

  private func run(
    _ words: [String], on path: String, limit: Int, _ isCancelled: @escaping () -> Bool
  ) throws(ChildError) -> ChildResult {
    try runToEnd(
      ChildCommand(
        program,
        ["-v", "error", "-protocol_whitelist", "file,pipe", "-format_whitelist", Self.formats]
          + words + ["file:\(path)"],
        niceness: 10),
      deadline: deadline, outputLimit: limit, isCancelled: isCancelled)
  }

  /// ffprobe's names of the formats that may be opened.
  static let formats = [
    "aac", "ac3", "aiff", "ape", "asf", "avi", "dsf", "dts", "dtshd", "dv", "eac3", "flac", "flv",
    "live_flv", "matroska", "mov", "mp3", "mpc", "mpc8", "mpeg", "mpegts", "mpegvideo", "mxf",
    "ogg", "rm", "tta", "w64", "wav", "webm", "wtv", "wv",
  ].joined(separator: ",")
}

/// A part of a file whose packets are looked at.
struct PacketWindow: Hashable, Sendable {
  /// Where it begins in the container's own time; the file's beginning when nil.
  var start: Double?
  /// How many seconds it is long.
  var length: Int

  /// The part in the words of ffprobe's `-read_intervals`.
  fileprivate var interval: String {
    let place = start.map { "\(Int64(($0).clampedToDays))" } ?? ""
    return "\(place)%+\(length)"
  }
}

extension Double {
  /// Broken files tell times that no integer holds.
  fileprivate var clampedToDays: Double {
    isFinite ? Swift.min(Swift.max(self, 0), 31_536_000) : 0
  }
}
