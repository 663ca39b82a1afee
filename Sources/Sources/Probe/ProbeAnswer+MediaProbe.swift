import Library

extension ProbeAnswer {
  /// Whether the format was guessed from the name alone: any file that is
  /// named .mp3 passes for sound.
  var isGuess: Bool { (format?.score ?? 100) < 5 }

  /// What the library keeps of the answer.
  ///
  /// All times are the file's own, which begin with its container: recordings
  /// of broadcasts count from hours before.
  var mediaProbe: MediaProbe {
    let start = format?.start ?? 0
    let readable = streams.filter { $0.codec != nil }
    let pictures = readable.compactMap { $0.video(after: start) }
    let sounds = readable.compactMap(\.audio)
    return MediaProbe(
      container: format?.name ?? "unknown",
      duration: containerDuration.map { Span(seconds: $0) } ?? .zero,
      bitrate: format?.bitrate.flatMap { $0 > 0 ? $0 : nil },
      video: pictures.first,
      artwork: pictures.isEmpty
        ? readable.first(where: \.isCover).map { .attached(stream: $0.index) } : nil,
      audio: Array(sounds.prefix(Self.mostStreams)),
      subtitles: Array(readable.compactMap(\.subtitle).prefix(Self.mostStreams)),
      chapters: chapters.prefix(Self.mostChapters).compactMap { $0.chapter(after: start) })
  }

  /// The container's length, else that of its longest stream.
  private var containerDuration: Double? {
    if let duration = format?.duration, duration > 0 { return duration }
    return streams.compactMap(\.length).max()
  }

  private static let mostStreams = 100
  private static let mostChapters = 1000
}

extension ProbedStream {
  /// The stream's length; Matroska tells only when it ends, and that in a tag.
  var length: Double? {
    if let duration, duration > 0 { return duration }
    let end = (tags["duration"] ?? tags["duration-eng"]).flatMap(secondsOfClock)
    return end.map { $0 - max(0, start ?? 0) }.flatMap { $0 > 0 ? $0 : nil }
  }

  /// Whether it is a still picture that can be shown.
  fileprivate var isCover: Bool {
    kind == .video && disposition.isStill && (width ?? 0) > 0 && (height ?? 0) > 0
  }

  fileprivate func video(after containerStart: Double) -> VideoStream? {
    guard kind == .video, !disposition.isStill, frames != 1, let codec,
      let width, let height, width > 0, height > 0
    else { return nil }
    var stream = VideoStream(
      index: index, codec: codec, profile: profile,
      level: level.flatMap { $0 > 0 ? $0 : nil }, width: width, height: height,
      pixelFormat: pixelFormat, frameRate: frameRate,
      sampleAspectRatio: sampleAspectRatio.map { Ratio($0.numerator, $0.denominator) },
      fieldOrder: fieldOrder, rotation: rotation, colorTransfer: colorTransfer,
      startTime: Span(seconds: (start ?? containerStart) - containerStart),
      duration: length.map { Span(seconds: $0) }, bitrate: knownBitrate)
    let isSaid = colorSpace.map { $0 != "unknown" } ?? false
    stream.colorMatrix = isSaid ? colorSpace : VideoStream.unsaidMatrix
    stream.isUneven = isUneven
    return stream
  }

  fileprivate var audio: AudioStream? {
    guard kind == .audio, let codec, let channels, let sampleRate, channels > 0, sampleRate > 0
    else { return nil }
    return AudioStream(
      index: index, codec: codec, profile: profile, channels: channels, sampleRate: sampleRate,
      language: language, title: tags["title"], isDefault: disposition.isDefault,
      isCommentary: disposition.isCommentary ? true : nil,
      isDescription: disposition.isDescription ? true : nil)
  }

  fileprivate var subtitle: SubtitleStream? {
    guard kind == .subtitle, let codec else { return nil }
    return SubtitleStream(
      index: index, codec: codec, language: language, title: tags["title"],
      isForced: disposition.isForced, isDefault: disposition.isDefault,
      isForImpaired: disposition.isForImpaired ? true : nil,
      isCommentary: disposition.isCommentary ? true : nil)
  }

  /// Average frames per second; the base rate, where that is unknown, unless
  /// it is the clock of the container.
  private var frameRate: Ratio? {
    if let averageRate { return Ratio(averageRate.numerator, averageRate.denominator) }
    guard let baseRate else { return nil }
    let ratio = Ratio(baseRate.numerator, baseRate.denominator)
    return ratio.value <= 480 ? ratio : nil
  }

  /// Whether far fewer frames come than their smallest distance would allow.
  ///
  /// The base rate counts fields where the coding has them, so twice the average is even too.
  private var isUneven: Bool? {
    guard let averageRate, let baseRate else { return nil }
    let average = Ratio(averageRate.numerator, averageRate.denominator).value
    let base = Ratio(baseRate.numerator, baseRate.denominator).value
    guard average > 0, base <= 480 else { return nil }
    return !(0...1.1).contains(base / average) && !(1.9...2.1).contains(base / average)
  }

  /// Clockwise, 0 to 359: ffprobe's side data counts the other way round, and
  /// the tag of older files does not.
  private var rotation: Int {
    let turn = sideTurn.map { -$0 } ?? tags["rotate"].flatMap(Double.init) ?? 0
    guard turn.isFinite, abs(turn) < 1e6 else { return 0 }
    let degrees = Int(turn.rounded()) % 360
    return degrees < 0 ? degrees + 360 : degrees
  }

  private var knownBitrate: Int? {
    let told = bitrate ?? (tags["bps"] ?? tags["bps-eng"]).flatMap { Int($0) }
    return told.flatMap { $0 > 0 ? $0 : nil }
  }

  private var language: String? {
    tags["language"].flatMap { $0 == "und" ? nil : $0 }
  }
}

extension ProbedChapter {
  fileprivate func chapter(after containerStart: Double) -> Chapter? {
    guard let start, let end, end > start else { return nil }
    return Chapter(
      start: Span(seconds: max(0, start - containerStart)),
      end: Span(seconds: max(0, end - containerStart)), title: tags["title"])
  }
}

/// The seconds of a text such as `01:02:03.500000000`; nil when it is none or zero.
private func secondsOfClock(_ text: String) -> Double? {
  let parts = text.split(separator: ":", omittingEmptySubsequences: false)
  guard parts.count == 3 else { return nil }
  let numbers = parts.compactMap { Double($0) }
  guard numbers.count == 3, numbers.allSatisfy({ $0.isFinite && $0 >= 0 }) else { return nil }
  let seconds = numbers[0] * 3600 + numbers[1] * 60 + numbers[2]
  return seconds > 0 ? seconds : nil
}
