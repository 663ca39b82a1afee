import Glibc
import Subprocess
import SystemPackage

/// A program with its arguments, to be started without a shell.
public struct ChildCommand: Sendable, Equatable {
  /// The program's path, or its bare name to be looked for in `PATH`.
  public var program: String
  /// The arguments without the program's own name.
  public var arguments: [String]
  /// Variables that differ from this process's environment; nil takes one away.
  public var environment: [String: String?]
  /// The folder that the child starts in; this process's own when nil.
  public var workingDirectory: String?
  /// How much the child yields to others, 0 to 19; unchanged when nil.
  public var niceness: Int?
  /// Whether it reads and writes only when nobody else wants the disk.
  public var yieldsDisk: Bool

  /// A command with all its parts.
  public init(
    _ program: String, _ arguments: [String] = [], environment: [String: String?] = [:],
    workingDirectory: String? = nil, niceness: Int? = nil, yieldsDisk: Bool = false
  ) {
    self.program = program
    self.arguments = arguments
    self.environment = environment
    self.workingDirectory = workingDirectory
    self.niceness = niceness
    self.yieldsDisk = yieldsDisk
  }
}

extension ChildCommand {
  /// What swift-subprocess is to run: the program found, wrapped so that the
  /// kernel ends the child when this process dies without a word.
  ///
  /// The signal of `--pdeathsig` comes when the *thread* that spawned ends;
  /// swift-subprocess spawns on one thread that lives as long as the process.
  ///
  /// - Parameter signal: What the child gets then; `KILL` for one that is only good for what this
  ///   process does with its output, since ffmpeg ignores a single SIGTERM while it waits for a
  ///   server or for its reader.
  /// - Returns: What to run and how.
  /// - Throws: That there is no such program.
  func configuration(onDeath signal: String = "KILL") throws(ChildError) -> Configuration {
    var words = [try locatedProgram()] + arguments
    if let niceness, Self.isExecutable("/usr/bin/nice") {
      words = ["/usr/bin/nice", "-n", "\(min(max(niceness, 0), 19))"] + words
    }
    if yieldsDisk, Self.isExecutable("/usr/bin/ionice") {
      // "-t": goes on where the system has no such thing.
      words = ["/usr/bin/ionice", "-t", "-c3"] + words
    }
    if Self.isExecutable("/usr/bin/setpriv") {
      words = ["/usr/bin/setpriv", "--pdeathsig", signal] + words
    }
    var options = PlatformOptions()
    options.processGroupID = 0
    return Configuration(
      executable: .path(FilePath(words[0])),
      arguments: Arguments(Array(words.dropFirst())),
      environment: .inherit.updating(environmentChanges),
      workingDirectory: workingDirectory.map { FilePath($0) },
      platformOptions: options)
  }

  private var environmentChanges: [Environment.Key: String?] {
    var changes: [Environment.Key: String?] = [:]
    for (name, value) in environment {
      guard let key = Environment.Key(rawValue: name) else { continue }
      changes.updateValue(value, forKey: key)
    }
    return changes
  }

  /// The program's path; found here so that a missing one is named, rather
  /// than a wrapper ending with status 127.
  private func locatedProgram() throws(ChildError) -> String {
    if program.contains("/") {
      guard Self.exists(program) else { throw .notFound(program: program) }
      guard Self.isExecutable(program) else { throw .notExecutable(program: program) }
      return program
    }
    let folders = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
    for folder in folders.split(separator: ":") {
      let candidate = "\(folder)/\(program)"
      if Self.isExecutable(candidate) { return candidate }
    }
    throw .notFound(program: program)
  }

  private static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  private static func isExecutable(_ path: String) -> Bool {
    var facts = stat()
    guard access(path, X_OK) == 0, stat(path, &facts) == 0 else { return false }
    return facts.st_mode & S_IFMT == S_IFREG
  }
}
