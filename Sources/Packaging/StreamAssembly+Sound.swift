// MARK: - Sound

extension StreamAssembly {
  /// Writes the sound that leaves before a decode time and plays before `end`, that of all tracks
  /// in the order of its places.
  ///
  /// A frame leaves when a key frame shown together with it would.
  mutating func writeSounds(
    _ sounds: inout [SoundQueue], before decodeTime: Int64, until end: Int64
  ) {
    var waiting = Array(lanes.indices)
    while let lane = earliest(of: waiting) {
      if !writeNext(&sounds[lane], lane, before: decodeTime, until: end) {
        waiting.removeAll { $0 == lane }
      }
    }
  }

  /// Writes, or leaves out, the next frame of a track; false where it waits.
  private mutating func writeNext(
    _ sounds: inout SoundQueue, _ lane: Int, before decodeTime: Int64, until end: Int64
  ) -> Bool {
    guard let frame = sounds.first, let place = lanes[lane].grid.next else { return false }
    // Just before a join the sound of the next item is preferred: the frame before its first one,
    // which a decoder needs to give that one in full.
    let isDue =
      place - ItemSplice.decodeDelay < decodeTime && place < end - frame.ticks - frame.ticks / 2
    switch lanes[lane].grid.fit(frame, at: place) {
    case .late:
      sounds.removeFirst()
      report.losses.droppedSounds += 1
    case .fits:
      guard isDue else { return false }
      sounds.removeFirst()
      write(frame, at: place, lane)
      report.soundFrames += 1
      lanes[lane].channels = frame.channels
      if !frame.isNative { report.foreignSounds += 1 }
    case .early:
      guard isDue, frame.time < end else { return false }
      writeSubstitute(at: place, lane)
    }
    return true
  }

  /// Goes on up to a time that sound should have reached.
  ///
  /// - Parameter time: The time for a track whose frames play so many ticks.
  mutating func fill(until time: (Int64) -> Int64) {
    while true {
      let short = lanes.indices.filter { lane in
        lanes[lane].grid.next.map { $0 < time(lanes[lane].frameTicks) } ?? false
      }
      guard let lane = earliest(of: short), let place = lanes[lane].grid.next else { return }
      writeSubstitute(at: place, lane)
    }
  }

  private func earliest(of waiting: [Int]) -> Int? {
    waiting.min { (lanes[$0].grid.next ?? .max) < (lanes[$1].grid.next ?? .max) }
  }

  /// Writes the sound of the item before where the item has none, or silence.
  private mutating func writeSubstitute(at place: Int64, _ lane: Int) {
    if let frame = lanes[lane].coda.take(at: place), frame.codec == lanes[lane].codec {
      return write(frame, at: place, lane)
    }
    write(lanes[lane].silence(at: place), at: place, lane)
    report.silentFrames += 1
  }

  private mutating func write(_ frame: SoundFrame, at place: Int64, _ lane: Int) {
    makeRoom(at: place)
    writer.write(frame, at: place, lane: lane)
    note(frame, at: place, lane)
    if lane == 0 { steps?.append(.sound(frame, at: place)) }
    lanes[lane].writeAlone(frame, at: place)
    lanes[lane].grid.advance(samples: frame.samples, rate: frame.rate)
  }

  /// Keeps clock, tables and segment length in order where pictures stay away for long.
  private mutating func makeRoom(at place: Int64) {
    writeClocks(before: place - ItemSplice.decodeDelay)
    guard let open, let position = state.position?.ticks else { return }
    // In a hole the sound ends before the next picture: by then the segment must have been cut.
    let rest = place - position > Self.holeStart ? Self.soundlessRest : 0
    if place - open.start > cutter.shape.longest - rest {
      close(at: place)
      begin(at: place, startsWithKeyFrame: false)
      state.position = StreamTime(ticks: max(place, position))
    }
  }
}
