/// What went wrong in an ffmpeg, as its last words tell.
public struct StderrClassification: Hashable, Sendable {
  /// The kinds of failure that are told apart.
  public enum Kind: String, Codable, CaseIterable, Sendable {
    /// The file is gone.
    case noSuchFile
    /// The file may not be read.
    case permission
    /// What is in the file is no media, or damaged beyond use.
    case invalidData
    /// The file ends before its contents do.
    case truncated
    /// This ffmpeg can't decode what is in the file.
    case unknownDecoder
    /// There is no room left to write.
    case noSpace
    /// Somebody ended the run.
    case killed
    /// Nothing that is known.
    case unknown
  }

  /// The kind of failure.
  public var kind: Kind
  /// A sentence for people.
  public var sentence: String

  /// Reads the last words of an ffmpeg.
  ///
  /// - Parameters:
  ///   - stderrTail: The last lines of its standard error.
  ///   - signal: The signal that ended it, if one did.
  public init(stderrTail: [String], signal: Int32? = nil) {
    let found = Self.signs.lazy.compactMap { sign -> Kind? in
      stderrTail.contains { $0.contains(sign.words) } ? sign.kind : nil
    }.first
    kind = found ?? (signal == nil ? .unknown : .killed)
    sentence = Self.sentence(for: kind, lastLine: stderrTail.last, signal: signal)
  }

  /// The more telling words come first: a truncated file is also invalid data.
  private static let signs: [(words: String, kind: Kind)] = [
    ("No such file or directory", .noSuchFile),
    ("Permission denied", .permission),
    ("No space left on device", .noSpace),
    ("moov atom not found", .truncated),
    ("partial file", .truncated),
    ("Truncating packet", .truncated),
    ("File ended prematurely", .truncated),
    ("Stream ends prematurely", .truncated),
    ("Unknown decoder", .unknownDecoder),
    ("Decoder (codec", .unknownDecoder),
    ("no decoder found", .unknownDecoder),
    ("Unsupported codec", .unknownDecoder),
    ("Invalid data found when processing input", .invalidData),
    ("could not find codec parameters", .invalidData),
    ("Could not find codec parameters", .invalidData),
    ("matches no streams", .invalidData),
    ("does not contain any stream", .invalidData),
    ("Exiting normally, received signal", .killed),
    ("Immediate exit requested", .killed),
  ]

  private static func sentence(for kind: Kind, lastLine: String?, signal: Int32?) -> String {
    switch kind {
    case .noSuchFile: "The file is not there any more."
    case .permission: "The file may not be read by this user."
    case .invalidData: "What is in the file is damaged, or not what it was when it was scanned."
    case .truncated: "The file is cut off: it ends before its contents do."
    case .unknownDecoder: "This ffmpeg can't decode what is in the file."
    case .noSpace: "There is no space left on the disk."
    case .killed: "The run was ended\(signal.map { " by signal \($0)" } ?? "")."
    case .unknown: lastLine.map { "ffmpeg said: \($0)" } ?? "ffmpeg ended without a word."
    }
  }
}
