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
