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

  /// Channel by channel, so that the memory it takes does not grow with their number.
  func run() throws -> JobOutcome {
    let now = tools.now()
    let channels = try tools.store.channels().map(\.channel).filter(\.isEnabled)
    // Both or none: where the disk is full, the guide of before stays.
    let files = try WholeFiles([
      tools.guideFolder + "/xmltv.xml.gz", tools.guideFolder + "/xmltv.xml",
    ])
    let gzip = try GzipCompressor()
    var count = 0
    try Self.append(XMLTV.opening(channels), gzip, to: files)
    for channel in channels {
      let programmes = try programmes(of: channel, at: now)
      count += programmes.count
      try Self.append(XMLTV.programmes(programmes, of: channel.id), gzip, to: files)
    }
    try Self.append(XMLTV.closing, gzip, to: files, isLast: true)
    try files.finish()
    tools.announce("channels", because: "guide")
    return .done("\(count) programmes on \(channels.count) channels.")
  }

  private func programmes(of channel: Channel, at now: Moment) throws -> [Programme] {
    let found = try tools.store.guide(of: channel, from: now - Self.past, to: now + Self.ahead)
    let past = found.count { $0.end <= now }
    return Array(found.dropFirst(max(0, past - Self.mostPast)))
  }

  private static func append(
    _ bytes: [UInt8], _ gzip: GzipCompressor, to files: WholeFiles, isLast: Bool = false
  ) throws {
    var packed: [UInt8] = []
    try gzip.append(bytes) { packed += $0 }
    if isLast { try gzip.finish { packed += $0 } }
    try files.append(packed, to: 0)
    try files.append(bytes, to: 1)
  }
}
