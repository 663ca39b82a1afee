import Playout

/// Where an encoder puts key frames, each of which can be cut at.
struct KeyFramePlaces {
  /// The places, as ffmpeg's `-force_key_frames` has them.
  var forced: String
  /// Pictures from one to the next at most.
  var most: Int
  /// Pictures from one to the next at least, but where one is forced.
  var least: Int
  /// Pictures from each to the next, for an encoder that can't be told where.
  var even: Int

  /// The places of a run.
  init(_ cadence: KeyFrameCadence, profile: TranscodeProfile) {
    let interval = profile.frameRate * profile.keyFrameSeconds
    forced = cadence.expression(every: profile.keyFrameSeconds)
    (most, least) = (interval, interval)
    even = cadence == .coldStart ? profile.frameRate : interval
  }

  /// The places of a screen: at seconds of its stream, and wherever the encoder likes between them.
  init(at seconds: [String], even: Int, frameRate: Int) {
    forced = seconds.joined(separator: ",")
    (most, least) = (frameRate * 4, 1)
    self.even = even
  }
}

extension KeyFrameCadence {
  /// Where key frames are forced, as an expression of ffmpeg's.
  fileprivate func expression(every seconds: Int) -> String {
    switch self {
    case .coldStart: "expr:if(lt(t,2),gte(t,n_forced),gte(t,2+(n_forced-2)*\(seconds)))"
    case .regular: "expr:gte(t,n_forced*\(seconds))"
    }
  }
}
