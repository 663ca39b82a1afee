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
    + (outputs.contains { $0.codec == SubtitleStream.teletext } ? teletext : [])
    + ["-i", "file:\(path)"] + outputs.flatMap(words)
}

/// The arguments of the ffmpeg that takes the captions out of a file's pictures.
///
/// All pictures are decoded for that. Only the first channel (CC1) is read.
///
/// - Parameters:
///   - link: A link to the file, by a name that EXStreamTV made: it becomes part of a filter.
///   - probe: The file's streams as found by the scan.
///   - output: Where the words go, as SubRip.
/// - Returns: The arguments without the program's name.
public func captionArguments(link: String, probe: MediaProbe, output: String) -> [String] {
  let demuxer = probe.forcedDemuxer.map { ":format_name=\($0)" } ?? ""
  let stream = probe.video?.index ?? 0
  // Times count from the first picture there, from the file's beginning here.
  let late = probe.video?.startTime ?? .zero
  return ["-nostdin", "-hide_banner", "-nostats", "-v", "error"]
    + (late == .zero ? [] : ["-itsoffset", late.secondsText])
    + ["-f", "lavfi"]
    + ["-i", "movie=filename=\(filterValue(link))\(demuxer):si=\(stream)[out0+subcc]"]
    + ["-map", "0:s", "-c:s", "subrip", "-f", "srt", "-fs", most, "file:\(output)"]
}

/// The arguments of the ffmpeg that takes one language out of a DVD's subtitles, as pictures.
///
/// - Parameters:
///   - index: The absolute path of the `.idx`.
///   - pictures: The absolute path of its `.sub`.
///   - stream: Which of its languages, from zero.
///   - output: Where the pictures go, as Matroska with the times of the index.
/// - Returns: The arguments without the program's name.
public func discSubtitleArguments(
  index: String, pictures: String, stream: Int, output: String
) -> [String] {
  ["-nostdin", "-hide_banner", "-nostats", "-v", "error", "-protocol_whitelist", "file,pipe"]
    + ["-format_whitelist", "vobsub,mpeg", "-seek_timestamp", "1", "-f", "vobsub"]
    + ["-sub_name", "file:\(pictures)", "-i", "file:\(index)", "-map", "0:\(stream)"]
    + ["-c:s", "copy", "-f", "matroska", "-fs", "200000000", "file:\(output)"]
}

/// The pages that are marked as subtitles, as words; each lasts until the next, which may be empty.
private let teletext = ["-txt_page", "subtitle", "-txt_format", "text", "-fix_sub_duration"]

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
