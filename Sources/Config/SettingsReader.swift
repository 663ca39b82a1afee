import FoundationEssentials

/// Takes single settings from environment and file and collects what is wrong with them.
struct SettingsReader {
  private(set) var problems: [ConfigError.Problem] = []
  private(set) var notices: [String] = []
  private var values: [String: String]
  private let workingFolder: String

  init(environment: [String: String], workingFolder: String) {
    values = environment.filter { !$0.value.isEmpty }
    self.workingFolder = workingFolder
    note(unknown: environment.keys.sorted(), in: "the environment")
  }

  /// Adds the lines of a file where the environment says nothing; no file is fine.
  mutating func addFile(at path: String) {
    guard FileManager.default.fileExists(atPath: path) else { return }
    guard let bytes = FileManager.default.contents(atPath: path) else {
      notices.append("'\(path)' can't be read and is left out; give this user read permission.")
      return
    }
    let file = EnvironmentFile(text: String(decoding: bytes, as: UTF8.self))
    problems += file.unreadable.map { line in
      ConfigError.Problem(
        variable: "\(path) line \(line.number)", value: line.text,
        advice: "is no NAME=value line; correct or remove it.")
    }
    note(unknown: file.values.keys.sorted(), in: "'\(path)'")
    if file.values["EXSTREAMTV_DATA"] != nil {
      notices.append(
        "EXSTREAMTV_DATA in '\(path)' has no effect: the file lies in that folder; "
          + "set it in the environment.")
    }
    values.merge(file.values.filter { !$0.value.isEmpty }) { environment, _ in environment }
  }

  mutating func port(_ variable: String) -> Int? {
    guard let text = values[variable] else { return nil }
    guard let port = Int(text), (1...65535).contains(port) else {
      refuse(variable, "is no port; use a number from 1 to 65535, such as 8411.")
      return nil
    }
    return port
  }

  mutating func count(_ variable: String, in range: ClosedRange<Int>) -> Int? {
    guard let text = values[variable] else { return nil }
    guard let count = Int(text), range.contains(count) else {
      refuse(
        variable, "is no whole number from \(range.lowerBound) to \(range.upperBound).")
      return nil
    }
    return count
  }

  /// A whole number, or nil for the word `off`.
  mutating func countOrOff(
    _ variable: String, in range: ClosedRange<Int>, default usual: Int
  ) -> Int? {
    guard let text = values[variable] else { return usual }
    if text.lowercased() == "off" { return nil }
    guard let count = Int(text), range.contains(count) else {
      refuse(
        variable,
        "is no whole number from \(range.lowerBound) to \(range.upperBound); use one, or 'off'.")
      return usual
    }
    return count
  }

  mutating func switched(_ variable: String, default usual: Bool) -> Bool {
    switch values[variable]?.lowercased() {
    case nil: return usual
    case "on": return true
    case "off": return false
    default:
      refuse(variable, "is neither; use 'on' or 'off'.")
      return usual
    }
  }

  mutating func bind(_ variable: String) -> BindAddress? {
    guard let text = values[variable] else { return nil }
    guard let address = BindAddress(text) else {
      refuse(
        variable,
        "is no IP address; use 127.0.0.1 for this machine only or 0.0.0.0 for the network.")
      return nil
    }
    return address
  }

  mutating func level(_ variable: String) -> LogLevel? {
    guard let text = values[variable] else { return nil }
    guard let level = LogLevel(rawValue: text.lowercased()) else {
      let names = LogLevel.allCases.map(\.rawValue).joined(separator: ", ")
      refuse(variable, "is no log level; use one of \(names).")
      return nil
    }
    return level
  }

  /// An absolute path that nginx can be told as well.
  mutating func path(_ variable: String) -> String? {
    guard let text = values[variable] else { return nil }
    guard !text.contains("$"), !text.utf8.contains(where: { $0 < 32 || $0 == 127 }) else {
      refuse(
        variable, "holds a '$' or a control character, which nginx can't be told; rename it.")
      return nil
    }
    return absolute(text)
  }

  /// An absolute path of any characters; nginx never hears of it.
  mutating func mediaPath(_ variable: String) -> String? {
    values[variable].map(absolute)
  }

  /// A program: a name for the search path, or a path made absolute.
  mutating func program(_ variable: String, default name: String) -> String {
    guard let text = values[variable] else { return name }
    return text.contains("/") ? absolute(text) : text
  }

  private mutating func refuse(_ variable: String, _ advice: String) {
    problems.append(
      ConfigError.Problem(variable: variable, value: values[variable] ?? "", advice: advice))
  }

  private mutating func note(unknown names: [String], in place: String) {
    for name in names
    where name.hasPrefix("EXSTREAMTV_") && !Settings.variables.contains(name) {
      notices.append(
        "\(name) in \(place) means nothing; known are "
          + Settings.variables.joined(separator: ", ") + ".")
    }
  }

  private func absolute(_ text: String) -> String {
    PathText.absolute(text, below: workingFolder)
  }
}
