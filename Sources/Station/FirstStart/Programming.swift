import Library
import Playout
import Schedule
import Store

/// A folder that has just been added, or was there, and is being read.
struct Addition: Sendable {
  /// The folder.
  let folder: LibraryFolder
  /// The job that reads it.
  let scan: Job
  /// The channel that was made for it.
  let channel: Channel?
}

/// Makes folders and channels in the library, as `up` and the command line do.
struct Programming {
  let store: Store

  /// Adds a folder with a channel over it when it is new, and has it read.
  func add(_ path: String, named name: String, order: PlayOrder) throws -> Addition {
    let known = try store.folders().first { $0.path == path }
    let folder = try known ?? store.insertFolder(path: path)
    let isPlayed = try store.channels().contains { $0.rules.content == .folder(folder.id) }
    let isFirst = try known == nil || store.channels().isEmpty
    var channel: Channel?
    if isFirst, !isPlayed {
      channel = try addChannel(
        number: nil, name: name, content: .folder(folder.id), order: order
      ).channel
    }
    let scan = try store.enqueue(kind: .scan, subject: "\(folder.id.rawValue)")
    return Addition(folder: folder, scan: scan, channel: channel)
  }

  /// Makes a channel and has its timeline built.
  func addChannel(
    number: ChannelNumber?, name: String, group: String? = nil, content: ContentSelector,
    order: PlayOrder, profile: String? = nil
  ) throws -> ProgrammedChannel {
    var generator = SystemRandomNumberGenerator()
    let profile = try profile ?? store.profiles().first?.name ?? TranscodeProfile.builtIn[0].name
    let channel = Channel(
      id: .random(using: &generator), number: try number ?? store.nextFreeChannelNumber(),
      name: name, group: group, profile: profile, premiere: store.now())
    let entry = ProgrammedChannel(
      channel: channel,
      rules: ContinuousRules(
        content: content, order: order, seed: UInt64(Int64.random(in: 0...Int64.max))))
    try store.insert(entry)
    _ = try store.enqueue(kind: .timeline, subject: channel.id.rawValue)
    return entry
  }
}
