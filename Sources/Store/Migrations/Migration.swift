/// One step of the schema: what it is called and the SQL that takes it.
///
/// Steps are numbered by their place in ``all``; a released step is never
/// edited, a new one is added behind it.
struct Migration: Sendable {
  var name: String
  var sql: String

  static let all: [Migration] = [
    .library, .screens, .sessions, .pacing, .kinds, .liveSources, .takeOver, .rundowns,
    .warnings, .search, .contents, .builds, .profiles, .sound, .analysis, .audioTracks, .subtitles,
    .graphics, .ladder, .codecs, .tracks,
  ]

  /// The number of the newest schema that this program knows.
  static var latest: Int { all.count }
}
