import Library
import Store

/// A file of the library as the API shows it.
struct MediaAnswer: Codable, Hashable, JSONWritable {
  var id: MediaID
  var folder: FolderID
  var path: String
  var kind: MediaKind
  var title: String
  var year: Int?
  var showTitle: String?
  var season: Int?
  var episode: Int?
  var duration: Span
  var width: Int?
  var height: Int?
  var videoCodec: String?
  var audioCodec: String?
  var addedAt: Moment
  /// Why it can't be played.
  var error: String?
  /// What looking through the whole file told; left out in lists, and where nobody has done so.
  var analysis: AnalysisAnswer?

  init(_ record: MediaRecord) {
    let item = record.item
    id = item.id
    folder = item.folder
    path = item.path
    kind = item.kind
    title = item.title
    year = item.year
    showTitle = item.showTitle
    season = item.season
    episode = item.episode
    duration = item.duration
    width = item.probe.video?.width
    height = item.probe.video?.height
    videoCodec = item.probe.video?.codec
    audioCodec = item.probe.audio.first?.codec
    addedAt = item.addedAt
    error = record.error ?? (record.isMissing ? "The file is gone." : nil)
  }

  func write(to json: inout JSONBytes) {
    json.open()
    json.field("id", id.rawValue)
    json.field("folder", folder.rawValue)
    json.field("path", path)
    json.field("kind", kind.rawValue)
    json.field("title", title)
    json.field("year", year)
    json.field("showTitle", showTitle)
    json.field("season", season)
    json.field("episode", episode)
    json.field("duration", duration.milliseconds)
    json.field("width", width)
    json.field("height", height)
    json.field("videoCodec", videoCodec)
    json.field("audioCodec", audioCodec)
    json.field("addedAt", addedAt.milliseconds)
    json.field("error", error)
    if let analysis { json.field("analysis", analysis) }
    json.close()
  }
}
