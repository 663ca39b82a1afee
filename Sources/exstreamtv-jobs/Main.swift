import ArgumentParser
import Config
import Jobs
import Logging
import Store

@main
struct JobsProgram: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exstreamtv-jobs",
    abstract: "Reads folders, builds timelines and writes the guide.",
    discussion: "Settings come from the environment; `exstreamtv up` starts this program.")

  func run() throws {
    StopSignal.listen()
    let settings = try Settings.load()
    var logger = Logger(label: "jobs") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = Logger.Level(rawValue: settings.log.rawValue) ?? .info
    let store = try Store.open(at: settings.database)
    let tools = JobTools.live(settings: settings, store: store, logger: logger)
    try JobRunner(tools: tools, lockPath: settings.data + "/jobs.lock")
      .run(until: { StopSignal.isRaised })
  }
}
