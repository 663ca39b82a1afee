import Fetch
import Foundation
import Synchronization

/// A player of playlists that holds every poll and every segment to the rules, for hours.
package final class PlaylistWatch: Sendable {
  /// What it found so far.
  package struct Findings: Sendable {
    package var faults = FaultBook()
    /// Milliseconds by which a segment's date differs from its first picture.
    package var dates = Samples()
    /// Milliseconds from the begin of the newest segment to the clock, when it was first seen.
    package var leads = Samples()
    package var segments = 0
    /// The longest time without a new segment, in seconds.
    package var longestPause = 0.0
    package var polls = 0
    /// How long a picture stood still for want of segments.
    package var freeze = Freeze()
  }

  private struct State {
    var findings = Findings()
    var rules = PlaylistRules()
    var receiver: StreamReceiver
    var grewAt: Date?
    var isEnded = false
  }

  private let station: Station
  private let clock: StationClock
  private let address: String
  private let state: Mutex<State>
  private let ended = DispatchSemaphore(value: 0)

  /// Tunes to a channel and goes on watching until ``stop()``.
  package init(_ station: Station, channel: String, clock: StationClock) throws {
    self.station = station
    self.clock = clock
    address = try PlaylistViewer.mediaAddress(station, channel: channel)
    state = Mutex(State(receiver: StreamReceiver(near: clock.ticks)))
    let thread = Thread { [self] in follow() }
    thread.start()
  }

  /// What it found so far.
  package var findings: Findings {
    state.withLock { state in
      var findings = state.findings
      findings.faults.add(state.rules.faults, from: "playlist")
      findings.faults.add(state.receiver.faults, from: "segments")
      return findings
    }
  }

  /// Begins to measure pauses anew.
  package func mark() {
    state.withLock { $0.findings.freeze.longest = 0 }
  }

  /// Ends it.
  package func stop() {
    let wasEnded = state.withLock { state in
      defer { state.isEnded = true }
      return state.isEnded
    }
    guard !wasEnded else { return }
    _ = ended.wait(timeout: DispatchTime.now() + 30)
  }

  private func follow() {
    while !state.withLock({ $0.isEnded }) {
      poll()
      Thread.sleep(forTimeInterval: 0.5)
    }
    ended.signal()
  }

  private func poll() {
    guard let text = fetch(address, "playlist") else {
      return state.withLock { $0.findings.freeze.noteNothing() }
    }
    let now = clock.now
    let (new, oldest) = state.withLock { state in
      state.findings.polls += 1
      let new = state.rules.take(String(decoding: text, as: UTF8.self), at: now)
      return (new, state.rules.removed.first { $0.until > now + 1 }?.segment)
    }
    if let last = new.last { note(newest: last, at: now) }
    state.withLock { state in
      guard let last = state.rules.listed.last else { return }
      // Players start three segments before the end.
      let start = state.rules.listed.suffix(3).first?.start ?? last.start
      state.findings.freeze.note(end: last.start + last.duration, start: start)
    }
    let folder = address.prefix(through: address.lastIndex(of: "/") ?? address.startIndex)
    for segment in new {
      guard let bytes = fetch(folder + segment.name, "listed segment") else { continue }
      look(at: segment, bytes)
    }
    // What has to be there the longest is what would be missed first.
    if let oldest, !new.isEmpty { _ = fetch(folder + oldest.name, "removed segment") }
  }

  private func note(newest: PlaylistRules.Listed, at now: Double) {
    state.withLock { state in
      let date = Date()
      if let grewAt = state.grewAt {
        state.findings.longestPause = max(
          state.findings.longestPause, date.timeIntervalSince(grewAt))
        // A channel that has just been tuned lists its first segments as they are made.
        if state.findings.segments > 12 {
          state.findings.leads.append((newest.start - now) * 1000)
        }
      }
      state.grewAt = date
    }
  }

  private func fetch(_ path: some StringProtocol, _ what: String) -> [UInt8]? {
    do {
      let answer = try station.get(String(path))
      if answer.status == 200 { return answer.body }
      state.withLock {
        $0.findings.faults.note("\(what) can't be fetched", "\(path): \(answer.status)")
      }
    } catch {
      state.withLock { $0.findings.faults.note("\(what) can't be fetched", "\(path): \(error)") }
    }
    return nil
  }

  /// Keeps a bad segment for who wants to look into it.
  private static func keep(_ segment: PlaylistRules.Listed, _ bytes: [UInt8]) {
    guard let folder = ProcessInfo.processInfo.environment["KEEP"] else { return }
    let name = "\(segment.name)-\(segment.duration)-\(segment.start).ts"
    try? Data(bytes).write(to: URL(filePath: folder).appending(path: name))
  }

  private func look(at segment: PlaylistRules.Listed, _ bytes: [UInt8]) {
    state.withLock { state in
      if segment.isJump {
        state.findings.faults.note("discontinuity", segment.name)
        state.receiver.expectJump()
      }
      let before = state.receiver.faults.count
      defer { if state.receiver.faults.count > before { Self.keep(segment, bytes) } }
      state.receiver.beginSegment(segment.name)
      state.receiver.take(bytes)
      _ = state.receiver.takeSteps()
      state.findings.segments += 1
      guard let shown = state.receiver.firstPicture else {
        return state.findings.faults.note("segment without a picture", segment.name)
      }
      let ticks = state.receiver.nearest(shown, to: Int64(segment.start * 90_000))
      let off = segment.start * 1000 - Double(ticks) / 90
      state.findings.dates.append(off)
      if abs(off) > 100 {
        state.findings.faults.note("date is not the picture's", "\(segment.name): \(off) ms")
      }
    }
  }
}
