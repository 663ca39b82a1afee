import Config
import Schedule
import Store

/// What a start does to the library: the folder named by `MEDIA` joins it, and
/// a station without any channel gets one.
struct FirstStart: Sendable {
  let settings: Settings
  let store: Store

  /// Adds what is new and reports until it can be watched.
  ///
  /// - Throws: ``StationError`` when there is no channel and none can be made.
  func run() async throws {
    guard let addition = try await onThread({ try add() }) else { return }
    await FirstProgrammes(store: store, addition: addition).report()
  }

  private func add() throws -> Addition? {
    let hasChannels = try !store.channels().isEmpty
    let programming = Programming(store: store)
    guard let media = settings.media else {
      guard !hasChannels else { return nil }
      let folder = try DemoClips(settings: settings).make()
      return try programming.add(folder, named: "Demo", order: .alphabetical)
    }
    do {
      let folder = try MediaFolder(named: media)
      return try programming.add(folder.path, named: folder.name, order: folder.order)
    } catch {
      guard hasChannels else { throw error }
      Console.problems.line("\(error)")
      return nil
    }
  }
}
