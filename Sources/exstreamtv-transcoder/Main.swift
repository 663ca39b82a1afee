import ArgumentParser
import Config
import Transcoder

@main
struct TranscoderProgram: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exstreamtv-transcoder",
    abstract: "Runs ffmpeg for the channels on air and writes their segments.",
    discussion: "Settings come from the environment; `exstreamtv up` starts this program.")

  func run() async throws {
    try await TransmitterHall(settings: Settings.load()).run()
  }
}
