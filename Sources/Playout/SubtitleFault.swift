/// What of a channel's wishes for subtitles can't be used, with what may be there instead.
public struct SubtitleFault: Error, Hashable, Sendable {
  /// The field, with places counted from zero, such as `1.rules.0.title`; empty for the whole list.
  public var field: String
  /// What may be there.
  public var detail: String
}

extension SubtitleFault {
  /// What is wrong with the subtitles that viewers can switch on; nil where nothing is.
  public static func found(in offered: [SubtitleRendition]) -> SubtitleFault? {
    guard offered.count <= SubtitleRendition.most else {
      return .init(
        field: "", detail: "A channel may offer at most \(SubtitleRendition.most) subtitles.")
    }
    for (index, one) in offered.enumerated() {
      if let fault = found(in: one) { return fault.within("\(index)") }
    }
    if let second = offered.indices.filter({ offered[$0].isDefault }).dropFirst().first {
      return .init(
        field: "\(second).isDefault", detail: "Only one of the subtitles can be the default.")
    }
    return nil
  }

  /// What is wrong with a list of rules; nil where nothing is.
  public static func found(in rules: [SubtitleRule]) -> SubtitleFault? {
    guard rules.count <= SubtitleRule.most else {
      return .init(
        field: "", detail: "There may be at most \(SubtitleRule.most) rules for subtitles.")
    }
    for (index, rule) in rules.enumerated() {
      let languages = [
        ("language", rule.language), ("sound", rule.sound), ("soundOtherThan", rule.soundOtherThan),
      ]
      for (field, text) in languages {
        if let text, !isLine(text, in: 0...40) {
          return .init(
            field: "\(index).\(field)", detail: "A language has at most 40 characters on one line.")
        }
      }
      if let title = rule.title, !isLine(title, in: 0...100) {
        return .init(
          field: "\(index).title", detail: "The title must have at most 100 characters on one line."
        )
      }
    }
    return nil
  }

  private static func found(in offered: SubtitleRendition) -> SubtitleFault? {
    guard isLine(offered.name, in: 1...60) else {
      return .init(
        field: "name",
        detail: "Subtitles need a name of 1 to 60 characters on one line, such as English.")
    }
    guard isLine(offered.language ?? "", in: 0...40) else {
      return .init(field: "language", detail: "A language has at most 40 characters on one line.")
    }
    guard !offered.rules.isEmpty else {
      return .init(
        field: "rules",
        detail: "Subtitles need a rule that tells which track of a file they are.")
    }
    return found(in: offered.rules)?.within("rules")
  }

  private func within(_ place: String) -> SubtitleFault {
    .init(field: field.isEmpty ? place : "\(place).\(field)", detail: detail)
  }

  private static func isLine(_ text: String, in length: ClosedRange<Int>) -> Bool {
    length.contains(text.count) && text.utf8.count <= 4 * length.upperBound
      && text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
  }
}
