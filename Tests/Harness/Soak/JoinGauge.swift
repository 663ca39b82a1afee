import Foundation

/// Measures a stream where one programme gives way to the next, and holds pictures to the guide.
package struct JoinGauge: Sendable {
  /// What was measured, in milliseconds.
  package struct Findings: Sendable, Codable {
    /// How much longer than its neighbours the longest picture at a join is shown.
    package var pictureGaps = Samples()
    /// How much sound is missing (or too much) at a join.
    package var soundGaps = Samples()
    /// How far from its announced time a programme's first picture is shown.
    package var starts = Samples()
    /// How much later than its picture a programme's tone begins, less what its file has of that.
    package var soundOffsets = Samples()
    /// Joins in all.
    package var joins = 0
    /// What was measured at the joins that can be seen, one by one.
    package var seen: [Join] = []
    /// Pictures that were held to the guide.
    package var pictures = 0
  }

  /// One join that can be seen and heard.
  package struct Join: Sendable, Codable {
    /// The first picture, in ticks since 1970.
    package var at: Int64
    package var old: String
    package var new: String
    /// Milliseconds from the planned time to the first picture.
    package var start: Double
    /// Milliseconds from the first picture to the first sound.
    package var sound: Double
  }

  private struct Shown: Sendable {
    var at: Int64
    var colour: String?
  }

  private struct Change: Sendable {
    var at: Int64
    var old: SoakClip
    var new: SoakClip
    var start: Double
    var tries: Int
  }

  /// What was measured.
  package private(set) var findings = Findings()
  /// What was found wrong.
  package private(set) var faults = FaultBook()
  private var shown: [Shown] = []
  private var pictureSteps: [StreamReceiver.Step] = []
  private var soundSteps: [StreamReceiver.Step] = []
  private var changes: [Change] = []
  private var judged: Int64
  private var compared: Int64
  private static let second: Int64 = 90_000
  private static let around: Int64 = 63_000
  /// Milliseconds that sound and picture may begin apart.
  static let mostOffset = 20.0
  /// A stretch before each end within which guide and picture may differ.
  private static let allowance: Int64 = 90_000

  /// A gauge of a stream from some time on.
  init(from start: Int64) {
    judged = start
    compared = start
  }

  /// Takes what the receiver and the decoder found since the last time.
  mutating func take(
    steps: (picture: [StreamReceiver.Step], sound: [StreamReceiver.Step]),
    pictures: [PictureGauge.Picture], near clock: Int64
  ) {
    for step in steps.picture { watch(step) }
    for step in steps.sound where abs(step.excess ?? 0) > 1930 {
      faults.note("sound gap over one frame", "\(step.excess ?? 0) ticks at \(step.at)")
    }
    pictureSteps += steps.picture
    soundSteps += steps.sound
    let receiver = StreamReceiver(near: clock)
    shown += pictures.map { Shown(at: receiver.nearest($0.stamp, to: clock), colour: $0.colour) }
  }

  /// Judges everything that is known in full by now.
  mutating func judge(_ guide: GuideBook, _ gauge: PictureGauge) {
    guard let latest = shown.last?.at, let heard = soundSteps.last?.at else { return }
    let horizon = min(latest, heard) - 2 * Self.second
    compare(guide, until: horizon)
    for change in guide.changes(from: judged, to: horizon) where isSeen(change.at) {
      measure(change.at)
      guard let old = SoakClip.titled(change.old.title), let new = SoakClip.titled(change.new.title)
      else {
        faults.note("unknown programme", change.new.title)
        continue
      }
      if old.colour != new.colour { locate(change.at, old, new) }
    }
    judged = max(judged, horizon)
    listen(gauge)
    let past = judged - 10 * Self.second
    shown.removeAll { $0.at < past }
    pictureSteps.removeAll { $0.at < past }
    soundSteps.removeAll { $0.at < past }
  }

  private mutating func watch(_ step: StreamReceiver.Step) {
    let usual = Self.median(pictureSteps.suffix(30).map(\.ticks)) ?? step.ticks
    if step.ticks > max(usual, 3000) * 2 + 90 {
      faults.note(
        "picture gap over one frame", "\(step.ticks) ticks, usually \(usual), at \(step.at)")
    }
  }

  /// Whether the stream was watched from well before a join until well after it.
  ///
  /// It may have begun or jumped there. Pictures that are missing meanwhile are told as gaps.
  private func isSeen(_ join: Int64) -> Bool {
    let reach = Self.around..<2 * Self.around
    return pictureSteps.contains { reach.contains(join - $0.at) }
      && pictureSteps.contains { reach.contains($0.at - join) }
  }

  private mutating func measure(_ join: Int64) {
    findings.joins += 1
    let near = pictureSteps.filter { abs($0.at - join) <= Self.around }
    let sound = soundSteps.filter { abs($0.at - join) <= Self.around }
    let before = near.filter { $0.at < join - 9000 }.map(\.ticks)
    let after = near.filter { $0.at > join + 9000 }.map(\.ticks)
    guard let one = Self.median(before), let two = Self.median(after),
      let longest = near.map(\.ticks).max(), !sound.isEmpty
    else { return faults.note("join without pictures or sound", "at \(join)") }
    findings.pictureGaps.append(Double(longest - max(one, two)) / 90)
    let excess = sound.compactMap(\.excess).max { abs($0) < abs($1) } ?? 0
    findings.soundGaps.append(Double(excess) / 90)
  }

  private mutating func locate(_ join: Int64, _ old: SoakClip, _ new: SoakClip) {
    let near = shown.filter { abs($0.at - join) <= Self.second }
    guard let first = near.first(where: { $0.colour == new.colour })?.at else {
      return faults.note("programme that did not begin", "\(new.title) at \(join)")
    }
    let off = Double(first - join) / 90
    findings.starts.append(off)
    if abs(off) > 100 { faults.note("programme over 100 ms off", "\(new.title): \(off) ms") }
    changes.append(Change(at: first, old: old, new: new, start: off, tries: 0))
  }

  /// Compares when the tone changes with when the picture did.
  private mutating func listen(_ gauge: PictureGauge) {
    var pending: [Change] = []
    for change in changes {
      switch gauge.change(from: change.old.tone, to: change.new.tone, around: change.at) {
      case .at(var milliseconds):
        milliseconds -= change.new.lag
        // Where no tone begins, the end of the old one says nothing of picture and sound.
        let hasTone = change.new.tone != nil
        if hasTone { findings.soundOffsets.append(milliseconds) }
        findings.seen.append(
          Join(
            at: change.at, old: change.old.title, new: change.new.title, start: change.start,
            sound: milliseconds))
        if abs(milliseconds) > (hasTone ? Self.mostOffset : 40) {
          faults.note(
            "tone far from its picture",
            "\(milliseconds) ms, \(change.old.title) to \(change.new.title) at \(change.at)")
        }
      case .unheard:
        faults.note("tone not heard", "\(change.old.title) to \(change.new.title) at \(change.at)")
      case .pending:
        guard change.tries < 100 else { continue }
        pending.append(change)
        pending[pending.count - 1].tries += 1
      }
    }
    changes = pending
  }

  private mutating func compare(_ guide: GuideBook, until horizon: Int64) {
    for picture in shown where picture.at > compared && picture.at <= horizon {
      guard let programme = guide.programme(at: picture.at) else { continue }
      let inside =
        programme.start
        + Self.allowance..<max(
          programme.start + Self.allowance, programme.end - Self.allowance)
      guard inside.contains(picture.at) else { continue }
      findings.pictures += 1
      let wanted = programme.title.prefix { $0 != " " }.lowercased()
      guard picture.colour != wanted else { continue }
      faults.note(
        picture.colour == nil ? "black picture" : "another picture than the guide's",
        "\(picture.colour ?? "black") for \(programme.title) at \(picture.at)")
    }
    compared = max(compared, horizon)
  }

  private static func median(_ values: [Int64]) -> Int64? {
    values.isEmpty ? nil : values.sorted()[values.count / 2]
  }
}
