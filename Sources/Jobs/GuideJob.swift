import Guide
import Gzip
import Library
import Playout
import Schedule
import Store

/// Writes the guide files that nginx serves.
struct GuideJob {
  let tools: JobTools

  /// How much of the past the files hold: players offer of it what they find there.
  static let past = TimelineUpkeep.past
  /// How many past programmes of a channel the files hold at most, however short they are.
  static let mostPast = 2000
  /// How far ahead the files tell.
  static let ahead = Span.days(7)

  func run() throws -> JobOutcome {
    let now = tools.now()
    let channels = try tools.store.channels().map(\.channel).filter(\.isEnabled)
    let rows = try tools.store.guide(from: now - Self.past, to: now + Self.ahead)
    let programmes = Dictionary(grouping: rows, by: \.channel)
      .mapValues { rows in
        let past = rows.count { $0.programme.end <= now }
        return rows.dropFirst(max(0, past - Self.mostPast)).map(\.programme)
      }
    let document = XMLTV.document(channels: channels, programmes: programmes)
    // Both or none: where the disk is full, the guide of before stays.
    try WholeFile.write([
      (try Gzip.compress(document), tools.guideFolder + "/xmltv.xml.gz"),
      (document, tools.guideFolder + "/xmltv.xml"),
    ])
    tools.announce("channels", because: "guide")
    return .done("\(rows.count) programmes on \(channels.count) channels.")
  }
}
