public import Library

/// What an analysing ffmpeg said, read line by line.
///
/// Understood are the words of `blackdetect`, `silencedetect` and of the summary of `ebur128`;
/// anything else is passed over.
public struct AnalysisWords: Hashable, Sendable {
  /// A stretch of a file, in seconds.
  public struct Stretch: Hashable, Sendable {
    /// Where it begins.
    public var start: Double
    /// Where it ends; infinite for one that was still going on.
    public var end: Double

    /// A stretch with both its parts.
    public init(_ start: Double, _ end: Double) {
      self.start = start
      self.end = end
    }

    /// What two stretches share.
    func shared(with other: Stretch) -> Stretch? {
      let shared = Stretch(max(start, other.start), min(end, other.end))
      return shared.start < shared.end ? shared : nil
    }
  }

  /// Where the picture is black.
  public private(set) var black: [Stretch] = []
  /// Where nothing is heard.
  public private(set) var silence: [Stretch] = []
  /// How loud each track is, by its index in the file.
  public private(set) var meters: [Int: Meter] = [:]

  /// What was said of one track.
  public struct Meter: Hashable, Sendable {
    /// The loudness of the whole, in LUFS; what ffmpeg says of pure silence counts as none.
    public var integrated: Double?
    /// How much it varies, in LU.
    public var range: Double?
    /// The highest true peak, in dBTP.
    public var truePeak: Double?
  }

  /// The track whose summary is being read.
  private var track: Int?
  /// ffmpeg's lower end of the scale: nothing that softly was counted.
  private static let floor = -69.9

  /// Reads all that an ffmpeg wrote to its standard error.
  public init(_ text: String) {
    for line in text.split(whereSeparator: \.isNewline) { read(line) }
  }

  private mutating func read(_ line: Substring) {
    if line.contains("blackdetect") {
      guard let start = number(in: line, after: "black_start:"),
        let end = number(in: line, after: "black_end:"), start < end
      else { return }
      black.append(Stretch(start, end))
    } else if line.contains("silencedetect") {
      readSilence(line)
    } else {
      readSummary(line)
    }
  }

  private mutating func readSilence(_ line: Substring) {
    if let start = number(in: line, after: "silence_start:") {
      silence.append(Stretch(start, .infinity))
    } else if let end = number(in: line, after: "silence_end:"), let last = silence.last,
      last.end == .infinity, last.start < end
    {
      silence[silence.count - 1].end = end
    }
  }

  /// Lines that begin with their name, below a heading that names the meter.
  private mutating func readSummary(_ line: Substring) {
    if line.hasSuffix("Summary:"), line.hasPrefix("[ebur128@\(meterName)") {
      track = Int(line.dropFirst("[ebur128@\(meterName)".count).prefix(while: \.isNumber))
      return
    }
    guard let track else { return }
    let words = line.split(separator: " ")
    guard words.count == 3, let value = Double(words[1]), value.isFinite else { return }
    switch (words[0], words[2]) {
    case ("I:", "LUFS"):
      meters[track, default: Meter()].integrated = value > Self.floor ? value : nil
    case ("LRA:", "LU"): meters[track, default: Meter()].range = value
    case ("Peak:", "dBFS"): meters[track, default: Meter()].truePeak = value
    default: break
    }
  }

  private func number(in line: Substring, after name: String) -> Double? {
    guard let place = line.firstRange(of: name) else { return nil }
    let rest = line[place.upperBound...].drop { $0 == " " }
    return Double(rest.prefix { !$0.isWhitespace }).flatMap { $0.isFinite ? $0 : nil }
  }
}

extension AnalysisWords {
  /// What this tells of a file.
  ///
  /// - Parameter probe: The streams that were looked at.
  /// - Returns: A dip wherever black and silence coincide, or where it is black in a file
  ///   without sound; and the loudness of each track.
  public func analysis(of probe: MediaProbe) -> MediaAnalysis {
    let places =
      probe.audio.isEmpty
      ? black : black.flatMap { dark in silence.compactMap { dark.shared(with: $0) } }
    let dips = places.sorted { $0.start < $1.start }.prefix(Self.mostDips).map { place in
      Dip(
        at: .milliseconds(Int64(((place.start + place.end) * 500).rounded())),
        length: .milliseconds(Int64(((place.end - place.start) * 1000).rounded())))
    }
    return MediaAnalysis(dips: dips, loudness: probe.audio.compactMap { meters[$0.index]?.of($0) })
  }

  /// A day of black in pieces is no programme to be interrupted.
  private static let mostDips = 1000
}

extension AnalysisWords.Meter {
  /// The loudness of a track; nil where there is none.
  fileprivate func of(_ track: AudioStream) -> Loudness? {
    guard let integrated, let truePeak else { return nil }
    return Loudness(
      stream: track.index, integrated: integrated, range: range ?? 0, truePeak: truePeak)
  }
}
