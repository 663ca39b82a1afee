import Foundation
import Glibc

/// The playlists of a channel as they lie in its folder, all as of the same moment.
struct Shelf {
  /// One playlist.
  struct Listing {
    /// What must be the same in all: numbers, lengths, discontinuities and dates.
    var shape: [String] = []
    /// The segments' files.
    var files: [String] = []
    /// The heads, in the order in which they are named.
    var heads: [String] = []
    /// How many segments are not in it.
    var gaps = 0
    /// The number of its first segment.
    var sequence: Int64 = 0

    init(_ text: String) {
      for line in text.split(separator: "\n").map(String.init) {
        if line.hasPrefix("#EXT-X-MAP:URI=") {
          heads.append(String(line.dropFirst(16).dropLast()))
        } else if line == "#EXT-X-GAP" {
          gaps += 1
        } else if !line.hasPrefix("#") {
          files.append(line)
        } else if !line.hasPrefix("#EXT-X-VERSION") {
          shape.append(line)
        }
        if line.hasPrefix("#EXT-X-MEDIA-SEQUENCE:") { sequence = Int64(line.dropFirst(22)) ?? 0 }
      }
    }

    /// How long each segment plays.
    var lengths: [String] { shape.filter { $0.hasPrefix("#EXTINF") } }

    /// The number of its last segment.
    var last: Int64 { sequence + Int64(files.count) - 1 }
  }

  let folder: String
  private(set) var lists: [String: Listing] = [:]

  /// Reads the folder; again where a segment is listed meanwhile.
  init(_ folder: String) {
    self.folder = folder
    for _ in 0..<100 {
      let before = Self.texts(in: folder)
      lists = before.mapValues(Listing.init)
      if before == Self.texts(in: folder), Set(lists.values.map(\.last)).count == 1 { return }
      usleep(20_000)
    }
  }

  private static func texts(in folder: String) -> [String: String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return Dictionary(
      uniqueKeysWithValues: names.filter { $0.hasSuffix(".m3u8") }.map { name in
        (name, (try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)) ?? "")
      })
  }

  /// The main playlist.
  var main: Listing { lists["index.m3u8"] ?? Listing("") }

  /// Playlists that differ from the main one in more than their files.
  var odd: [String] { lists.filter { $0.value.shape != main.shape }.map(\.key).sorted() }

  /// Files that are listed and not there.
  var missing: [String] {
    lists.values.flatMap { $0.files + $0.heads }.sorted().filter {
      !FileManager.default.fileExists(atPath: "\(folder)/\($0)")
    }
  }

  /// Parts and heads that no segment with a main file has.
  var strays: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let whole = Set(
      names.filter { $0.hasSuffix(".ts") && !$0.contains(".a") }.map { $0.dropLast(3) })
    return names.filter { name in
      guard let number = name.split(separator: ".").first, Int64(number) != nil else {
        return false
      }
      return !whole.contains(number)
    }.sorted()
  }
}
