public import Config
import Dispatch

/// Looks at everything that the station needs and says what to do about what is wrong.
///
/// Changes nothing; may be asked while a station runs. Blocks: call it on a plain thread.
public struct Doctor: Sendable {
  private let settings: Settings

  /// A doctor for these settings.
  public init(settings: Settings) {
    self.settings = settings
  }

  /// Everything that was found, in the order of the path from disk to viewer.
  public func examine() -> [Finding] {
    let isRunning = UnixAddress(path: settings.run.internalSocket).answers
    return ProgramExamination(settings: settings).findings()
      + FolderExamination(settings: settings).findings()
      + NetworkExamination(settings: settings, isRunning: isRunning).findings()
  }
}
