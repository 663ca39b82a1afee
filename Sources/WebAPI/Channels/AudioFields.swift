import Library
import Playout
import Store

/// One rule for the sound track of files, as the API writes it; all that is given must hold.
struct AudioChoice: Codable, Hashable, JSONWritable {
  /// A code of two or three letters, or a name.
  var language: String?
  /// Exactly so many channels.
  var channels: Int?
  var commentary: Bool?
  var description: Bool?
  /// What the track's title must hold.
  var title: String?
  var isDefault: Bool?
  var prefers: AudioRule.Preference?

  init(_ rule: AudioRule) {
    language = rule.language
    channels = rule.channels
    commentary = rule.isCommentary
    description = rule.isDescription
    title = rule.title
    isDefault = rule.isDefault
    prefers = rule.prefers
  }

  func write(to json: inout JSONBytes) {
    json.open()
    json.field("language", language)
    json.field("channels", channels)
    if let commentary { json.field("commentary", commentary) }
    if let description { json.field("description", description) }
    json.field("title", title)
    if let isDefault { json.field("isDefault", isDefault) }
    json.field("prefers", prefers?.rawValue)
    json.close()
  }
}

extension ChannelFields {
  /// The rules for sound tracks; nil for none.
  ///
  /// - Parameters:
  ///   - wish: What was sent.
  ///   - field: The name of the field that it was sent in.
  /// - Returns: The rules, with texts on one line.
  /// - Throws: A `Problem` that names the rule, counted from zero, and the field.
  static func audioRules(
    _ wish: [AudioChoice], field: String = "audio"
  ) throws -> [AudioRule]? {
    guard wish.count <= AudioRule.most else {
      throw Problem.invalid(
        field, "A channel may have at most \(AudioRule.most) rules for its sound.")
    }
    let rules = try wish.enumerated().map { index, choice in
      do { return try rule(choice) } catch var problem as Problem {
        problem.field = "\(field).\(index).\(problem.field ?? "")"
        throw problem
      }
    }
    return rules.isEmpty ? nil : rules
  }

  private static func rule(_ choice: AudioChoice) throws -> AudioRule {
    if let channels = choice.channels, !(1...16).contains(channels) {
      throw Problem.invalid("channels", "A track has 1 to 16 channels.")
    }
    let language = try choice.language.map { try line($0, field: "language", in: 0...40) }
    let title = try choice.title.map { try line($0, field: "title", in: 0...100) }
    return AudioRule(
      language: language == "" ? nil : language, channels: choice.channels,
      isCommentary: choice.commentary, isDescription: choice.description,
      title: title == "" ? nil : title, isDefault: choice.isDefault, prefers: choice.prefers)
  }
}
