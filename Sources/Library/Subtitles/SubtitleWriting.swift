extension SubtitleCues {
  /// The cues as WebVTT with the medium's own times.
  public var webVTT: String {
    cues.reduce(into: "WEBVTT\n") { text, cue in
      text += "\n\(cue.start.clock(".")) --> \(cue.end.clock("."))\n\(cue.text)\n"
    }
  }

  /// The cues as SubRip with the medium's own times, as libass reads it.
  public var subRip: String {
    var text = ""
    for (index, cue) in cues.enumerated() {
      // Behind a joiner, nothing is taken for a line end, a style or a tag.
      let words = cue.text.replacing("\\", with: "\\\u{2060}")
        .replacing("{", with: "\\{\u{2060}").replacing("}", with: "\\}")
        .replacing("&lt;", with: "<\u{2060}").replacing("&gt;", with: ">")
        .replacing("&amp;", with: "&")
      text += "\(index + 1)\n\(cue.start.clock(",")) --> \(cue.end.clock(","))\n\(words)\n\n"
    }
    return text
  }
}

extension Span {
  /// Hours, minutes, seconds and thousandths, such as `01:02:03.456`.
  public func clock(_ point: String) -> String {
    func digits(_ number: Int64, _ count: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, count - text.count)) + text
    }
    let seconds = milliseconds / 1000
    return digits(seconds / 3600, 2) + ":" + digits(seconds / 60 % 60, 2) + ":"
      + digits(seconds % 60, 2) + point + digits(milliseconds % 1000, 3)
  }
}
