public import Library

/// Where the words of one of a file's streams are to be put.
public struct SubtitleOutput: Hashable, Sendable {
  /// The stream's index in the file.
  public var stream: Int
  /// ffprobe's name of its codec.
  public var codec: String
  /// A path that EXStreamTV made.
  public var path: String

  /// A stream's output.
  public init(stream: Int, codec: String, path: String) {
    self.stream = stream
    self.codec = codec
    self.path = path
  }
}

/// The arguments of the ffmpeg that takes the words of all text streams out of a file in one go.
///
/// ASS stays as it is, so that its styles survive; all other words become SubRip. Attachments, the
/// fonts among them, go to names that are given here, never to their own.
///
/// - Parameters:
///   - path: The file's absolute path.
///   - probe: Its streams as found by the scan.
///   - outputs: Which streams go where; not empty.
///   - attachments: Where the first, second, ... attachment goes; those that are not there are
///     left out.
/// - Returns: The arguments without the program's name.
public func subtitleArguments(
  path: String, probe: MediaProbe, outputs: [SubtitleOutput], attachments: [String] = []
) -> [String] {
  let demuxer =
    probe.forcedDemuxer.map { ["-f", $0] } ?? ["-format_whitelist", mediaContainers]
  let dumps = attachments.enumerated().flatMap { ["-dump_attachment:t:\($0)", $1] }
  return ["-nostdin", "-hide_banner", "-nostats", "-v", "error"]
    + ["-protocol_whitelist", "file,pipe", "-threads", "1"] + dumps + demuxer
    + ["-i", "file:\(path)"] + outputs.flatMap(words)
}

/// As many bytes as one track may have: karaoke takes some megabytes.
private let most = "16000000"

private func words(of output: SubtitleOutput) -> [String] {
  let coding: [String] =
    switch output.codec {
    case "ass": ["copy", "-f", "ass"]
    case "ssa": ["ass", "-f", "ass"]
    // Whatever its encoding is, it is looked at later; a decoder would refuse all but UTF-8.
    case "subrip", "srt": ["copy", "-f", "srt"]
    default: ["subrip", "-f", "srt"]
    }
  return ["-map", "0:\(output.stream)", "-c:s"] + coding + ["-fs", most, "file:\(output.path)"]
}
