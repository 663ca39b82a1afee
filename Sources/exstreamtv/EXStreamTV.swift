import ArgumentParser
import Config

/// The command line of EXStreamTV.
struct EXStreamTV: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exstreamtv",
    abstract: "Turns your own media into live TV channels.",
    discussion: """
      Settings come from the environment and from the file exstreamtv.env in the data folder:
      EXSTREAMTV_PORT (8411), EXSTREAMTV_BIND (127.0.0.1), EXSTREAMTV_DATA (./data), MEDIA.
      """,
    version: Version.current,
    subcommands: [
      Up.self, DoctorCommand.self, Scan.self, ChannelCommand.self, OpenAPICommand.self,
      NginxSite.self, WorkerCommand.self, JobsCommand.self, TranscoderCommand.self,
    ])
}
