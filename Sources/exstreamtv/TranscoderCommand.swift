import ArgumentParser
import Config
import Transcoder

/// The role that runs ffmpeg.
struct TranscoderCommand: AsyncParsableCommand, Role {
  static let role = "exstreamtv-transcoder"
  static let configuration = CommandConfiguration(
    commandName: "transcoder",
    abstract: "Run ffmpeg for the channels on air and write segments; `up` starts this.")

  func run() async throws {
    try await TransmitterHall(settings: Settings.load()).run()
  }
}
