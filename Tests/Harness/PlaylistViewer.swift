import Fetch
package import Foundation

/// A player of playlists: follows a channel as players do, keeps every segment,
/// and checks the rules of RFC 8216 at every poll.
package final class PlaylistViewer {
  /// A segment as the playlist told of it.
  package struct Seen {
    package var sequence: Int
    package var name: String
    package var start: Date
    package var duration: Double
    package var bytes: [UInt8]
  }

  private let station: Station
  /// How many segments are fetched at most.
  private let limit: Int
  /// The media playlist's address below the base.
  package let address: String
  /// Every segment since the first poll, in order.
  package private(set) var segments: [Seen] = []
  /// Broken rules in words.
  package private(set) var faults: [String] = []
  private var target: Int?
  private var lastSequence = -1

  /// Tunes: reads the multivariant playlist, then the media playlist.
  package init(
    _ station: Station, channel: String = "1", query: String = "", segments limit: Int = .max
  ) throws {
    self.limit = limit
    self.station = station
    address = try Self.mediaAddress(station, channel: channel, query: query)
    try poll()
  }

  /// Reads a channel's multivariant playlist and returns the media playlist's address.
  package static func mediaAddress(
    _ station: Station, channel: String, query: String = ""
  ) throws -> String {
    let master = try station.get("/iptv/channel/\(channel).m3u8\(query)")
    let text = String(decoding: master.body, as: UTF8.self)
    guard master.status == 200 else { throw Failure("tune: \(master.status) \(text)") }
    guard let line = text.split(whereSeparator: \.isNewline).first(where: { !$0.hasPrefix("#") })
    else { throw Failure("no variant in \(text)") }
    return URL(string: String(line), relativeTo: URL(string: "/iptv/channel/x.m3u8"))?.path ?? ""
  }

  /// Reads the playlist once and fetches what is new.
  package func poll() throws {
    let response = try station.get(address)
    let text = String(decoding: response.body, as: UTF8.self)
    guard response.status == 200 else { throw Failure("playlist: \(response.status) \(text)") }
    let lines = text.split(whereSeparator: \.isNewline).map(String.init)
    check(lines)
    var sequence = value("#EXT-X-MEDIA-SEQUENCE:", in: lines).flatMap { Int($0) } ?? 0
    if sequence < lastSequence { faults.append("sequence went back to \(sequence)") }
    lastSequence = max(lastSequence, sequence)
    var start: Date?
    var duration = 0.0
    for line in lines {
      if let text = line.dropping("#EXT-X-PROGRAM-DATE-TIME:") { start = Self.date(text) }
      if let text = line.dropping("#EXTINF:") { duration = Double(text.prefix { $0 != "," }) ?? 0 }
      guard !line.hasPrefix("#") else { continue }
      guard let began = start else { throw Failure("no EXT-X-PROGRAM-DATE-TIME in \(text)") }
      if sequence > segments.last?.sequence ?? -1, segments.count < limit {
        try fetch(sequence, line, began, duration)
      }
      start = began + duration
      sequence += 1
    }
  }

  /// Polls until a condition holds.
  package func follow(within limit: Duration, until done: (PlaylistViewer) -> Bool) throws {
    let deadline = ContinuousClock.now + limit
    while !done(self) {
      guard ContinuousClock.now < deadline else { throw Failure("watched \(limit) in vain") }
      usleep(300_000)
      try poll()
    }
  }

  /// All that was fetched, one after another.
  package var stream: [UInt8] { segments.flatMap(\.bytes) }

  private func fetch(_ sequence: Int, _ name: String, _ start: Date, _ duration: Double) throws {
    let folder = address.prefix(through: address.lastIndex(of: "/") ?? address.startIndex)
    let response = try station.get(folder + name)
    guard response.status == 200 else { throw Failure("segment \(name): \(response.status)") }
    if let last = segments.last {
      if sequence != last.sequence + 1 { faults.append("\(last.sequence) then \(sequence)") }
      let expected = last.start + last.duration
      if abs(start.timeIntervalSince(expected)) > 0.1 {
        faults.append("\(name) starts \(start.timeIntervalSince(expected)) s off")
      }
    }
    segments.append(
      Seen(
        sequence: sequence, name: name, start: start, duration: duration, bytes: response.body))
  }

  private func check(_ lines: [String]) {
    if lines.first != "#EXTM3U" { faults.append("no #EXTM3U") }
    let target = value("#EXT-X-TARGETDURATION:", in: lines).flatMap { Int($0) }
    if let known = self.target, target != known {
      faults.append("target changed to \(target ?? 0)")
    }
    self.target = target
    for line in lines {
      guard let text = line.dropping("#EXTINF:"), let length = Double(text.prefix { $0 != "," })
      else { continue }
      if Int(length.rounded()) > target ?? 0 { faults.append("\(line) over target") }
    }
  }

  private func value(_ tag: String, in lines: [String]) -> String? {
    lines.lazy.compactMap { $0.dropping(tag) }.first
  }

  private static func date(_ text: String) -> Date? {
    try? Date(
      text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true))
  }
}

extension String {
  fileprivate func dropping(_ prefix: String) -> String? {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
  }
}
