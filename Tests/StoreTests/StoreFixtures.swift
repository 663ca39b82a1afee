import Library
import Playout
import Schedule
import Store
import TestSupport
import Testing

/// When tests take place.
let today = Moment(seconds: 1_790_000_000)

/// A fresh database in a folder of its own.
struct TestStore {
  let folder: ScratchFolder
  let store: Store

  init(patience: Span = .seconds(5)) throws {
    folder = try ScratchFolder()
    store = try Store.open(
      at: folder.file("exstreamtv.sqlite"), patience: patience, now: { today })
  }

  /// Adds a folder with a film for each name, each an hour long.
  @discardableResult
  func films(_ names: [String], in path: String = "/media") throws -> LibraryFolder {
    let folder =
      try store.folders().first { $0.path == path } ?? store.insertFolder(path: path)
    var batch = ScanBatch()
    batch.found = names.map { film($0, in: path) }
    try store.upsertScan(batch, in: folder.id)
    return folder
  }

  /// Adds a channel that plays a content.
  @discardableResult
  func channel(
    _ number: String, _ content: ContentSelector = .library, id: String = "abcdefgh"
  ) throws -> ProgrammedChannel {
    let made = try programmed(number, content, id: id)
    try store.insert(made)
    return made
  }
}

func programmed(
  _ number: String, _ content: ContentSelector = .library, id: String = "abcdefgh"
) throws -> ProgrammedChannel {
  ProgrammedChannel(
    channel: Channel(
      id: try #require(ChannelID(rawValue: id)), number: try #require(ChannelNumber(number)),
      name: "Channel \(number)", profile: "720p", premiere: today),
    rules: ContinuousRules(content: content, order: .shuffle, seed: .max))
}

func film(_ name: String, in path: String = "/media", year: Int? = nil) -> FoundMedia {
  FoundMedia(
    path: "\(path)/\(name).mkv", stamp: MediaStamp(size: 10, modified: today), kind: .movie,
    title: name, year: year, duration: .hours(1),
    probe: MediaProbe(
      container: "matroska", duration: .hours(1),
      video: VideoStream(index: 0, codec: "h264", width: 1280, height: 720)))
}

func episode(_ title: String, of show: String, _ season: Int, _ number: Int, year: Int? = nil)
  -> FoundMedia
{
  var found = film(title)
  found.path = "/media/\(show)/\(season)x\(number) \(title).mkv"
  found.kind = .episode
  found.showTitle = show
  found.season = season
  found.episode = number
  found.year = year
  return found
}

/// Entries of an hour each, from a moment on.
func entries(_ media: [MediaID], from start: Moment) -> [ScheduledItem] {
  media.enumerated().map { index, id in
    ScheduledItem(
      start: start + .hours(Int64(index)), end: start + .hours(Int64(index + 1)), media: id,
      cycle: 0)
  }
}
