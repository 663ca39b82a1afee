/// One frame of sound, as it can be decoded by itself or after the one before it.
struct SoundFrame {
  /// How it is coded.
  var codec: StreamCodec
  /// The display time in ticks: of the source at first, of the channel once it is placed.
  var time: Int64
  /// Samples per second.
  var rate: Int64
  /// Samples that it plays.
  var samples: Int64
  /// How many channels it has, as its header says: 6 for 5.1.
  var channels: UInt8
  /// Whether it is what the channel's other sound is like: 48 kHz, stereo or 5.1, and AAC-LC
  /// where it is AAC.
  var isNative: Bool
  /// The frame with its header.
  var bytes: ArraySlice<UInt8>

  /// The ticks that it plays.
  var ticks: Int64 { samples * StreamTime.ticksPerSecond / rate }

  /// The whole frames in the payload of a unit that starts at a time.
  ///
  /// The channels are those of an Opus stream, whose packets don't tell.
  static func frames(
    in payload: ArraySlice<UInt8>, at time: Int64, _ codec: StreamCodec, channels: UInt8 = 2
  ) -> [SoundFrame] {
    var frames: [SoundFrame] = []
    var at = payload.startIndex
    var next = time
    while let header = SoundHeader(payload[at...], codec, channels: channels) {
      let end = at + header.length
      if header.isDependent {
        // Further channels of the frame before: they belong together.
        if let last = frames.indices.last, frames[last].bytes.endIndex == at {
          frames[last].bytes = payload[frames[last].bytes.startIndex..<end]
        }
        at = end
        continue
      }
      let frame = SoundFrame(
        codec: codec, time: next, rate: header.rate, samples: header.samples,
        channels: header.channels, isNative: header.isNative, bytes: payload[at..<end])
      frames.append(frame)
      at = end
      next += frame.ticks
    }
    return frames
  }
}
