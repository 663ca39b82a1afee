import ChildProcess
import Config
import FoundationEssentials
import Glibc

/// Three short clips made by ffmpeg, so that a station without media has something to show.
struct DemoClips {
  let settings: Settings

  private struct Clip {
    var name: String
    var picture: String
    var tone: Int
  }

  private static let clips = [
    Clip(name: "Colour Bars", picture: "smptehdbars", tone: 440),
    Clip(name: "Moving Pattern", picture: "testsrc2", tone: 554),
    Clip(name: "Test Card", picture: "testsrc", tone: 659),
  ]

  /// Makes the clips that are not there yet.
  ///
  /// Blocks for a few seconds the first time.
  ///
  /// - Returns: The folder that holds them.
  /// - Throws: ``StationError`` when ffmpeg can't make them.
  func make() throws(StationError) -> String {
    let folder = settings.data + "/media/demo"
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw StationError("The folder '\(folder)' can't be made: \(systemFailure()).")
    }
    let missing = Self.clips.filter { access("\(folder)/\($0.name).mp4", F_OK) != 0 }
    if !missing.isEmpty { Console.output.line("Making demo clips in '\(folder)'.") }
    for clip in missing { try make(clip, in: folder) }
    return folder
  }

  /// Made beside and renamed, so that a scan never finds half a clip.
  private func make(_ clip: Clip, in folder: String) throws(StationError) {
    let part = "\(folder)/.\(clip.name).part"
    do {
      let command = ChildCommand(settings.ffmpeg, Self.arguments(clip, output: part), niceness: 5)
      let result = try runToEnd(command, deadline: .seconds(60), outputLimit: 65536)
      guard result.status.isSuccess, rename(part, "\(folder)/\(clip.name).mp4") == 0 else {
        throw StationError(
          "ffmpeg could not make a demo clip (\(result.status)): "
            + (result.stderrTail.last ?? "it said nothing") + ". exstreamtv doctor tells more.")
      }
    } catch let error as ChildError {
      throw StationError("\(error)")
    } catch let error as StationError {
      throw error
    } catch {
      throw StationError("\(error)")
    }
  }

  private static func arguments(_ clip: Clip, output: String) -> [String] {
    [
      "-hide_banner", "-nostdin", "-loglevel", "error", "-y",
      "-f", "lavfi", "-i", "\(clip.picture)=size=1280x720:rate=30",
      "-f", "lavfi", "-i", "sine=frequency=\(clip.tone):sample_rate=48000",
      "-t", "20", "-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p",
      "-g", "60", "-c:a", "aac", "-b:a", "128k", "-ac", "2", "-movflags", "+faststart",
      "-f", "mp4", output,
    ]
  }
}
