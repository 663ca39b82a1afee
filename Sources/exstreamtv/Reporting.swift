import ArgumentParser
import Config
import Logging
import Station

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

/// Says what failed in the words of the failure, without a usage text behind it.
func reporting(_ work: () throws -> Void) throws {
  do {
    try work()
  } catch let code as ExitCode {
    throw code
  } catch {
    Console.problems.line("\(error)")
    throw ExitCode(1)
  }
}
