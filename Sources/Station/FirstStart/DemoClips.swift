import ChildProcess
import Config
import FoundationEssentials
import Glibc
import Pipeline

/// Three short clips made by ffmpeg, so that a station without media has something to show.
struct DemoClips {
  let settings: Settings

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
    let missing = DemoClip.all.filter { access("\(folder)/\($0.fileName)", F_OK) != 0 }
    if !missing.isEmpty { Console.output.line("Making demo clips in '\(folder)'.") }
    for clip in missing { try make(clip, in: folder) }
    return folder
  }

  /// Made beside and renamed, so that a scan never finds half a clip.
  private func make(_ clip: DemoClip, in folder: String) throws(StationError) {
    let part = "\(folder)/.\(clip.number).part"
    let command = ChildCommand(settings.ffmpeg, clip.arguments(to: part), niceness: 5)
    let result: ChildResult
    do throws(ChildError) {
      result = try runToEnd(command, deadline: .seconds(60), outputLimit: 65536)
    } catch {
      throw StationError("A demo clip can't be made: \(error)")
    }
    guard result.status.isSuccess, rename(part, "\(folder)/\(clip.fileName)") == 0 else {
      throw StationError(
        "ffmpeg could not make a demo clip (\(result.status)): "
          + (result.stderrTail.last ?? "it said nothing") + ". exstreamtv doctor tells more.")
    }
  }
}
