public import Library
public import Playout

/// A sound track that a run brings beside the main one, for one of the channel's further tracks.
public struct FurtherSound: Hashable, Sendable {
  /// Which of the channel's further tracks it is for, the first one at 1.
  public var lane: Int
  /// The file's track.
  public var stream: AudioStream
  /// How it is brought.
  public var source: SoundSource
}

extension MediaProbe {
  /// What a channel's further sound tracks are in a file.
  ///
  /// One that the file does not have, or that is the main sound anyway, is left out: the stream then
  /// has the main sound in its place, without anything being encoded twice.
  ///
  /// - Parameters:
  ///   - offered: The channel's further tracks.
  ///   - profile: The shape that they are brought into, unless they have it.
  ///   - levellings: What brings the file's tracks to the station's loudness.
  /// - Returns: Those that there are, in order.
  public func furtherSounds(
    _ offered: [AudioRendition], profile: TranscodeProfile, levellings: [Levelling] = []
  ) -> [FurtherSound] {
    offered.enumerated().compactMap { index, rendition in
      guard let (track, _) = pick(by: rendition.rules), track.index != preferredAudio?.index
      else { return nil }
      let alone = playing(track)
      // Nothing of the picture matters here, whatever the segments are like.
      let decision = copyDecision(for: alone, profile: profile, targetDuration: 10)
        .levelled(by: levellings.of(track))
      return FurtherSound(lane: index + 1, stream: track, source: decision.audio)
    }
  }
}

extension RunRequest {
  /// The streams that carry further sound, by names that the splicer knows them by.
  static let firstSoundName = 0x180

  /// What maps and encodes the further sound tracks, behind the main one and so many pictures.
  func furtherArguments(after pictures: Int) -> [String] {
    guard !forgetsScan, decision.audio != .silence else { return [] }
    return furtherSounds.enumerated().flatMap { index, sound in
      var alone = self
      alone.probe = probe.playing(sound.stream)
      alone.decision.audio = sound.source
      let place = index + 1
      return ["-map", "0:\(sound.stream.index)"]
        + Self.indexed(alone.soundArguments, place)
        + ["-streamid", "\(pictures + place):\(Self.firstSoundName + sound.lane)"]
    }
  }

  /// Options of sound for one of several tracks: `-b:a` becomes `-b:a:1`, `-ac` `-ac:a:1`.
  static func indexed(_ arguments: [String], _ place: Int) -> [String] {
    arguments.enumerated().map { index, word in
      guard index % 2 == 0 else { return word }
      if word == "-af" { return "-filter:a:\(place)" }
      return word.hasSuffix(":a") ? "\(word):\(place)" : "\(word):a:\(place)"
    }
  }
}
