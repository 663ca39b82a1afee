extension SubtitleCues {
  /// Reads a file's text; a text that is none has no cues.
  ///
  /// - Parameters:
  ///   - text: The characters, with line feeds.
  ///   - codec: ffprobe's name of what it is: `ass` and `ssa`, else SubRip or WebVTT.
  public init(reading text: String, codec: String) {
    self.init(
      codec == "ass" || codec == "ssa"
        ? Self.scripted(text) : Self.listed(text, SubtitleMarkup.plain))
  }

  /// Reads WebVTT as ``webVTT`` writes it: its words are not looked into again.
  public init(written text: String) {
    self.init(Self.listed(text) { $0 })
  }

  /// More than are kept, since some can't be shown.
  private static let mostRead = 4 * most

  // MARK: SubRip and WebVTT

  private static func listed(
    _ text: String, _ markup: (String) -> String
  ) -> [SubtitleCue] {
    var found: [SubtitleCue] = []
    var times: (start: Span, end: Span)?
    var words: [Substring] = []
    func finish() {
      if let times {
        let text = markup(words.joined(separator: "\n"))
        found.append(SubtitleCue(start: times.start, end: times.end, text: text))
      }
      (times, words) = (nil, [])
    }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.utf8.count > 10, let next = Self.times(of: line) {
        // A file without empty lines: what stands before is the number of this cue.
        if words.last.map({ $0.allSatisfy(\.isNumber) }) == true { words.removeLast() }
        finish()
        guard found.count < mostRead else { break }
        times = next
      } else if line.allSatisfy(\.isWhitespace) {
        // Many files have an empty first line.
        if !words.isEmpty { finish() }
      } else if times != nil {
        words.append(line)
      }
    }
    finish()
    return found
  }

  private static func times(of line: Substring) -> (start: Span, end: Span)? {
    let parts = line.split(separator: " ", omittingEmptySubsequences: true)
    guard let arrow = parts.firstIndex(of: "-->"), arrow > 0, arrow + 1 < parts.count,
      let start = time(parts[arrow - 1]), let end = time(parts[arrow + 1])
    else { return nil }
    return (start, end)
  }

  /// `01:02:03,456`, `02:03.456` or `-0:00:01.5`; nil for anything else.
  private static func time(_ text: Substring) -> Span? {
    let isNegative = text.first == "-"
    let parts = (isNegative ? text.dropFirst() : text)
      .split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count) else { return nil }
    let seconds = parts[parts.count - 1].split(maxSplits: 1) { $0 == "," || $0 == "." }
    guard let first = seconds.first, let whole = number(first),
      let minutes = number(parts[parts.count - 2])
    else { return nil }
    var hours: Int64 = 0
    if parts.count == 3 {
      guard let told = number(parts[0]) else { return nil }
      hours = told
    }
    var part: Int64 = 0
    if seconds.count == 2 {
      guard let told = number(seconds[1].prefix(3)) else { return nil }
      part = told * [100, 10, 1][min(3, seconds[1].count) - 1]
    }
    let time = ((hours * 60 + minutes) * 60 + whole) * 1000 + part
    return .milliseconds(isNegative ? -time : time)
  }

  private static func number(_ text: Substring) -> Int64? {
    guard (1...5).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }) else {
      return nil
    }
    return Int64(text)
  }

  // MARK: ASS

  private static func scripted(_ text: String) -> [SubtitleCue] {
    var found: [SubtitleCue] = []
    var isInEvents = false
    var (startAt, endAt, textAt) = (1, 2, 9)
    for line in text.split(separator: "\n") {
      if line.first == "[" {
        isInEvents = line.lowercased().hasPrefix("[events]")
      } else if isInEvents, line.hasPrefix("Format:") {
        let names = line.dropFirst(7).split(separator: ",").map {
          $0.filter { !$0.isWhitespace }.lowercased()
        }
        startAt = names.firstIndex(of: "start") ?? startAt
        endAt = names.firstIndex(of: "end") ?? endAt
        textAt = names.firstIndex(of: "text") ?? textAt
      } else if isInEvents, line.hasPrefix("Dialogue:") {
        let fields = line.dropFirst(9)
          .split(separator: ",", maxSplits: textAt, omittingEmptySubsequences: false)
        guard fields.count == textAt + 1, startAt < textAt, endAt < textAt,
          let start = time(fields[startAt].drop(while: \.isWhitespace)),
          let end = time(fields[endAt].drop(while: \.isWhitespace))
        else { continue }
        guard found.count < mostRead else { break }
        found.append(
          SubtitleCue(start: start, end: end, text: SubtitleMarkup.styled(String(fields[textAt]))))
      }
    }
    return found
  }
}
