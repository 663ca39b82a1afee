/// What the main stream did beside pictures, in order: a stream in another size does the same.
enum StreamStep {
  /// It wrote sound.
  case sound(SoundFrame, at: Int64)
  /// A segment ended.
  case end(Int64)
  /// A segment began.
  case begin(Int64, startsWithKeyFrame: Bool, isBroken: Bool)
}

extension StreamAssembly {
  /// Writes a group of pictures with what the main stream did beside them.
  mutating func follow(_ group: PictureGroup) {
    for var picture in group.pictures {
      picture.decodeTime = max(picture.decodeTime, (state.clock?.ticks ?? .min / 2) + 1)
      guard picture.decodeTime <= picture.displayTime else { continue }
      repeatSteps(before: picture.decodeTime, from: group.start)
      guard open != nil else { continue }
      writeClocks(before: picture.decodeTime)
      write(picture)
    }
    state.position = StreamTime(ticks: max(group.end, state.position?.ticks ?? .min))
  }

  /// Does what the main stream did: sound that leaves before a decode time, and the borders of
  /// segments up to the start of a group.
  mutating func repeatSteps(before decodeTime: Int64, from start: Int64) {
    var done = 0
    steps: for step in given ?? [] {
      switch step {
      case .sound(let frame, let place):
        guard place - ItemSplice.decodeDelay < decodeTime else { break steps }
        writeClocks(before: place - ItemSplice.decodeDelay)
        writer.write(frame, at: place, lane: 0)
        note(frame, at: place, 0)
      case .end(let end):
        guard end <= start else { break steps }
        close(at: end)
      case .begin(let time, let startsWithKeyFrame, let jumps):
        guard time <= start else { break steps }
        if jumps { state.clock = nil }
        isBroken = jumps
        begin(at: time, startsWithKeyFrame: startsWithKeyFrame)
      }
      done += 1
    }
    given?.removeFirst(done)
  }
}
