import Playout

/// One line of words on a screen, with its place.
///
/// The words reach ffmpeg in a file of their own: nothing that a viewer or a
/// file's title says becomes part of a filter.
public struct ScreenWords: Hashable, Sendable {
  /// The file to write the words to, in the folder that ffmpeg is started in.
  public let file: String
  /// The words, on one line.
  public let text: String
  /// Height of the letters in pixels.
  let size: Int
  /// Pixels from the upper edge.
  let top: Int
  /// ffmpeg's name of the colour.
  let color: String
}

extension ScreenOrder {
  /// The lines to draw, wrapped to the picture's width and cut to its height.
  public var words: [ScreenWords] {
    guard screen.picture.showsWords, !message.headline.isEmpty else { return [] }
    let large = max(12, profile.height / 14)
    let small = max(10, profile.height / 22)
    let lines =
      wrapped(message.headline, size: large, lines: 3).map { ($0, large, "white") }
      + message.lines.prefix(4).flatMap { wrapped($0, size: small, lines: 2) }
      .map { ($0, small, "0xb8c0d0") }
    let height = lines.reduce(0) { $0 + $1.1 * 3 / 2 }
    var top = max(0, (profile.height - height) / 2)
    let name = name
    return lines.enumerated().map { index, line in
      defer { top += line.1 * 3 / 2 }
      return ScreenWords(
        file: "\(name).\(index).txt", text: line.0, size: line.1, top: top, color: line.2)
    }
  }

  private func wrapped(_ text: String, size: Int, lines: Int) -> [String] {
    // Letters of a usual face are a little over half as wide as high.
    wrap(text, width: max(8, profile.width * 9 / 10 * 100 / (size * 58)), lines: lines)
  }
}

/// Breaks a text at spaces into lines of a width, and ends it with an ellipsis where they are too few.
///
/// Control characters are spaces; letters that are wide count twice.
func wrap(_ text: String, width: Int, lines most: Int) -> [String] {
  var lines: [String] = []
  var line = ""
  var used = 0
  for word in words(of: text, longest: width) {
    let length = columns(of: word)
    if used > 0, used + 1 + length > width {
      lines.append(line)
      (line, used) = ("", 0)
    }
    line += used == 0 ? word : " " + word
    used += (used == 0 ? 0 : 1) + length
  }
  if used > 0 { lines.append(line) }
  guard lines.count > most else { return lines }
  var kept = Array(lines.prefix(most))
  kept[most - 1] = String(kept[most - 1].prefix(max(1, width - 1))) + "…"
  return kept
}

/// The words of a text, those longer than a line in pieces.
private func words(of text: String, longest: Int) -> [String] {
  let plain = text.prefix(2000).map { $0.isPlain ? $0 : " " }
  return plain.split(separator: " ").flatMap { word in
    var pieces: [String] = []
    var piece = ""
    for letter in word {
      if columns(of: piece) + columns(of: String(letter)) > longest {
        pieces.append(piece)
        piece = ""
      }
      piece.append(letter)
    }
    return pieces + [piece]
  }
}

/// How many letters of a usual width it is as wide as.
func columns(of text: String) -> Int {
  text.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x1100 ? 2 : 1) }
}

extension Character {
  /// Whether it is neither white space nor anything that steers.
  fileprivate var isPlain: Bool {
    !isWhitespace && !isNewline
      && unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
  }
}
