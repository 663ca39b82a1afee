import ArgumentParser
import Config
import Logging
import Station

/// Runs the whole station in the foreground.
struct Up: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Start everything and keep it running until Ctrl-C.")

  func run() async throws {
    let settings = try loadedSettings()
    throw ExitCode(await Station(settings: settings, logger: logger(for: settings)).run())
  }
}

/// The settings; ends the program with a sentence for each that can't be used.
func loadedSettings() throws -> Settings {
  do {
    return try Settings.load()
  } catch {
    Console.problems.line("\(error)")
    throw ExitCode(1)
  }
}

/// A logger on standard error at the level that was set.
func logger(for settings: Settings) -> Logger {
  LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
  var logger = Logger(label: "exstreamtv")
  logger.logLevel = Logger.Level(rawValue: settings.log.rawValue) ?? .info
  return logger
}
