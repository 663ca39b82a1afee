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
    /// The disk or the shared folder with the file does not answer.
    case sourceAway
    /// The card that was to encode or decode does not do it.
    case hardware
    /// ffmpeg itself broke.
    case crashed
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
    let found = Self.signs.lazy.compactMap { sign -> (kind: Kind, line: String)? in
      stderrTail.first { $0.contains(sign.words) }.map { (sign.kind, $0) }
    }.first
    kind = signal.map { Self.crashes.contains($0) ? .crashed : .killed } ?? found?.kind ?? .unknown
    let line = kind == .hardware ? found?.line : stderrTail.last
    sentence = Self.sentence(for: kind, lastLine: line, signal: signal)
  }

  /// SIGILL, SIGABRT, SIGBUS, SIGFPE and SIGSEGV: nobody sends these to another process.
  private static let crashes: Set<Int32> = [4, 6, 7, 8, 11]

  /// The more telling words come first: a truncated file is also invalid data.
  private static let signs: [(words: String, kind: Kind)] = [
    ("Device creation failed", .hardware),
    ("No VA display found", .hardware),
    ("Failed to initialise VAAPI", .hardware),
    ("Cannot load libcuda", .hardware),
    ("Cannot load libnvidia-encode", .hardware),
    ("Cannot load nvcuda", .hardware),
    ("No capable devices found", .hardware),
    ("OpenEncodeSessionEx failed", .hardware),
    ("CUDA_ERROR", .hardware),
    ("nvenc API version", .hardware),
    ("MFX session", .hardware),
    ("Could not find a valid device", .hardware),
    ("Impossible to convert between the formats supported by the filter", .hardware),
    ("hwaccel initialisation returned error", .hardware),
    ("Failed setup for format", .hardware),
    ("hardware accelerator failed", .hardware),
    ("No such file or directory", .noSuchFile),
    ("Permission denied", .permission),
    ("No space left on device", .noSpace),
    ("Stale file handle", .sourceAway),
    ("Transport endpoint is not connected", .sourceAway),
    ("Host is down", .sourceAway),
    ("No route to host", .sourceAway),
    ("No such device", .sourceAway),
    ("Connection timed out", .sourceAway),
    ("Input/output error", .sourceAway),
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

  /// Whether the card is not there, or it was its encoder that failed: it is no help then that
  /// the processor decodes.
  public static func blamesEncoder(in stderrTail: [String]) -> Bool {
    stderrTail.contains { line in encoderSigns.contains { line.contains($0) } }
  }

  private static let encoderSigns = [
    "Device creation failed", "No VA display found", "Failed to initialise VAAPI",
    "Cannot load lib", "Cannot load nvcuda", "No capable devices found",
    "OpenEncodeSessionEx failed", "nvenc API version", "Could not find a valid device",
    "Error while opening encoder",
  ]

  /// How many faults a file may show before it is called damaged.
  public static let mostFaults = 5

  /// How many lines tell of pictures or sounds that could not be decoded.
  public static func faults(in stderrTail: [String]) -> Int {
    stderrTail.count { line in faultSigns.contains { line.contains($0) } }
  }

  private static let faultSigns = [
    "Error while decoding", "error while decoding", "corrupt", "Invalid NAL unit size",
    "concealing", "Invalid data found",
  ]

  private static func sentence(for kind: Kind, lastLine: String?, signal: Int32?) -> String {
    switch kind {
    case .noSuchFile: "The file is not there any more."
    case .permission: "The file may not be read by this user."
    case .invalidData: "What is in the file is damaged, or not what it was when it was scanned."
    case .truncated: "The file is cut off: it ends before its contents do."
    case .unknownDecoder: "This ffmpeg can't decode what is in the file."
    case .noSpace: "There is no space left on the disk."
    case .hardware: "The card did not do its part: \(lastLine ?? "it said nothing")"
    case .sourceAway: "The disk or shared folder with the file does not answer."
    case .crashed: "ffmpeg crashed\(signal.map { " with signal \($0)" } ?? "") over this file."
    case .killed: "The run was ended\(signal.map { " by signal \($0)" } ?? "")."
    case .unknown: lastLine.map { "ffmpeg said: \($0)" } ?? "ffmpeg ended without a word."
    }
  }
}
