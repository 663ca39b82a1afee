import Library
import Playout
import Store

/// One rule for the subtitles of files, as the API writes it; all that is given must hold.
struct SubtitleChoice: Codable, Hashable, JSONWritable {
  /// A code of two or three letters, or a name.
  var language: String?
  var forced: Bool?
  /// For the hard of hearing.
  var sdh: Bool?
  var commentary: Bool?
  var isDefault: Bool?
  /// Words, or pictures.
  var text: Bool?
  /// Beside the file, or in it.
  var external: Bool?
  /// What the track's title must hold.
  var title: String?
  /// Only where the sound that is played has this language.
  var sound: String?
  /// Only where the sound that is played has another language than this.
  var soundOtherThan: String?

  init(_ rule: SubtitleRule) {
    language = rule.language
    forced = rule.isForced
    sdh = rule.isForImpaired
    commentary = rule.isCommentary
    isDefault = rule.isDefault
    text = rule.isText
    external = rule.isExternal
    title = rule.title
    sound = rule.sound
    soundOtherThan = rule.soundOtherThan
  }

  /// The rule that is meant; texts that are empty mean nothing.
  var rule: SubtitleRule {
    var rule = SubtitleRule()
    rule.language = language.trimmed
    rule.isForced = forced
    rule.isForImpaired = sdh
    rule.isCommentary = commentary
    rule.isDefault = isDefault
    rule.isText = text
    rule.isExternal = external
    rule.title = title.trimmed
    rule.sound = sound.trimmed
    rule.soundOtherThan = soundOtherThan.trimmed
    return rule
  }

  func write(to json: inout JSONBytes) {
    json.open()
    json.field("language", language)
    if let forced { json.field("forced", forced) }
    if let sdh { json.field("sdh", sdh) }
    if let commentary { json.field("commentary", commentary) }
    if let isDefault { json.field("isDefault", isDefault) }
    if let text { json.field("text", text) }
    if let external { json.field("external", external) }
    json.field("title", title)
    json.field("sound", sound)
    json.field("soundOtherThan", soundOtherThan)
    json.close()
  }
}

/// Subtitles that viewers can switch on, as the API writes them.
struct SubtitleOffer: Codable, Hashable, JSONWritable {
  /// What players show.
  var name: String
  /// A code such as `en`.
  var language: String?
  /// Whether players show them unless told otherwise; not when it is left out.
  var isDefault: Bool?
  /// Whether they only tell what the sound's own language leaves open; not when it is left out.
  var forced: Bool?
  /// Which track of a file it is, first match wins; pictures are passed over.
  var rules: [SubtitleChoice]

  init(_ offered: SubtitleRendition) {
    name = offered.name
    language = offered.language
    isDefault = offered.isDefault
    forced = offered.isForced
    rules = offered.rules.map(SubtitleChoice.init)
  }

  /// The subtitles that are meant.
  var rendition: SubtitleRendition {
    SubtitleRendition(
      name: name.trimmingSpaces, language: language.trimmed, isDefault: isDefault ?? false,
      isForced: forced ?? false, rules: rules.map(\.rule))
  }

  func write(to json: inout JSONBytes) {
    json.open()
    json.field("name", name)
    json.field("language", language)
    json.field("isDefault", isDefault ?? false)
    json.field("forced", forced ?? false)
    json.field("rules", rules)
    json.close()
  }
}

extension ChannelFields {
  /// The subtitles that viewers can switch on; nil for none.
  ///
  /// - Throws: A `Problem` that names the field.
  static func subtitles(_ wish: [SubtitleOffer]) throws -> [SubtitleRendition]? {
    let offered = wish.map(\.rendition)
    try refuse(SubtitleFault.found(in: offered), of: "subtitles")
    return offered.isEmpty ? nil : offered
  }

  /// The rules for what is drawn into the pictures; nil for none.
  ///
  /// - Throws: A `Problem` that names the field.
  static func burnRules(_ wish: [SubtitleChoice]) throws -> [SubtitleRule]? {
    let rules = wish.map(\.rule)
    try refuse(SubtitleFault.found(in: rules), of: "burn")
    return rules.isEmpty ? nil : rules
  }

  private static func refuse(_ fault: SubtitleFault?, of field: String) throws {
    guard let fault else { return }
    throw Problem.invalid(
      fault.field.isEmpty ? field : "\(field).\(fault.field)", fault.detail)
  }
}

extension String? {
  /// Without spaces around it; nil where nothing is left.
  fileprivate var trimmed: String? { self?.trimmingSpaces.nonEmpty }
}

extension String {
  fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
