import Fetch
import Foundation
import Harness

/// A media playlist of a channel as it was at one moment.
struct MediaListing {
  /// The address of the folder.
  var place: String
  /// What is read before the fragments, the last one named.
  var head: String?
  /// Number, file and length of each segment.
  var segments: [(sequence: Int, name: String, length: String)] = []
  var start: String?

  init(_ station: Station, _ address: String) throws {
    place = String(address.prefix(through: address.lastIndex(of: "/") ?? address.startIndex))
    let answer = try station.get(address)
    let text = String(decoding: answer.body, as: UTF8.self)
    guard answer.status == 200 else { throw Failure("\(address): \(answer.status) \(text)") }
    var sequence = 0
    var length = ""
    for line in text.split(whereSeparator: \.isNewline).map(String.init) {
      if let match = line.wholeMatch(of: /#EXT-X-MEDIA-SEQUENCE:(\d+)/) {
        sequence = Int(match.output.1) ?? 0
      } else if let match = line.wholeMatch(of: /#EXT-X-MAP:URI="(.+)"/) {
        head = String(match.output.1)
      } else if line.hasPrefix("#EXT-X-PROGRAM-DATE-TIME") {
        start = start ?? line
      } else if line.hasPrefix("#EXTINF:") {
        length = line
      } else if !line.hasPrefix("#") {
        segments.append((sequence, line, length))
        sequence += 1
      }
    }
  }

  /// The fragments behind their head.
  func file(_ station: Station) throws -> [UInt8] {
    var bytes: [UInt8] = []
    for name in [head].compactMap(\.self) + segments.map(\.name) {
      let answer = try station.get(place + name)
      guard answer.status == 200 else { throw Failure("\(place)\(name): \(answer.status)") }
      bytes += answer.body
    }
    return bytes
  }

  /// How many seconds it lists.
  var seconds: Double {
    segments.reduce(0) { $0 + (Double($1.length.dropFirst(8).dropLast()) ?? 0) }
  }
}
