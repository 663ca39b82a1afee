import Foundation
import GRDB
import Library
import Playout

enum LiveSourceSQL {
  static let forget = "DELETE FROM live_source WHERE channel = ?"
  static let insert = """
    INSERT INTO live_source (channel, position, url, user_agent) VALUES (?, ?, ?, ?)
    """
}

extension Store {
  /// Stores the sources of a channel in the place of those it had.
  static func keepSources(of entry: ProgrammedChannel, in db: Database) throws {
    let id = entry.channel.id.rawValue
    try db.run(LiveSourceSQL.forget, [id])
    for (position, source) in entry.sources.enumerated() {
      try db.run(LiveSourceSQL.insert, [id, position, source.url, source.userAgent])
    }
  }
}

extension LiveSource {
  /// The sources of a channel's row, whose column holds them as JSON.
  static func list(stored json: String?) -> [LiveSource] {
    let bytes = Data((json ?? "[]").utf8)
    let places = (try? JSONDecoder().decode([Place].self, from: bytes)) ?? []
    return places.sorted { $0.position < $1.position }.map(\.source)
  }

  /// A source as its row is written: position, address, user agent.
  private struct Place: Decodable {
    var position: Int
    var source: LiveSource

    init(from decoder: any Decoder) throws {
      var values = try decoder.unkeyedContainer()
      position = try values.decode(Int.self)
      source = LiveSource(
        url: try values.decode(String.self),
        userAgent: try values.decodeIfPresent(String.self))
    }
  }
}
