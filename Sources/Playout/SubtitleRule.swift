public import Library

/// One rule of a channel for which subtitles of a file are meant.
///
/// All its conditions must hold; rules are tried in their order, and the first one that any track
/// fulfils decides: the first track of the file that does is taken. Where no rule is fulfilled,
/// there are no subtitles.
public struct SubtitleRule: Hashable, Codable, Sendable {
  /// How many rules there may be in one list.
  public static let most = 20

  /// The language, as a code or by its name; nil for any.
  public var language: String?
  /// Whether it must, or must not, hold only what the picture's language leaves open; nil for either.
  public var isForced: Bool?
  /// Whether it must, or must not, be for the hard of hearing; nil for either.
  public var isForImpaired: Bool?
  /// Whether it must, or must not, be of a commentary; nil for either.
  public var isCommentary: Bool?
  /// Whether the file must, or must not, mark it as its default; nil for either.
  public var isDefault: Bool?
  /// Whether it must be words, or pictures; nil for either.
  public var isText: Bool?
  /// Whether it must lie beside the file, or in it; nil for either.
  public var isExternal: Bool?
  /// What its title must hold, whatever the case; nil for anything.
  public var title: String?
  /// The language that the sound which is played must have; nil for any.
  public var sound: String?
  /// The language that the sound which is played must not have; nil for any.
  ///
  /// Sound whose language nobody knows is not taken for a foreign one.
  public var soundOtherThan: String?

  /// A rule without conditions, which every track fulfils.
  public init() {}

  /// Tells whether a track fulfils all conditions.
  ///
  /// - Parameters:
  ///   - track: The subtitles.
  ///   - heard: The sound track that is played with them; nil where there is none.
  /// - Returns: Whether it does.
  public func isFulfilled(by track: SubtitleStream, heard: AudioStream?) -> Bool {
    holds(language) { Language.isSame($0, track.language) }
      && holds(isForced) { $0 == track.isForcedOnly }
      && holds(isForImpaired) { $0 == track.tellsSounds }
      && holds(isCommentary) { $0 == track.commentsPicture }
      && holds(isDefault) { $0 == (track.isDefault ?? false) }
      && holds(isText) { $0 == track.isText }
      && holds(isExternal) { $0 == (track.file != nil) }
      && holds(title) { wish in
        track.title?.lowercased().contains(wish.lowercased()) ?? false
      }
      && holds(sound) { Language.isSame($0, heard?.language) }
      && holds(soundOtherThan) { wish in
        heard?.language.map { !Language.isSame(wish, $0) } ?? false
      }
  }

  private func holds<Wish>(_ wish: Wish?, _ condition: (Wish) -> Bool) -> Bool {
    wish.map(condition) ?? true
  }
}

extension MediaProbe {
  /// Picks subtitles by rules.
  ///
  /// - Parameters:
  ///   - rules: The rules in their order.
  ///   - onlyText: Whether pictures can't be used, whatever the rules say.
  /// - Returns: The track, and the place of the rule that picked it; nil where none did.
  public func pick(
    by rules: [SubtitleRule], onlyText: Bool
  ) -> (track: SubtitleStream, rule: Int)? {
    let usable = subtitles.filter { $0.isText == true || (!onlyText && $0.isText == false) }
    for (index, rule) in rules.enumerated() {
      let track = usable.first { rule.isFulfilled(by: $0, heard: preferredAudio) }
      if let track { return (track, index) }
    }
    return nil
  }
}

extension SubtitleStream {
  /// Whether it only tells what the sound's own language leaves open.
  public var isForcedOnly: Bool { isForced || titleHolds(["forced", "erzwungen", "forcé"]) }

  /// Whether it tells sounds too: as the file marks it, or as its title says.
  public var tellsSounds: Bool {
    isForImpaired == true
      || titleHolds(["sdh", "hearing", "(cc)", "[cc]", "hörgeschädigt", "malentendants"])
      || title?.lowercased() == "cc"
  }

  /// Whether it is of a commentary: as the file marks it, or as its title says.
  public var commentsPicture: Bool {
    isCommentary == true || titleHolds(["comment", "kommentar"])
  }

  private func titleHolds(_ words: [String]) -> Bool {
    guard let title = title?.lowercased() else { return false }
    return words.contains { title.contains($0) }
  }
}

/// Subtitles that viewers of a channel can switch on.
///
/// They are there for the channel's whole life: an item that has none brings nothing in them.
public struct SubtitleRendition: Hashable, Codable, Sendable {
  /// How many a channel may have.
  public static let most = 8

  /// What players show.
  public var name: String
  /// The language, as a code; nil where it is none.
  public var language: String?
  /// Whether players show them unless told otherwise.
  public var isDefault: Bool
  /// Whether they only tell what the sound's own language leaves open.
  public var isForced: Bool
  /// Which track of a file it is, first match wins; only words can be sent.
  public var rules: [SubtitleRule]

  /// Subtitles with all their parts.
  public init(
    name: String, language: String? = nil, isDefault: Bool = false, isForced: Bool = false,
    rules: [SubtitleRule]
  ) {
    self.name = name
    self.language = language
    self.isDefault = isDefault
    self.isForced = isForced
    self.rules = rules
  }

  /// Reads subtitles; they are neither default nor forced where that is left out.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      name: try values.decode(String.self, forKey: .name),
      language: try values.decodeIfPresent(String.self, forKey: .language),
      isDefault: try values.decodeIfPresent(Bool.self, forKey: .isDefault) ?? false,
      isForced: try values.decodeIfPresent(Bool.self, forKey: .isForced) ?? false,
      rules: try values.decode([SubtitleRule].self, forKey: .rules))
  }
}
