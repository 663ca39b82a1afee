import Foundation
import GRDB
public import Library
import Playout

/// One file of the library, playable or not.
public struct MediaRecord: Identifiable, Hashable, Sendable {
  /// The medium; its probe is empty when the file could never be read.
  public var item: MediaItem
  /// Why the file can't be played; nil when it can.
  public var error: String?
  /// Whether the file was gone when its folder was last read.
  public var isMissing: Bool

  /// The medium's identity.
  public var id: MediaID { item.id }

  /// A file with all its parts.
  public init(item: MediaItem, error: String? = nil, isMissing: Bool = false) {
    self.item = item
    self.error = error
    self.isMissing = isMissing
  }

  static let columns = """
    m.id, m.folder, m.path, m.kind, m.title, m.year, m.show, s.title, m.season, m.episode,
    m.duration, m.probe, m.added_at, m.error, m.missing_at
    """

  init(row: Row) {
    self.init(
      item: MediaItem(
        id: MediaID(rawValue: row[0]), folder: FolderID(rawValue: row[1]), path: row[2],
        kind: MediaKind(rawValue: row[3]) ?? .other, title: row[4], year: row[5],
        show: (row[6] as Int64?).map(ShowID.init(rawValue:)), showTitle: row[7], season: row[8],
        episode: row[9], duration: Span(milliseconds: row[10]), probe: MediaProbe(stored: row[11]),
        addedAt: Moment(milliseconds: row[12])),
      error: row[13], isMissing: !row.hasNull(atIndex: 14))
  }
}

extension MediaProbe {
  /// The probe as stored; empty when there is none or it can't be read.
  ///
  /// An unreadable probe makes one item a slate, never a plan an error.
  init(stored text: String?) {
    let found = text.flatMap { try? JSONDecoder().decode(MediaProbe.self, from: Data($0.utf8)) }
    self = found ?? MediaProbe(container: "", duration: .zero)
  }

  /// The probe as JSON.
  func stored() throws -> String {
    String(decoding: try JSONEncoder().encode(self), as: UTF8.self)
  }
}

/// What to look for among the media.
public struct MediaQuery: Hashable, Sendable {
  /// Words that title, show or path contain.
  public var text: String?
  /// What is looked for, in the language of searches.
  public var search: SearchQuery
  /// Only files of this folder.
  public var folder: FolderID?
  /// Only episodes of this show.
  public var show: ShowID?
  /// Only media of this kind.
  public var kind: MediaKind?
  /// True for files that can't be played, false for those that can, nil for all.
  public var isFailed: Bool?
  /// How many to answer at most.
  public var limit: Int
  /// How many to skip.
  public var offset: Int

  /// A query; without any condition it finds everything.
  public init(
    text: String? = nil, search: SearchQuery = .all, folder: FolderID? = nil, show: ShowID? = nil,
    kind: MediaKind? = nil, isFailed: Bool? = nil, limit: Int = 100, offset: Int = 0
  ) {
    self.text = text
    self.search = search
    self.folder = folder
    self.show = show
    self.kind = kind
    self.isFailed = isFailed
    self.limit = limit
    self.offset = offset
  }
}
