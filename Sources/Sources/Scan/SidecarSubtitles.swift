import Library

/// Files with subtitles that a walk came across, until it is known which media they belong to.
///
/// A file belongs to the media in its folder whose name, without the ending, its own begins with;
/// the longest counts, so that `Alien.1979.de.srt` is not taken for one of `Alien.mkv` where there
/// is an `Alien.1979.mkv`.
struct SidecarSubtitles {
  /// As many as one medium may have.
  static let most = 100

  private struct Found {
    var words: [Substring]
    var codec: String
    var file: SubtitleFile
  }

  private var found: [Found] = []

  /// Whether a file's name, as bytes, ends like that of subtitles.
  static func match(_ name: [UInt8]) -> Bool {
    guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot > 0, name.count - dot == 4 else {
      return false
    }
    return SubtitleName.codec(ofEnding: Substring(decoding: name[(dot + 1)...], as: UTF8.self))
      != nil
  }

  /// Takes an ordinary file.
  mutating func append(_ path: String, _ stamp: FileStamp) {
    let words = path.split(separator: ".", omittingEmptySubsequences: false)
    guard let ending = words.last, let codec = SubtitleName.codec(ofEnding: ending) else { return }
    found.append(
      Found(
        words: words.dropLast(), codec: codec,
        file: SubtitleFile(path: path, size: stamp.size, modified: stamp.modified)))
  }

  /// The tracks beside media, by the paths of those that have any.
  func tracks(beside files: [FoundFile]) -> [String: [SubtitleStream]] {
    guard !found.isEmpty else { return [:] }
    let media = Dictionary(grouping: files.map(\.path)) { Self.stem(of: $0) }
    var tracks: [String: [SubtitleStream]] = [:]
    for one in found.sorted(by: { $0.file.path.utf8.lexicographicallyPrecedes($1.file.path.utf8) })
    {
      guard let (owners, rest) = owner(of: one, in: media) else { continue }
      let name = SubtitleName(words: rest, codec: one.codec)
      let own = one.codec == "dvd_subtitle" ? Self.streams(of: one.file, named: name) : nil
      for path in owners {
        for (file, name) in own ?? [(one.file, name)]
        where tracks[path, default: []].count < Self.most {
          let place = tracks[path, default: []].count
          tracks[path, default: []].append(SubtitleStream(in: file, named: name, at: place))
        }
      }
    }
    return tracks
  }

  /// The languages of an index of pictures; none without its pictures.
  private static func streams(
    of file: SubtitleFile, named name: SubtitleName
  ) -> [(SubtitleFile, SubtitleName)] {
    guard DiscSubtitles.pictures(of: file.path) != nil, let index = DiscSubtitles.index(of: file)
    else { return [] }
    return index.streams.enumerated().map { place, stream in
      var (file, name) = (file, name)
      file.stream = place
      name.language = stream.language ?? name.language
      name.title = stream.title ?? name.title
      return (file, name)
    }
  }

  private func owner(
    of one: Found, in media: [[UInt8]: [String]]
  ) -> (media: [String], rest: [Substring])? {
    var words = one.words
    var rest: [Substring] = []
    while let last = words.last {
      // Strings that differ only in how accents are composed are two names: bytes are compared.
      if let owners = media[Array(words.joined(separator: ".").utf8)] { return (owners, rest) }
      // The folder's part of the path is never looked into.
      if last.contains("/") { return nil }
      rest.insert(words.removeLast(), at: 0)
    }
    return nil
  }

  private static func stem(of path: String) -> [UInt8] {
    let bytes = Array(path.utf8)
    guard let dot = bytes.lastIndex(of: UInt8(ascii: ".")) else { return bytes }
    return Array(bytes[..<dot])
  }
}
