public import Library

/// Steps that are run once, at a certain time, instead of what the channel plays otherwise.
public struct ScriptBuild: Hashable, Codable, Sendable {
  /// How the programs of builds are called.
  static let prefix = "build"
  /// How long a build may be.
  public static let longest = Span.days(7)

  /// What people call it.
  public var name: String
  /// When it begins.
  public var from: Moment
  /// When it ends; what its steps leave until then is filled.
  public var to: Moment
  /// What is done.
  public var script: Script

  /// A build of its parts.
  public init(name: String, from: Moment, to: Moment, script: Script) {
    self.name = name
    self.from = from
    self.to = to
    self.script = script
  }

  /// The first part of the paths of its steps: the moment it begins at, so that no two share one.
  public var programName: String { "\(Self.prefix)\(from.milliseconds)" }

  /// Compiles the build.
  func overlay(_ index: Int, _ fillers: FillerPolicy, seed: UInt64) throws(RuleFault) -> Overlay {
    let place = "builds.\(index)"
    guard from < to, to - from <= Self.longest else {
      throw RuleFault("\(place).to", "A build must end after its beginning, at most 7 days later.")
    }
    guard name.count <= 200, name.utf8.count <= 800 else {
      throw RuleFault("\(place).name", "It must have at most 200 characters.")
    }
    do {
      var compiler = try ScriptCompiler(script, name: programName, fillers)
      let program = try compiler.program(seed: seed, repeats: false)
      return Overlay(
        days: .always, start: .zero, end: .zero, lateness: .zero, program: program,
        once: from..<to)
    } catch { throw error.within("\(place).script") }
  }
}
