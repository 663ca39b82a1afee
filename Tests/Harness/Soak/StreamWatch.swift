import Foundation
import Synchronization

/// A viewer of an endless stream with a strict receiver and a decoder, for hours.
package final class StreamWatch: Sendable {
  /// What it found so far.
  package struct Findings: Sendable {
    package var faults = FaultBook()
    package var joins = JoinGauge.Findings()
    package var packets = 0
    package var largestClockGap: Int64 = 0
    package var leads: (least: Int64, most: Int64) = (.max, .min)
    package var mapChanges = 0
    /// How often the time stamps began anew at zero.
    package var wraps = 0
    /// How long a picture stood still for want of bytes.
    package var freeze = Freeze()
    /// How long it took from a broken connection to the next picture's bytes, in seconds.
    package var breaks: [Double] = []
    /// Milliseconds from the station's clock to what was delivered, at each look.
    package var pace = Samples()
  }

  private struct State {
    var faults = FaultBook()
    var receiver: StreamReceiver
    var joins: JoinGauge
    var pace = Samples()
    var freeze = Freeze()
    var breaks: [Double] = []
    var brokeAt: Date?
    var isEnded = false
  }

  private let station: Station
  private let number: String
  private let clock: StationClock
  private let guide: GuideDesk
  private let state: Mutex<State>
  private let ended = DispatchSemaphore(value: 0)

  /// Tunes to a channel and goes on watching until ``stop()``.
  package init(
    _ station: Station, channel number: String, clock: StationClock, guide: GuideDesk
  ) throws {
    self.station = station
    self.number = number
    self.clock = clock
    self.guide = guide
    let now = clock.ticks
    state = Mutex(State(receiver: StreamReceiver(near: now), joins: JoinGauge(from: now)))
    let thread = Thread { [self] in
      while !state.withLock({ $0.isEnded }) { watchOnce() }
      ended.signal()
    }
    thread.start()
  }

  /// What it found so far.
  package var findings: Findings {
    state.withLock { state in
      var findings = Findings()
      findings.faults = state.faults
      findings.faults.add(state.receiver.faults, from: "stream")
      findings.faults.add(state.joins.faults, from: "joins")
      if state.receiver.discontinuities > 0 {
        findings.faults.note("jumps announced", "\(state.receiver.discontinuities)")
      }
      findings.joins = state.joins.findings
      findings.packets = state.receiver.packets
      findings.largestClockGap = state.receiver.largestClockGap
      findings.leads = state.receiver.leads
      findings.mapChanges = state.receiver.mapChanges
      findings.pace = state.pace
      findings.wraps = state.receiver.wraps
      findings.freeze = state.freeze
      findings.breaks = state.breaks
      return findings
    }
  }

  /// Begins to measure pauses anew.
  package func mark() {
    state.withLock { state in
      state.freeze.longest = 0
      state.breaks = []
    }
  }

  /// Ends it.
  package func stop() {
    let wasEnded = state.withLock { state in
      defer { state.isEnded = true }
      return state.isEnded
    }
    guard !wasEnded else { return }
    _ = ended.wait(timeout: DispatchTime.now() + 40)
  }

  /// One connection, with a decoder of its own.
  private func watchOnce() {
    do {
      let viewer = try StreamViewer(station, path: "/iptv/channel/\(number).ts")
      let gauge = try PictureGauge()
      defer {
        viewer.leave()
        gauge.finish()
        look(gauge)
      }
      var gate = UnitGate()
      while viewer.isOpen, !state.withLock({ $0.isEnded }) {
        let bytes = viewer.take()
        state.withLock { $0.receiver.take(bytes) }
        gauge.take(gate.take(bytes))
        look(gauge)
        Thread.sleep(forTimeInterval: 0.25)
      }
      guard !state.withLock({ $0.isEnded }) else { return }
      note("stream ended", "at \(clock.ticks)")
      // A new connection begins somewhere else in the stream, and a player begins anew.
      state.withLock { state in
        let faults = state.receiver.faults
        state.faults.add(faults, from: "stream")
        state.receiver = StreamReceiver(near: clock.ticks)
        state.brokeAt = Date()
        state.freeze.restart()
      }
    } catch {
      note("stream can't be had", "\(error)")
      Thread.sleep(forTimeInterval: 0.5)
    }
  }

  private func look(_ gauge: PictureGauge) {
    let pictures = gauge.takePictures()
    let complaints = gauge.takeComplaints()
    let book = guide.book(number)
    let now = clock.ticks
    state.withLock { state in
      for line in complaints { state.faults.note("decoder complains", line) }
      let steps = state.receiver.takeSteps()
      state.joins.take(steps: steps, pictures: pictures, near: now)
      state.joins.judge(book, gauge)
      guard let sent = state.receiver.clock else { return }
      state.pace.append(Double(sent - now) / 90)
      let first = state.receiver.firstPicture ?? sent
      state.freeze.note(end: Double(sent) / 90_000, start: Double(first) / 90_000)
      if let brokeAt = state.brokeAt { state.breaks.append(Date().timeIntervalSince(brokeAt)) }
      state.brokeAt = nil
    }
  }

  private func note(_ kind: String, _ example: String) {
    state.withLock { $0.faults.note(kind, example) }
  }
}
