/// How much a program logs; the names are those of swift-log.
public enum LogLevel: String, CaseIterable, Hashable, Sendable {
  /// Everything.
  case trace
  /// What helps to find a fault.
  case debug
  /// What happens.
  case info
  /// What happens and matters.
  case notice
  /// What is wrong and was got round.
  case warning
  /// What failed.
  case error
  /// What ends the program.
  case critical
}
