import Library
import Playout
import Store

/// A further sound track that viewers can choose, as the API writes it.
struct AudioOffer: Codable, Hashable, JSONWritable {
  /// What players show.
  var name: String
  /// A code such as `en`.
  var language: String?
  /// Which track of a file it is, first match wins; where none is, the main sound is heard.
  var rules: [AudioChoice]

  init(_ offered: AudioRendition) {
    name = offered.name
    language = offered.language
    rules = offered.rules.map(AudioChoice.init)
  }

  func write(to json: inout JSONBytes) {
    json.open()
    json.field("name", name)
    json.field("language", language)
    json.field("rules", rules)
    json.close()
  }
}

extension ChannelFields {
  /// The sound tracks beside the main one; nil for none.
  ///
  /// - Throws: A `Problem` that names the field, with places counted from zero.
  static func audioTracks(_ wish: [AudioOffer]) throws -> [AudioRendition]? {
    guard wish.count <= AudioRendition.most else {
      throw Problem.invalid(
        "audioTracks", "A channel may offer at most \(AudioRendition.most) further sound tracks.")
    }
    let offered = try wish.enumerated().map { index, offer in
      do { return try audioTrack(offer) } catch var problem as Problem {
        problem.field = "audioTracks.\(index).\(problem.field ?? "")"
        throw problem
      }
    }
    return offered.isEmpty ? nil : offered
  }

  private static func audioTrack(_ offer: AudioOffer) throws -> AudioRendition {
    let name = try line(offer.name, field: "name", in: 1...60)
    let language = try offer.language.map { try line($0, field: "language", in: 0...40) }
    guard let rules = try audioRules(offer.rules, field: "rules") else {
      throw Problem.invalid(
        "rules", "A sound track needs a rule that tells which track of a file it is.")
    }
    return AudioRendition(name: name, language: language == "" ? nil : language, rules: rules)
  }
}
