import ArgumentParser
import Logging
import Station

/// Reads folders and shows the progress.
struct Scan: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Read a folder, or all folders of the library, and show the progress.")

  @Argument(help: "A folder; it joins the library when it is new.")
  var folder: String?

  func run() async throws {
    let settings = try loadedSettings()
    let scan = FolderScan(settings: settings)
    var logger = logger(for: settings)
    // The progress line tells what happens; the log only what goes wrong.
    logger.logLevel = max(logger.logLevel, .warning)
    throw ExitCode(await scan.run(folder: folder, logger: logger))
  }
}
