public import Library

/// One rule of a channel for which sound track of a file is played.
///
/// All its conditions must hold; a channel's rules are tried in their order, and the first one that
/// any track fulfils decides. Where none does, the file's own default is played.
public struct AudioRule: Hashable, Codable, Sendable {
  /// How many rules a channel may have.
  public static let most = 20

  /// Which of several tracks that fulfil a rule is taken.
  public enum Preference: String, Codable, CaseIterable, Sendable {
    /// The first one in the file.
    case first
    /// The one with the most channels.
    case mostChannels
    /// The one with the fewest channels.
    case fewestChannels
  }

  /// The language, as a code or by its name; nil for any.
  public var language: String?
  /// Exactly so many channels; nil for any number.
  public var channels: Int?
  /// Whether it must, or must not, be a commentary; nil for either.
  public var isCommentary: Bool?
  /// Whether it must, or must not, describe the picture for the blind; nil for either.
  public var isDescription: Bool?
  /// What its title must hold, whatever the case; nil for anything.
  public var title: String?
  /// Whether the file must, or must not, mark it as its default; nil for either.
  public var isDefault: Bool?
  /// Which of several is taken; the first one where it is nil.
  public var prefers: Preference?

  /// A rule with all its parts; one without any is fulfilled by every track.
  public init(
    language: String? = nil, channels: Int? = nil, isCommentary: Bool? = nil,
    isDescription: Bool? = nil, title: String? = nil, isDefault: Bool? = nil,
    prefers: Preference? = nil
  ) {
    self.language = language
    self.channels = channels
    self.isCommentary = isCommentary
    self.isDescription = isDescription
    self.title = title
    self.isDefault = isDefault
    self.prefers = prefers
  }

  /// Whether a track fulfils all conditions.
  public func isFulfilled(by track: AudioStream) -> Bool {
    holds(language) { Language.isSame($0, track.language) }
      && holds(channels) { $0 == track.channels }
      && holds(isCommentary) { $0 == track.commentsPicture }
      && holds(isDescription) { $0 == track.describesPicture }
      && holds(title) { wish in
        track.title?.lowercased().contains(wish.lowercased()) ?? false
      }
      && holds(isDefault) { $0 == track.isDefault }
  }

  /// The track that it takes; nil where none fulfils it.
  func pick(of tracks: [AudioStream]) -> AudioStream? {
    let fitting = tracks.filter(isFulfilled)
    switch prefers ?? .first {
    case .first: return fitting.first
    // `max` takes the last of equals.
    case .mostChannels: return fitting.reversed().max { $0.channels < $1.channels }
    case .fewestChannels: return fitting.min { $0.channels < $1.channels }
    }
  }

  private func holds<Wish>(_ wish: Wish?, _ condition: (Wish) -> Bool) -> Bool {
    wish.map(condition) ?? true
  }
}

extension MediaProbe {
  /// The track that is played: the one marked as default, else the first.
  public var preferredAudio: AudioStream? { audio.first(where: \.isDefault) ?? audio.first }

  /// The track that rules pick, and the place of the rule that did; nil where none did.
  public func pick(by rules: [AudioRule]) -> (track: AudioStream, rule: Int)? {
    for (index, rule) in rules.enumerated() {
      if let track = rule.pick(of: audio) { return (track, index) }
    }
    return nil
  }

  /// The probe with the picked track as its only default: what is played, copied and judged.
  public func picking(_ rules: [AudioRule]) -> MediaProbe {
    pick(by: rules).map { playing($0.track) } ?? self
  }

  /// The probe with a track as its only default.
  public func playing(_ track: AudioStream) -> MediaProbe {
    var probe = self
    for index in audio.indices { probe.audio[index].isDefault = audio[index].index == track.index }
    return probe
  }
}

extension AudioStream {
  /// Whether somebody talks about the film: as the file marks it, or as its title says.
  public var commentsPicture: Bool {
    isCommentary == true || titleHolds(["comment", "kommentar", "audiokommentar"])
  }

  /// Whether somebody tells what is to be seen: as the file marks it, or as its title says.
  public var describesPicture: Bool {
    isDescription == true
      || titleHolds([
        "descri", "visually impaired", "hörfilm", "bildbeschreibung", "audiodeskription",
      ])
  }

  private func titleHolds(_ words: [String]) -> Bool {
    guard let title = title?.lowercased() else { return false }
    return words.contains { title.contains($0) }
  }
}
