import Library
import Playout

/// The words that are laid over the pictures of a run, as a file of subtitles in the format ASS.
///
/// libass breaks lines, puts letters of any script into order and takes another face where one lacks
/// a letter. Every moment at which words change is known beforehand: a clock is a line a minute. So
/// nothing that anybody wrote becomes part of a filter, and nothing is reckoned for a picture.
struct WordsScript {
  /// How many lines a graphic has at most; a clock in a run of a week has ten thousand.
  private static let mostLines = 20_000
  /// How many letters of a graphic are drawn.
  private static let mostLetters = 2000

  /// What says them, each above the one before.
  var graphics: [(graphic: Graphic, parts: [TextPart], look: TextLook)]
  /// When the run's first picture is shown.
  var moment: Moment
  /// How long the run is, in milliseconds.
  var length: Int64

  /// The file's text.
  func text(for profile: TranscodeProfile) -> String {
    var lines = [
      "[Script Info]", "ScriptType: v4.00+", "PlayResX: \(profile.width)",
      "PlayResY: \(profile.height)", "WrapStyle: 0", "ScaledBorderAndShadow: yes",
      "YCbCr Matrix: None", "", "[V4+ Styles]",
      "Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour,"
        + " Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle,"
        + " Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding",
    ]
    lines += graphics.enumerated().map { style($1.graphic, $1.look, $0, profile) }
    lines += [
      "", "[Events]",
      "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text",
    ]
    for (index, entry) in graphics.enumerated() {
      // Letters of a usual face are a little over half as wide as a line is high.
      let size = max(6, pixels(entry.look.size, of: profile.height))
      let columns = max(4, width(of: entry.graphic, profile) * 100 / (size * 55))
      lines += dialogue(entry.graphic, entry.parts, columns).map { line in
        "Dialogue: \(index),\(clock(line.time.lowerBound)),\(clock(line.time.upperBound)),"
          + "g\(index),,0,0,0,,\(line.text)"
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func style(
    _ graphic: Graphic, _ look: TextLook, _ index: Int, _ profile: TranscodeProfile
  ) -> String {
    let size = max(6, pixels(look.size, of: profile.height))
    let alpha = graphic.alpha(1)
    let ink = colour(look.color, alpha)
    let hasBox = look.background != nil
    // One box behind all lines, which its shadow's depth makes larger; else a thin dark edge.
    let pad = hasBox ? max(1, size / 4) : 0
    let edge = hasBox ? "4,0,\(pad)" : "1,\(max(1, size / 18)),0"
    let box = hasBox ? colour(look.background ?? "", alpha) : colour("000000", alpha)
    let side = pixels(graphic.marginX, of: profile.width)
    let width = width(of: graphic, profile)
    let rest = profile.width - side - width
    let margins: (left: Int, right: Int)
    switch graphic.place.column {
    case .first: margins = (side, rest)
    case .middle: margins = ((profile.width - width) / 2, (profile.width - width) / 2)
    case .last: margins = (rest, side)
    }
    let vertical = pixels(graphic.marginY, of: profile.height) + pad
    return "Style: g\(index),Sans,\(size),\(ink),\(ink),\(colour("000000", alpha)),\(box),"
      + "0,0,0,0,100,100,0,0,\(edge),\(graphic.place.alignment),"
      + "\(margins.left + pad),\(margins.right + pad),\(vertical),-1"
  }

  /// How wide lines are at most.
  private func width(of graphic: Graphic, _ profile: TranscodeProfile) -> Int {
    let room = max(0, profile.width - 2 * pixels(graphic.marginX, of: profile.width))
    return min(room, graphic.width.map { pixels($0, of: profile.width) } ?? room)
  }

  private struct Line {
    var time: Range<Int64>
    var text: String
  }

  private func dialogue(
    _ graphic: Graphic, _ parts: [TextPart], _ columns: Int
  ) -> [Line] {
    let appearance = Appearance(of: graphic, from: moment)
    var lines: [Line] = []
    for window in appearance.windows(within: length, most: Self.mostLines) {
      var start = max(0, window.lowerBound)
      let end = min(window.upperBound, length)
      while start < end, lines.count < Self.mostLines {
        let stop = min(end, parts.hasClock ? nextMinute(after: start) : end)
        let fading = self.fading(appearance, window, from: start, graphic)
        lines.append(Line(time: start..<stop, text: fading + words(parts, at: start, columns)))
        start = stop
      }
    }
    return lines
  }

  private func nextMinute(after time: Int64) -> Int64 {
    let now = moment.milliseconds + time
    return time + 60_000 - (now % 60_000 + 60_000) % 60_000
  }

  /// What lets a line come and go, told by the time since the line's beginning: a graphic that was
  /// there before goes on as it was.
  private func fading(
    _ appearance: Appearance, _ window: Range<Int64>, from start: Int64, _ graphic: Graphic
  ) -> String {
    guard appearance.fade > 0 else { return "" }
    let (full, none) = (graphic.alpha(1), graphic.alpha(0))
    let goes = window.upperBound - start
    var text = "\\alpha&H\(full)&"
    if appearance.rhythm != nil {
      let came = window.lowerBound - start
      text = "\\alpha&H\(none)&\\t(\(came),\(came + appearance.fade),\\alpha&H\(full)&)"
    }
    if appearance.rhythm != nil || appearance.end == window.upperBound {
      text += "\\t(\(goes - appearance.fade),\(goes),\\alpha&H\(none)&)"
    }
    return "{\(text)}"
  }

  private func words(_ parts: [TextPart], at time: Int64, _ columns: Int) -> String {
    var room = Self.mostLetters
    return parts.map { part in
      switch part {
      case .words(let words):
        let shown = words.prefix(room)
        room -= shown.count
        return plain(broken(shown, after: columns))
      case .clock(let zone): return timeOfDay(at: time, zone)
      case .line: return "\\N"
      }
    }.joined()
  }

  private func timeOfDay(at time: Int64, _ zone: Int) -> String {
    let seconds = (moment.milliseconds + time) / 1000 + Int64(zone)
    let minutes = ((seconds / 60) % 1440 + 1440) % 1440
    return "\(twoDigits(minutes / 60)):\(twoDigits(minutes % 60))"
  }
}

/// Words of which none is longer than a line: libass breaks lines at spaces only.
func broken(_ words: some StringProtocol, after most: Int) -> String {
  var text = ""
  var used = 0
  for letter in words {
    let width = letter.isWhitespace ? 0 : columns(of: String(letter))
    used = letter.isWhitespace ? 0 : used + width
    if used > most {
      text += "\n"
      used = width
    }
    text.append(letter)
  }
  return text
}

/// Words in which nothing means anything but itself.
///
/// Braces are written with a backslash; a backslash gets a mark without width behind it, or it would
/// take the next letter with it. What steers is a space.
func plain(_ words: some StringProtocol) -> String {
  var text = ""
  for letter in words {
    switch letter {
    case "{": text += "\\{"
    case "}": text += "\\}"
    case "\\": text += "\\\u{2060}"
    case _ where letter.isNewline: text += "\\N"
    case _ where letter.unicodeScalars.contains { $0.properties.generalCategory == .control }:
      text += " "
    default: text.append(letter)
    }
  }
  return text
}

extension [TextPart] {
  fileprivate var hasClock: Bool {
    contains { part in
      if case .clock = part { true } else { false }
    }
  }
}

extension Graphic {
  /// ffmpeg's and libass' idea of how little is seen of it, where so much of it is seen as it may be.
  fileprivate func alpha(_ part: Double) -> String {
    let hidden = 255 - Int((min(max(opacity, 0), 1) * part * 255).rounded())
    return hexadecimal(hidden)
  }
}

extension Graphic.Place {
  /// The place as the key of a keypad.
  fileprivate var alignment: Int {
    let column =
      switch self.column {
      case .first: 1
      case .middle: 2
      case .last: 3
      }
    switch row {
    case .first: return column + 6
    case .middle: return column + 3
    case .last: return column
    }
  }
}

/// A colour of six hexadecimal digits in libass' order; white for anything else.
private func colour(_ digits: String, _ alpha: String) -> String {
  let isColour =
    digits.utf8.count == 6 && digits.utf8.allSatisfy { Character(.init($0)).isHexDigit }
  let (all, alpha) = (Array((isColour ? digits : "ffffff").uppercased()), alpha)
  return "&H\(alpha)" + String(all[4...5] + all[2...3] + all[0...1])
}

private func hexadecimal(_ byte: Int) -> String {
  let digits = String(byte, radix: 16, uppercase: true)
  return digits.count < 2 ? "0" + digits : digits
}

private func twoDigits(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }

/// A time in hundredths of a second, as ASS writes it.
private func clock(_ milliseconds: Int64) -> String {
  let (all, hundredths) = (milliseconds / 1000, milliseconds % 1000 / 10)
  return "\(all / 3600):\(twoDigits(all / 60 % 60)):\(twoDigits(all % 60)).\(twoDigits(hundredths))"
}
