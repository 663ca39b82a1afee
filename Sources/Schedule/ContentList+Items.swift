import Library

/// One content of a playlist.
public struct PlaylistEntry: Hashable, Sendable {
  /// What is played.
  public var content: ContentSelector
  /// In which order.
  public var order: PlayOrder
  /// How many at a time; nil for all.
  public var count: Int?
  /// Whether guides leave it out.
  public var isHidden: Bool

  /// An entry; nil where it is not said what is played.
  public init?(_ entry: ContentList.Entry) {
    guard let content = entry.content.selector else { return nil }
    self.content = content
    order = entry.order ?? .episode
    count = entry.count
    isHidden = entry.hidden ?? false
  }

  /// The rule by which it is played in a playlist whose cursor has a key.
  func rule(_ index: Int, of playlist: String) -> ContentRule {
    ContentRule(
      key: ContentRule.key(content, order, cursor: "\(index)@\(playlist)"), selector: content,
      order: order, seasons: [])
  }
}

/// Where in a playlist an entry of a timeline comes from.
struct PlaylistPlace {
  /// The key of the playlist's cursor.
  var playlist: String
  /// The place in the playlist.
  var index: Int

  /// The place that the key of a cursor names; nil for the key of no playlist's entry.
  init?(key: String) {
    guard let sign = key.utf8.lastIndex(of: UInt8(ascii: "@")) else { return nil }
    let playlist = key[key.utf8.index(after: sign)...]
    let digits = key[..<sign].utf8.reversed().prefix { (48...57).contains($0) }
    guard playlist.hasPrefix("playlist:"), !digits.isEmpty, digits.count < 6 else { return nil }
    index = digits.reversed().reduce(0) { $0 * 10 + Int($1 - 48) }
    self.playlist = String(playlist)
  }
}

extension [ScheduleItem] {
  /// The items of several contents as one: each once, the contents one after the other, each in
  /// its own order.
  public static func joined(
    _ parts: [(entry: ContentList.Entry, items: [ScheduleItem])]
  ) -> [ScheduleItem] {
    var known: Set<MediaID> = []
    var all: [ScheduleItem] = []
    for (number, part) in parts.enumerated() {
      let order = SortOrder(
        part.entry.order ?? .episode, seed: UInt64(number + 1), items: part.items)
      let isDrawn = part.entry.order?.isDrawn == true || part.entry.order == .random
      let places = part.items.map { (order.place(of: $0), $0) }.sorted { $0.0 < $1.0 }
      let items =
        isDrawn
        ? part.items.map { (order.drawn($0, order.part(of: $0), cycle: 0), $0) }
          .sorted { $0.0 < $1.0 }.map(\.1) : places.map(\.1)
      for (index, item) in items.enumerated() where known.insert(item.id).inserted {
        var item = item
        item.line = .init(number: number + 1, isGroup: part.entry.grouped ?? false)
        item.position = number * 10_000_000 + index
        all.append(item)
      }
    }
    return all
  }

  /// The items of a list of fillers: each content as likely as its weight says, however many
  /// items it has.
  public static func weighted(
    _ parts: [(entry: ContentList.Entry, items: [ScheduleItem])]
  ) -> [ScheduleItem] {
    var known: Set<MediaID> = []
    return parts.flatMap { part in
      let items = part.items.filter { known.insert($0.id).inserted }
      let weight = Swift.max(1, (part.entry.weight ?? 1) * 1000 / Swift.max(1, items.count))
      return items.map { item in
        var item = item
        item.weight = weight
        return item
      }
    }
  }
}
