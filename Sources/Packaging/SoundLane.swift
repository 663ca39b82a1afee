/// One track of a channel's sound: where its next frame goes, and what it is like.
struct SoundLane {
  /// Where its frames go.
  var grid: SoundGrid
  /// The last sound of the item before, for the next one to begin its own with if it has any.
  var coda = Coda()
  /// How its last frame was coded, so that silence is like it.
  var codec = StreamCodec.aac
  /// How many channels that had.
  var channels: UInt8 = 2
  /// The track by itself, for players that fetch their sound apart; nil for the main one, and where
  /// these fetch fragments.
  var writer: TransportWriter?
  /// The clock that was last written beside it.
  var lastClock: Int64?

  /// A frame of silence as long as its frames are.
  func silence(at place: Int64) -> SoundFrame {
    .silence(codec, channels: channels, at: place)
  }

  /// Ticks of a frame.
  var frameTicks: Int64 {
    SoundFrame.samples(of: codec) * StreamTime.ticksPerSecond / 48_000
  }

  /// Writes a frame into the track's own stream, with the clock before it where that is due.
  mutating func writeAlone(_ frame: SoundFrame, at place: Int64) {
    guard writer != nil else { return }
    if place - (lastClock ?? .min / 2) + frame.ticks > StreamAssembly.clockInterval {
      writer?.writeClock(place - ItemSplice.decodeDelay)
      lastClock = place
    }
    writer?.write(frame, at: place, lane: 0)
  }
}
