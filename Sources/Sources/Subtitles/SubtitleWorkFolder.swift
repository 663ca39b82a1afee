import Foundation
import Library

/// The folder in which the subtitles of one file are made; all names in it are ours.
struct SubtitleWorkFolder {
  /// As many fonts as are kept of a file.
  static let mostFonts = 100
  /// As many bytes as all of them may have.
  static let mostFontBytes = 200 << 20
  /// As many bytes as one track may have.
  static let mostBytes = 16 << 20

  /// The folder's path.
  let path: String

  private var files: FileManager { .default }
  private var fontFolder: String { path + "/fonts" }

  func make() throws {
    try? files.removeItem(atPath: path)
    try files.createDirectory(atPath: fontFolder, withIntermediateDirectories: true)
  }

  func remove() { try? files.removeItem(atPath: path) }

  func move(to place: String) throws { try files.moveItem(atPath: path, toPath: place) }

  /// Where ffmpeg puts the words of a stream.
  func raw(_ track: SubtitleStream) -> String { "\(path)/\(track.index).raw" }

  /// Where ffmpeg puts what is attached.
  var attachments: [String] { (0..<Self.mostFonts).map { "\(fontFolder)/\($0)" } }

  /// Removes what is no font, and all where there is too much; tells whether any are left.
  func keepFonts() -> Bool {
    let names = (try? files.contentsOfDirectory(atPath: fontFolder)) ?? []
    var bytes = 0
    var count = 0
    for name in names {
      let file = "\(fontFolder)/\(name)"
      let size = (try? files.attributesOfItem(atPath: file)[.size] as? Int).flatMap(\.self) ?? 0
      guard isFont(file), bytes + size <= Self.mostFontBytes else {
        try? files.removeItem(atPath: file)
        continue
      }
      bytes += size
      count += 1
    }
    if count == 0 { try? files.removeItem(atPath: fontFolder) }
    return count > 0
  }

  /// Makes the files of a track out of what ffmpeg wrote, or out of the file beside the medium.
  ///
  /// - Throws: When they can't be written.
  func finish(
    _ track: SubtitleStream, hasFonts: Bool, failure: String?
  ) throws -> ExtractedSubtitles.Track {
    defer { try? files.removeItem(atPath: raw(track)) }
    func failed(_ reason: String) -> ExtractedSubtitles.Track {
      ExtractedSubtitles.Track(index: track.index, failure: reason)
    }
    if track.file == nil, let failure { return failed(failure) }
    guard let bytes = bytes(of: track) else {
      return failed(
        track.file == nil
          ? "ffmpeg made nothing of it." : "The file is gone, has changed, or is over 16 MB.")
    }
    let text = SubtitleText.decoded(bytes)
    // ffmpeg leaves styles of ASS alone, and makes SubRip of all else.
    let codec = track.codec == "ssa" ? "ass" : track.codec
    let cues = SubtitleCues(reading: text, codec: codec)
    guard !cues.cues.isEmpty else { return failed("There are no words in it.") }
    let words = "\(track.index)." + (codec == "ass" ? "ass" : "srt")
    let vtt = "\(track.index).vtt"
    try write(codec == "ass" ? text : cues.subRip, to: words)
    try write(cues.webVTT, to: vtt)
    if codec == "ass", hasFonts {
      try files.createSymbolicLink(
        atPath: "\(path)/\(words).fonts", withDestinationPath: "fonts")
    }
    return ExtractedSubtitles.Track(
      index: track.index, words: words, cues: vtt, count: cues.cues.count)
  }

  private func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: URL(filePath: "\(path)/\(name)"))
  }

  /// Makes what is there of a track of pictures beside the medium.
  func finish(pictures track: SubtitleStream, failure: String?) -> ExtractedSubtitles.Track {
    guard failure == nil,
      (PathFacts(RawPath(pictures(track)), followingLinks: false)?.stamp.size ?? 0) > 0
    else {
      try? files.removeItem(atPath: pictures(track))
      return ExtractedSubtitles.Track(
        index: track.index, failure: failure ?? "The files are gone, or have changed.")
    }
    return ExtractedSubtitles.Track(index: track.index, words: "\(track.index).mks")
  }

  /// Where the pictures of a track beside the medium go.
  func pictures(_ track: SubtitleStream) -> String { "\(path)/\(track.index).mks" }

  /// A name of ours for the medium, for the time of the work.
  func link(to medium: String) throws -> String {
    let link = path + "/medium"
    try? files.removeItem(atPath: link)
    try files.createSymbolicLink(atPath: link, withDestinationPath: medium)
    return link
  }

  func unlink() { try? files.removeItem(atPath: path + "/medium") }

  /// Whether a file is still as it was found.
  ///
  /// Only ordinary files count: a link may lead out of the library.
  static func holds(_ file: SubtitleFile) -> Bool {
    guard let facts = PathFacts(RawPath(file.path), followingLinks: false) else { return false }
    return facts.kind == .file
      && facts.stamp == FileStamp(size: file.size, modified: file.modified)
  }

  private func bytes(of track: SubtitleStream) -> [UInt8]? {
    guard let file = track.file else { return Self.read(raw(track)) }
    return Self.holds(file) ? Self.read(file.path) : nil
  }

  /// Reads an ordinary file that is no link; nil where it is none, empty or too long.
  static func read(_ path: String, mostBytes: Int = Self.mostBytes) -> [UInt8]? {
    let file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var facts = stat()
    guard fstat(file, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG,
      (1...mostBytes).contains(Int(facts.st_size))
    else { return nil }
    var bytes = [UInt8](repeating: 0, count: Int(facts.st_size))
    var at = 0
    while at < bytes.count {
      let count = bytes[at...].withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      at += count
    }
    return at == 0 ? nil : Array(bytes[..<at])
  }

  private func isFont(_ path: String) -> Bool {
    guard let file = FileHandle(forReadingAtPath: path) else { return false }
    defer { try? file.close() }
    let head = (try? file.read(upToCount: 4)).flatMap(\.self).map(Array.init) ?? []
    let kinds: [[UInt8]] = [
      [0, 1, 0, 0], Array("OTTO".utf8), Array("true".utf8), Array("ttcf".utf8),
    ]
    return kinds.contains(head)
  }
}
