import FoundationEssentials

/// What the running process was given by whoever started it.
public enum Surroundings {
  /// The environment's variables.
  public static var environment: [String: String] { ProcessInfo.processInfo.environment }

  /// The folder that relative paths are relative to.
  public static var workingFolder: String { FileManager.default.currentDirectoryPath }

  /// How many processors this process may use.
  public static var processorCount: Int { ProcessInfo.processInfo.activeProcessorCount }

  /// The running program's path.
  public static var executable: String? {
    try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
  }
}
