/// Settings that can't be used: every problem at once, each with its cure.
public struct ConfigError: Error, Hashable, Sendable, CustomStringConvertible {
  /// One setting that can't be used.
  public struct Problem: Hashable, Sendable, CustomStringConvertible {
    /// The variable's name.
    public var variable: String
    /// What it was set to.
    public var value: String
    /// What is wrong and what to do, as a sentence without its subject.
    public var advice: String

    /// A problem with all its parts.
    public init(variable: String, value: String, advice: String) {
      self.variable = variable
      self.value = value
      self.advice = advice
    }

    /// Variable, value and advice in one line.
    public var description: String { "\(variable)='\(value)' \(advice)" }
  }

  /// What is wrong, in the order in which the settings are documented.
  public var problems: [Problem]

  /// An error of these problems.
  public init(problems: [Problem]) {
    self.problems = problems
  }

  /// One line for each problem.
  public var description: String {
    problems.map(\.description).joined(separator: "\n")
  }
}
