/// What a pass over a whole file told of it, before it is on air.
public struct MediaAnalysis: Hashable, Codable, Sendable {
  /// Where the picture goes black in silence, in order.
  public var dips: [Dip]
  /// How loud its sound tracks are, in the order of the file; those with nothing but silence, and
  /// those that could not be measured, are left out.
  public var loudness: [Loudness]

  /// An analysis with both its parts.
  public init(dips: [Dip] = [], loudness: [Loudness] = []) {
    self.dips = dips
    self.loudness = loudness
  }
}

/// A moment in which the picture is black and nothing is heard: where a programme can be
/// interrupted without anybody missing anything.
public struct Dip: Hashable, Codable, Sendable {
  /// Its middle, in the file's own time.
  public var at: Span
  /// How long it lasts.
  public var length: Span

  /// A dip with both its parts.
  public init(at: Span, length: Span) {
    self.at = at
    self.length = length
  }
}

/// How loud a sound track is as a whole, by EBU R128.
public struct Loudness: Hashable, Codable, Sendable {
  /// The index of the track in the file.
  public var stream: Int
  /// The loudness of the whole, in LUFS.
  public var integrated: Double
  /// How much it varies, in LU.
  public var range: Double
  /// The highest peak of the wave between its samples, in dBTP.
  public var truePeak: Double

  /// A loudness with all its parts.
  public init(stream: Int, integrated: Double, range: Double, truePeak: Double) {
    self.stream = stream
    self.integrated = integrated
    self.range = range
    self.truePeak = truePeak
  }
}
