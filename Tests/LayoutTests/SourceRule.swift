import Foundation

/// Words that belong into some modules only.
struct SourceRule: Sendable, CustomStringConvertible {
  /// Where the words are looked for.
  enum Place: Sendable {
    /// In code, outside of strings.
    case words
    /// In code and strings.
    case code
  }

  /// The rule as a sentence.
  var description: String
  /// What must not stand there.
  var pattern: String
  /// Where it is looked for.
  var place: Place = .words
  /// The modules that the rule is for; nil for all.
  var modules: Set<String>?
  /// Modules that the rule is not for.
  var exceptModules: Set<String> = []
  /// Files that the rule is not for, each for a reason that stands beside it.
  var exceptFiles: Set<String> = []
  /// A line that breaks the rule, to see that it would be found.
  var offence: String

  /// Whether the rule speaks of a file.
  func applies(to file: Checkout.File) -> Bool {
    modules?.contains(file.module) ?? true && !exceptModules.contains(file.module)
      && !exceptFiles.contains(file.path)
  }

  /// The first words in a text that break the rule.
  func offence(in text: SwiftText) -> Substring? {
    let place = place == .code ? text.code : text.words
    // ICU's expressions: a good deal faster over a megabyte than Swift's own.
    return place.range(of: pattern, options: .regularExpression).map { place[$0] }
  }

  static let all: [SourceRule] = [
    SourceRule(
      description: "nothing outside of tests tries by force",
      pattern: #"\btry!"#, offence: "let x = try! load()"),
    SourceRule(
      description: "nothing ends the program",
      pattern: #"\bfatalError\s*\("#, offence: "fatalError(\"no\")"),
    SourceRule(
      description: "SQL stands in Store only",
      pattern:
        #"\b(SELECT\s[^"]*\sFROM\s|INSERT\s+(OR\s+\w+\s+)?INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|CREATE\s+(TABLE|INDEX|VIRTUAL)\b)"#,
      place: .code, exceptModules: ["Store"], offence: "\"DELETE FROM media WHERE id = 1\""),
    SourceRule(
      description: "ffmpeg's arguments stand in Pipeline only",
      pattern: #""(-i|-c:v|-c:a|-filter_complex|libx264|-vcodec|-acodec)""#,
      place: .code, exceptModules: ["Pipeline"],
      exceptFiles: [
        // Make and try things that no channel plays.
        "Sources/Station/FirstStart/DemoClips.swift",
        "Sources/Station/Doctor/ProgramExamination.swift",
      ],
      offence: "arguments += [\"-i\", path]"),
    SourceRule(
      description: "the flow reads no clock",
      pattern:
        #"\bDate\(\)|\bDate\.now\b|\bDate\(timeIntervalSinceNow|\b(Continuous|Suspending)Clock\b|\bDispatchTime\b|\bclock_gettime\b|\bgettimeofday\b"#,
      modules: ModuleTable.pure, offence: "let now = Date()"),
    SourceRule(
      description: "the flow draws no lots",
      pattern:
        #"\bSystemRandomNumberGenerator\b|\bUUID\(\)|\brandom\(in: (?![^()]*using:)[^()]*\)|\.shuffled\(\)|\.randomElement\(\)|\barc4random|\bHasher\(\)|\.hashValue\b"#,
      modules: ModuleTable.pure, offence: "let side = Int.random(in: 0..<6)"),
    SourceRule(
      description: "the flow neither reads nor writes",
      pattern:
        #"\bFileManager\b|\bFileHandle\b|\bProcessInfo\b|\bProcess\(|\bURLSession\b|\b(String|Data)\(contentsOf|\bgetenv\b|\bprint\("#,
      modules: ModuleTable.pure,
      // The one folder that Packaging owns.
      exceptFiles: ["Sources/Packaging/SegmentFolder.swift"],
      offence: "FileManager.default.removeItem(at: x)"),
    SourceRule(
      description: "the flow never waits",
      pattern:
        #"\bTask\.sleep\b|\bThread\.sleep\b|\busleep\(|\bDispatchSemaphore\b|\bTask\s*[.{(]"#,
      modules: ModuleTable.pure, offence: "try await Task.sleep(for: .seconds(1))"),
    SourceRule(
      description: "no command goes through a shell",
      pattern: #""/?(usr/)?(bin/)?(sh|bash|dash)"|"-c",\s*"|\bsystem\(|\bpopen\("#,
      place: .code, offence: "run(\"/bin/sh\", [\"-c\", \"rm\"])"),
    SourceRule(
      description: "nothing is left for later",
      pattern: #"\b(TODO|FIXME|XXX|HACK)\b"#, place: .code, offence: "let TODO = 1"),
  ]
}
