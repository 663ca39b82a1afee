import Foundation
import Glibc
import Library

/// The two files of a DVD's subtitles: the index `Alien.idx`, and its pictures in `Alien.sub`.
///
/// A `.sub` without an index is another thing (MicroDVD), and is passed over. Only ordinary files
/// count: a link may lead out of the library.
enum DiscSubtitles {
  /// Some languages with thousands of pictures each.
  private static let mostIndexBytes = 8 << 20

  /// The path of an index's pictures; nil where they are not there.
  static func pictures(of index: String) -> String? {
    guard let dot = index.lastIndex(of: ".") else { return nil }
    return ["sub", "SUB", "Sub"].lazy.map { "\(index[...dot])\($0)" }.first { path in
      PathFacts(RawPath(path), followingLinks: false).map { $0.kind == .file && $0.stamp.size > 0 }
        ?? false
    }
  }

  /// What an index tells; nil where it can't be read or is far too long.
  static func index(of file: SubtitleFile) -> DiscSubtitleIndex? {
    SubtitleWorkFolder.read(file.path, mostBytes: mostIndexBytes).map {
      DiscSubtitleIndex(String(decoding: $0, as: UTF8.self))
    }
  }
}
