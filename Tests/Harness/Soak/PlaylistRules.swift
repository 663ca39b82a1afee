import Foundation

/// Holds one media playlist, poll after poll, to the rules of RFC 8216.
package struct PlaylistRules: Sendable {
  /// A segment as the playlist lists it.
  package struct Listed: Sendable, Equatable {
    package var sequence: Int
    package var name: String
    /// Seconds.
    package var duration: Double
    /// Seconds since 1970.
    package var start: Double
    /// How many jumps were announced up to it, since the beginning of the channel.
    package var jumps: Int
    /// Whether it says itself that the clock jumps.
    package var isJump: Bool
  }

  /// What was found wrong.
  package private(set) var faults = FaultBook()
  /// The segments of the last poll.
  package private(set) var listed: [Listed] = []
  /// Segments that left the playlist and have to stay fetchable for a while.
  package private(set) var removed: [(segment: Listed, until: Double)] = []
  /// The target duration.
  package private(set) var target: Int?
  private var known: [Int: Listed] = [:]
  private var grewAt: Double?
  private var polls = 0

  /// Rules without a playlist so far.
  package init() {}

  /// Takes what a poll brought, and returns the segments that are new.
  ///
  /// - Parameters:
  ///   - text: The playlist.
  ///   - now: The station's clock.
  /// - Returns: The segments that no earlier poll listed.
  package mutating func take(_ text: String, at now: Double) -> [Listed] {
    polls += 1
    let lines = text.split(whereSeparator: \.isNewline).map(String.init)
    if lines.first != "#EXTM3U" { faults.note("playlist without #EXTM3U", text) }
    lookAtTarget(lines)
    let fresh = read(lines)
    lookAtOrder(fresh, at: now)
    let new = fresh.filter { known[$0.sequence] == nil }
    for segment in fresh { compare(segment) }
    lookAtTime(fresh, hasNew: !new.isEmpty, at: now)
    removed.removeAll { $0.until < now }
    listed = fresh
    if let first = fresh.first { known = known.filter { $0.key >= first.sequence - 100 } }
    return new
  }

  private mutating func lookAtTarget(_ lines: [String]) {
    let found = Self.value("#EXT-X-TARGETDURATION:", in: lines).flatMap { Int($0) }
    if let target, found != target {
      faults.note("target duration changes", "\(target) to \(found ?? -1)")
    }
    if found == nil { faults.note("no target duration", "") }
    target = target ?? found
  }

  private mutating func read(_ lines: [String]) -> [Listed] {
    var sequence = Self.value("#EXT-X-MEDIA-SEQUENCE:", in: lines).flatMap { Int($0) } ?? 0
    var jumps = Self.value("#EXT-X-DISCONTINUITY-SEQUENCE:", in: lines).flatMap { Int($0) } ?? 0
    var found: [Listed] = []
    var start: Double?
    var duration: Double?
    var isJump = false
    for line in lines {
      if let text = line.after("#EXT-X-PROGRAM-DATE-TIME:") {
        start = (try? Date(text, strategy: .iso8601WithParts))?.timeIntervalSince1970
        if start == nil { faults.note("date that is none", text) }
      }
      if let text = line.after("#EXTINF:") { duration = Double(text.prefix { $0 != "," }) }
      if line == "#EXT-X-DISCONTINUITY" {
        isJump = true
        jumps += 1
        start = nil
      }
      guard !line.hasPrefix("#") else { continue }
      if start == nil { faults.note("no date", "segment \(line)") }
      if duration == nil { faults.note("no length", "segment \(line)") }
      if Int((duration ?? 0).rounded()) > target ?? 0 {
        faults.note("segment over the target duration", "\(line): \(duration ?? 0) s")
      }
      found.append(
        Listed(
          sequence: sequence, name: line, duration: duration ?? 0, start: start ?? 0, jumps: jumps,
          isJump: isJump))
      start = start.map { $0 + (duration ?? 0) }
      duration = nil
      isJump = false
      sequence += 1
    }
    return found
  }

  private mutating func lookAtOrder(_ fresh: [Listed], at now: Double) {
    if Set(fresh.map(\.name)).count != fresh.count { faults.note("segment listed twice", "") }
    guard let first = fresh.first, let old = listed.first, let last = listed.last else {
      if polls > 1 { faults.note("empty playlist", "at \(now)") }
      return
    }
    if first.sequence < old.sequence {
      faults.note("media sequence goes back", "\(old.sequence) to \(first.sequence)")
    }
    if (fresh.last?.sequence ?? 0) < last.sequence {
      faults.note("segments taken back", "\(last.sequence) to \(fresh.last?.sequence ?? 0)")
    }
    if first.sequence > last.sequence + 1 {
      faults.note("segments skipped", "\(last.sequence) then \(first.sequence)")
    }
    let length = listed.reduce(0) { $0 + $1.duration }
    for segment in listed where segment.sequence < first.sequence {
      removed.append((segment, now + segment.duration + length))
    }
  }

  /// What was said of a segment stays true.
  private mutating func compare(_ segment: Listed) {
    guard let before = known[segment.sequence] else {
      known[segment.sequence] = segment
      guard let last = known[segment.sequence - 1], !segment.isJump else { return }
      let step = segment.start - last.start - last.duration
      if abs(step) > 0.1 { faults.note("dates don't add up", "\(step) s at \(segment.name)") }
      return
    }
    if before.name != segment.name || before.duration != segment.duration {
      faults.note("segment changes", "\(before) to \(segment)")
    }
    if abs(before.start - segment.start) > 0.02 {
      faults.note("date changes", "\(segment.name) by \(segment.start - before.start) s")
    }
    if before.jumps != segment.jumps {
      faults.note(
        "discontinuity sequence", "\(segment.name): \(before.jumps) becomes \(segment.jumps)")
    }
  }

  private mutating func lookAtTime(_ fresh: [Listed], hasNew: Bool, at now: Double) {
    guard let target else { return }
    if hasNew { grewAt = now }
    if let grewAt, now - grewAt > 1.5 * Double(target) + 0.5 {
      faults.note("no new segment in 1.5 target durations", "\(now - grewAt) s at \(now)")
      self.grewAt = now
    }
    let shortened = fresh.first?.sequence != listed.first?.sequence && !listed.isEmpty
    let length = fresh.reduce(0) { $0 + $1.duration }
    if shortened, length < 3 * Double(target) {
      faults.note("playlist under three target durations", "\(length) s at \(now)")
    }
  }

  private static func value(_ tag: String, in lines: [String]) -> String? {
    lines.lazy.compactMap { $0.after(tag) }.first
  }
}

extension String {
  fileprivate func after(_ prefix: String) -> String? {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
  }
}

extension ParseStrategy where Self == Date.ISO8601FormatStyle {
  fileprivate static var iso8601WithParts: Self {
    Date.ISO8601FormatStyle(includingFractionalSeconds: true)
  }
}
