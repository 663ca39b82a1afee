import ArgumentParser
import Config
import Jobs
import Logging
import Store

/// The role that does the jobs in the database.
struct JobsCommand: ParsableCommand, Role {
  static let role = "exstreamtv-jobs"
  static let configuration = CommandConfiguration(
    commandName: "jobs",
    abstract: "Read folders, build timelines and write the guide; `up` starts this.")

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
